// JSON written in pieces (RFC 8259).
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/text.h"

namespace smr {

// Writes members and elements with their commas. A document is written in steps: `continues` says whether something
// stands before this step in the same object or array.
class Json {
public:
    explicit Json(Text& to, bool continues = false) : to_(to), comma_(continues) {}

    // The outermost object, or an object in an array.
    Json& open();
    Json& open(FlashText key);
    Json& close();
    Json& open_array(FlashText key);
    Json& close_array();

    Json& number(FlashText key, uint32_t value);
    Json& number64(FlashText key, uint64_t value);
    Json& signed_number(FlashText key, int32_t value);
    Json& boolean(FlashText key, bool value);
    Json& null(FlashText key);
    // Text that needs no escapes.
    Json& word(FlashText key, FlashText value);
    // Text from anywhere.
    Json& text(FlashText key, const char* value, size_t size);
    Json& hex(FlashText key, const uint8_t* bytes, size_t count);
    // "0x4020abcd".
    Json& address(FlashText key, uint32_t value);
    // "192.168.1.2".
    Json& ipv4(FlashText key, const uint8_t address[4]);
    // "a1:b2:c3:d4:e5:f6".
    Json& mac(FlashText key, const uint8_t address[6]);

private:
    void separate();
    Text& member(FlashText key);

    Text& to_;
    bool comma_;
};

}  // namespace smr
