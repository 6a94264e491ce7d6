#include "core/http/request.h"

namespace smr {

namespace {

// A decimal number without sign that fits into 32 bits; leading zeros are fine.
bool parse_decimal(Slice text, uint32_t* to) {
    uint64_t value = 0;
    for (size_t index = 0; index < text.size; ++index) {
        const char letter = text.data[index];
        if (letter < '0' || letter > '9') {
            return false;
        }
        value = value * 10 + static_cast<uint64_t>(letter - '0');
        if (value > 0xFFFFFFFFU) {
            return false;
        }
    }
    *to = static_cast<uint32_t>(value);
    return !text.empty();
}

}  // namespace

FlashText name_of(Method method) {
    switch (method) {
        case Method::kGet:
            return SMR_TEXT("GET");
        case Method::kHead:
            return SMR_TEXT("HEAD");
        case Method::kPost:
            return SMR_TEXT("POST");
        case Method::kPut:
            return SMR_TEXT("PUT");
        case Method::kPatch:
            return SMR_TEXT("PATCH");
        case Method::kDelete:
            return SMR_TEXT("DELETE");
        case Method::kOptions:
            return SMR_TEXT("OPTIONS");
    }
    return FlashText();
}

Slice Request::query() const {
    const Slice whole = target();
    return path_size_ < whole.size ? whole.from(path_size_ + 1U) : Slice();
}

bool Request::query_number(FlashText name, uint32_t* to) const {
    Slice rest = query();
    bool found = false;
    while (!rest.empty()) {
        const size_t end = rest.find('&');
        const Slice pair = rest.first(end);
        rest = end < rest.size ? rest.from(end + 1) : Slice();
        const size_t equals = pair.find('=');
        if (equals == pair.size || !pair.first(equals).is(name)) {
            continue;
        }
        if (found || !parse_decimal(pair.from(equals + 1), to)) {
            return false;
        }
        found = true;
    }
    return found;
}

}  // namespace smr
