#include "port/nonos/dhcp_answer.h"

namespace smr {

namespace {

// Fields of a message (RFC 2131, figure 1) that can hold options.
struct Field {
    size_t begin;
    size_t end;
};
constexpr size_t kServerNameAt = 44;
constexpr size_t kBootFileAt = 108;
constexpr size_t kCookieAt = 236;
constexpr size_t kOptionsAt = 240;
constexpr uint32_t kCookie = 0x63825363;

// Numbers of options (RFC 2132).
enum Option : uint8_t {
    kPad = 0,
    kSubnetMask = 1,
    kRouter = 3,
    kNameServers = 6,
    kLeaseTime = 51,
    kOverload = 52,
    kMessageType = 53,
    kServerId = 54,
    kRenewalTime = 58,
    kRebindingTime = 59,
    kEnd = 255,
};

constexpr uint8_t kInBootFile = 1;
constexpr uint8_t kInServerName = 2;

bool has_right_length(uint8_t option, uint8_t length) {
    constexpr uint8_t kWord = 4;
    switch (option) {
        case kSubnetMask:
        case kLeaseTime:
        case kServerId:
        case kRenewalTime:
        case kRebindingTime:
            return length == kWord;
        case kRouter:
        case kNameServers:
            return length >= kWord && length % kWord == 0;
        case kOverload:
        case kMessageType:
            return length == 1;
        default:
            // The client passes over it.
            return true;
    }
}

// Adds to `*overload` what the field says of the others.
bool is_sound(const DhcpMessage& message, const Field& field, uint8_t* overload) {
    size_t at = field.begin;
    while (at < field.end) {
        const uint8_t option = message.byte(message.self, at);
        if (option == kEnd) {
            return true;
        }
        if (option == kPad) {
            ++at;
            continue;
        }
        if (field.end - at < 2) {
            return false;
        }
        const uint8_t length = message.byte(message.self, at + 1);
        if (length > field.end - at - 2 || !has_right_length(option, length)) {
            return false;
        }
        if (option == kOverload) {
            *overload = static_cast<uint8_t>(*overload | message.byte(message.self, at + 2));
        }
        at += 2U + length;
    }
    return true;
}

}  // namespace

bool is_sound_dhcp_answer(const DhcpMessage& message) {
    if (message.size < kOptionsAt) {
        return false;
    }
    uint32_t cookie = 0;
    for (size_t at = kCookieAt; at < kOptionsAt; ++at) {
        cookie = cookie << 8U | message.byte(message.self, at);
    }
    uint8_t overload = 0;
    if (cookie != kCookie || !is_sound(message, {kOptionsAt, message.size}, &overload)) {
        return false;
    }
    // What these two say of overloading counts for nobody.
    uint8_t ignored = 0;
    return ((overload & kInBootFile) == 0 || is_sound(message, {kBootFileAt, kCookieAt}, &ignored)) &&
           ((overload & kInServerName) == 0 || is_sound(message, {kServerNameAt, kBootFileAt}, &ignored));
}

}  // namespace smr
