#include "core/base/hex.h"

namespace smr {

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    const char lower = static_cast<char>(digit | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool read_hex(const char* digits, uint8_t* to, size_t count) {
    for (size_t index = 0; index < count; ++index) {
        const int high = hex_value(digits[2 * index]);
        const int low = hex_value(digits[2 * index + 1]);
        if (high < 0 || low < 0) {
            return false;
        }
        to[index] = static_cast<uint8_t>(high * 16 + low);
    }
    return true;
}

}  // namespace smr
