#include "core/base/slice.h"

namespace smr {

namespace {

bool is_among(Slice text, FlashText words, bool any_case) {
    size_t matched = 0;
    bool matches = false;
    const size_t size = words.size();
    for (size_t at = 0; at < size; ++at) {
        const char letter = words.at(at);
        if (letter == ' ') {
            if (matches && matched > 0 && matched == text.size) {
                return true;
            }
            matches = true;
            matched = 0;
        } else if (matches && matched < text.size &&
                   (any_case ? ascii_lower(text.data[matched]) : text.data[matched]) == letter) {
            ++matched;
        } else {
            matches = false;
        }
    }
    return false;
}

}  // namespace

bool is_word_of(Slice text, FlashText words) { return is_among(text, words, false); }

bool is_word_of_ignoring_case(Slice text, FlashText words) { return is_among(text, words, true); }

}  // namespace smr
