#include "core/base/ipv4.h"

namespace smr {

bool read_ipv4(const char* text, size_t size, uint8_t to[4]) {
    constexpr unsigned kParts = 4;
    constexpr unsigned kDigits = 3;
    size_t at = 0;
    for (unsigned part = 0; part < kParts; ++part) {
        if (part > 0 && (at == size || text[at++] != '.')) {
            return false;
        }
        unsigned value = 0;
        unsigned digits = 0;
        while (at < size && text[at] >= '0' && text[at] <= '9' && digits < kDigits) {
            value = value * 10 + static_cast<unsigned>(text[at] - '0');
            ++at;
            ++digits;
        }
        if (digits == 0 || value > 0xFF) {
            return false;
        }
        to[part] = static_cast<uint8_t>(value);
    }
    return at == size;
}

}  // namespace smr
