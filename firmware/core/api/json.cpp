#include "core/api/json.h"

namespace smr {

void Json::separate() {
    if (comma_) {
        to_.append(',');
    }
    comma_ = true;
}

Text& Json::member(FlashText key) {
    separate();
    return to_.append('"').append(key).append('"').append(':');
}

Json& Json::open() {
    separate();
    to_.append('{');
    comma_ = false;
    return *this;
}

Json& Json::open(FlashText key) {
    member(key).append('{');
    comma_ = false;
    return *this;
}

Json& Json::close() {
    to_.append('}');
    comma_ = true;
    return *this;
}

Json& Json::open_array(FlashText key) {
    member(key).append('[');
    comma_ = false;
    return *this;
}

Json& Json::close_array() {
    to_.append(']');
    comma_ = true;
    return *this;
}

Json& Json::number(FlashText key, uint32_t value) {
    member(key).decimal(value);
    return *this;
}

Json& Json::number64(FlashText key, uint64_t value) {
    member(key).decimal64(value);
    return *this;
}

Json& Json::signed_number(FlashText key, int32_t value) {
    member(key).signed_decimal(value);
    return *this;
}

Json& Json::boolean(FlashText key, bool value) {
    member(key).append(value ? SMR_TEXT("true") : SMR_TEXT("false"));
    return *this;
}

Json& Json::null(FlashText key) {
    member(key).append(SMR_TEXT("null"));
    return *this;
}

Json& Json::word(FlashText key, FlashText value) {
    member(key).append('"').append(value).append('"');
    return *this;
}

Json& Json::text(FlashText key, const char* value, size_t size) {
    member(key).append('"').json_escaped(value, size).append('"');
    return *this;
}

Json& Json::hex(FlashText key, const uint8_t* bytes, size_t count) {
    member(key).append('"').hex(bytes, count).append('"');
    return *this;
}

Json& Json::address(FlashText key, uint32_t value) {
    member(key).append(SMR_TEXT("\"0x")).hex_number(value, 8).append('"');
    return *this;
}

Json& Json::ipv4(FlashText key, const uint8_t address[4]) {
    member(key).append('"').ipv4(address).append('"');
    return *this;
}

Json& Json::mac(FlashText key, const uint8_t address[6]) {
    member(key).append('"');
    for (unsigned index = 0; index < 6; ++index) {
        if (index > 0) {
            to_.append(':');
        }
        to_.hex(address + index, 1);
    }
    to_.append('"');
    return *this;
}

}  // namespace smr
