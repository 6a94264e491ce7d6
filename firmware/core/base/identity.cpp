#include "core/base/identity.h"

#include <string.h>

namespace smr {

Identity::Identity(const uint8_t mac[6]) {
    memcpy(mac_, mac, sizeof mac_);
    Text id(id_, kSize);
    id.append(SMR_TEXT("smr-")).hex(mac + 3, 3);
}

void Identity::access_point(Text& to) const {
    to.append(SMR_TEXT("SMR-BRIDGE-"));
    for (size_t index = kSize - 4; index < kSize; ++index) {
        const char digit = id_[index];
        to.append(digit >= 'a' ? static_cast<char>(digit - 'a' + 'A') : digit);
    }
}

}  // namespace smr
