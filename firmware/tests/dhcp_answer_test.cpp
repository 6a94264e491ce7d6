#include "port/nonos/dhcp_answer.h"

#include <string.h>

#include "tests/check.h"

using smr::DhcpMessage;
using smr::is_sound_dhcp_answer;

namespace {

constexpr size_t kBootFile = 108;
constexpr size_t kServerName = 44;

// An answer as it is on the wire, without its UDP header.
struct Answer {
    uint8_t bytes[600];
    size_t size = 240;

    Answer() {
        memset(bytes, 0, sizeof bytes);
        const uint8_t cookie[] = {0x63, 0x82, 0x53, 0x63};
        memcpy(bytes + 236, cookie, sizeof cookie);
    }
    Answer& put(uint8_t option, uint8_t claimed, size_t given) {
        bytes[size++] = option;
        bytes[size++] = claimed;
        for (size_t index = 0; index < given; ++index) {
            bytes[size++] = 1;
        }
        return *this;
    }
    Answer& put(uint8_t option, uint8_t length) { return put(option, length, length); }
    Answer& overload(uint8_t fields) {
        put(52, 1);
        bytes[size - 1] = fields;
        return *this;
    }
    Answer& end() {
        bytes[size++] = 255;
        return *this;
    }
    bool is_sound() const {
        return is_sound_dhcp_answer({this, size, [](const void* self, size_t at) {
                                         const Answer* answer = static_cast<const Answer*>(self);
                                         // Nobody looks beyond the message.
                                         CHECK(at < answer->size);
                                         return answer->bytes[at];
                                     }});
    }
};

// What a home router answers: type, server, lease, T1, T2, mask, router, two name servers, a domain.
Answer usual() {
    Answer answer;
    answer.put(53, 1).put(54, 4).put(51, 4).put(58, 4).put(59, 4).put(1, 4).put(3, 4).put(6, 8).put(15, 9);
    return answer;
}

}  // namespace

TEST(the_answer_of_a_usual_router_is_let_through) {
    CHECK(usual().end().is_sound());
    CHECK(usual().is_sound());
    CHECK(usual().put(0, 0).end().is_sound());
}

TEST(options_of_another_length_than_the_standards_never_reach_the_client) {
    constexpr uint8_t kWords[] = {1, 51, 54, 58, 59};
    constexpr uint8_t kBytes[] = {52, 53};
    constexpr uint8_t kLists[] = {3, 6};
    for (unsigned number = 0; number < 256; ++number) {
        const uint8_t length = static_cast<uint8_t>(number);
        for (const uint8_t option : kWords) {
            CHECK_EQ(Answer().put(option, length).end().is_sound(), length == 4);
        }
        for (const uint8_t option : kBytes) {
            CHECK_EQ(Answer().put(option, length).end().is_sound(), length == 1);
        }
        for (const uint8_t option : kLists) {
            CHECK_EQ(Answer().put(option, length).end().is_sound(), length > 0 && length % 4 == 0);
        }
    }
}

TEST(an_option_behind_the_end_of_the_message_is_refused) {
    CHECK(!usual().put(12, 20, 19).is_sound());
    Answer cut = usual();
    cut.bytes[cut.size++] = 51;
    CHECK(!cut.is_sound());
}

TEST(options_in_the_fields_for_names_are_looked_at_when_they_count) {
    constexpr size_t kFields[] = {kBootFile, kServerName};
    for (uint8_t fields = 0; fields < 4; ++fields) {
        for (const size_t field : kFields) {
            Answer answer = usual();
            answer.overload(fields).end();
            const uint8_t long_lease[] = {51, 60};
            memcpy(answer.bytes + field, long_lease, sizeof long_lease);
            const bool counts = (fields & (field == kBootFile ? 1 : 2)) != 0;
            CHECK_EQ(answer.is_sound(), !counts);
        }
    }
    // Within its own field: the server's name ends where the boot file begins.
    Answer answer = usual();
    answer.overload(2).end();
    const uint8_t long_name[] = {12, 63};
    memcpy(answer.bytes + kServerName, long_name, sizeof long_name);
    CHECK(!answer.is_sound());
}

TEST(what_is_no_dhcp_message_is_refused) {
    for (size_t size = 0; size < 240; ++size) {
        Answer answer;
        answer.size = size;
        CHECK(!answer.is_sound());
    }
    Answer bootp = usual();
    bootp.bytes[236] = 0;
    CHECK(!bootp.is_sound());
}
