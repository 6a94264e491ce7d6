#include "core/setup/dns_catch_all.h"

#include <string.h>

#include "tests/check.h"
#include "tests/fake_network.h"

using smr::DnsCatchAll;

namespace {

// A query as it is on the wire.
struct Query {
    uint8_t bytes[1500];
    size_t size = 12;

    Query() {
        memset(bytes, 0, sizeof bytes);
        bytes[0] = 0x12;
        bytes[1] = 0x34;
        bytes[2] = 0x01;  // recursion desired
        bytes[5] = 1;
    }
    // Adds a question; `name` as "www.example.org".
    Query& ask(const char* name, uint16_t type = 1, uint16_t of_class = 1) {
        while (*name != '\0') {
            const char* dot = strchr(name, '.');
            const size_t length = dot != nullptr ? static_cast<size_t>(dot - name) : strlen(name);
            put(static_cast<uint8_t>(length));
            memcpy(bytes + size, name, length);
            size += length;
            name += length + (dot != nullptr ? 1 : 0);
        }
        put(0);
        return end(type, of_class);
    }
    Query& put(uint8_t byte) {
        bytes[size++] = byte;
        return *this;
    }
    Query& end(uint16_t type, uint16_t of_class) {
        put(static_cast<uint8_t>(type >> 8));
        put(static_cast<uint8_t>(type));
        put(static_cast<uint8_t>(of_class >> 8));
        return put(static_cast<uint8_t>(of_class));
    }
    // Names of 63-byte labels, then one of `last` bytes.
    Query& ask_long(unsigned labels, uint8_t last) {
        for (unsigned label = 0; label <= labels; ++label) {
            const uint8_t length = label < labels ? 63 : last;
            put(length);
            memset(bytes + size, 'x', length);
            size += length;
        }
        put(0);
        return end(1, 1);
    }
};

struct Answer {
    uint8_t bytes[DnsCatchAll::kMostAnswer];
    size_t size;

    explicit Answer(const Query& query) {
        const size_t received = query.size < sizeof bytes ? query.size : sizeof bytes;
        memcpy(bytes, query.bytes, received);
        size = DnsCatchAll::answer(bytes, received);
    }
};

}  // namespace

TEST(any_name_has_the_address_of_the_gateway) {
    Query query;
    query.ask("captive.apple.com");
    const Answer answer(query);
    CHECK_EQ(answer.size, query.size + 16);
    // The id of the query, a response with authority, one question, one answer.
    CHECK_BYTES(answer.bytes, 12, "\x12\x34\x85\x80\x00\x01\x00\x01\x00\x00\x00\x00", 12);
    CHECK_BYTES(answer.bytes + 12, query.size - 12, query.bytes + 12, query.size - 12);
    CHECK_BYTES(answer.bytes + query.size, 16, "\xC0\x0C\x00\x01\x00\x01\x00\x00\x00\x0A\x00\x04\xC0\xA8\x04\x01", 16);
}

TEST(questions_for_anything_but_an_ipv4_address_have_no_records) {
    const uint16_t types[] = {28, 65, 12, 16, 6, 2};
    for (const uint16_t type : types) {
        Query query;
        query.ask("www.example.org", type);
        const Answer answer(query);
        CHECK_EQ(answer.size, query.size);
        CHECK_BYTES(answer.bytes, 12, "\x12\x34\x85\x80\x00\x01\x00\x00\x00\x00\x00\x00", 12);
    }
}

TEST(a_question_for_all_records_and_for_the_root_get_the_address) {
    Query all;
    CHECK_EQ(Answer(all.ask("www.example.org", 255, 255)).size, all.size + 16);
    Query root;
    CHECK_EQ(Answer(root.ask("")).size, root.size + 16);
}

TEST(recursion_is_said_to_be_desired_only_where_it_was) {
    Query query;
    query.ask("a.b");
    query.bytes[2] = 0;
    CHECK_EQ(Answer(query).bytes[2], 0x84);
}

TEST(edns_options_after_the_question_are_left_out) {
    Query query;
    query.ask("www.example.org");
    const size_t question_end = query.size;
    query.bytes[11] = 1;
    // An OPT record, padded so far that the datagram is not received whole.
    query.put(0).end(41, 1232).end(0, 0);
    query.size = 600;
    const Answer answer(query);
    CHECK_EQ(answer.size, question_end + 16);
    CHECK_EQ(answer.bytes[11], 0);
}

TEST(the_longest_name_fits_and_a_longer_one_is_dropped) {
    // Three labels of 63 bytes and one of 61 make 255 bytes, lengths and end included.
    Query longest;
    CHECK_EQ(Answer(longest.ask_long(3, 61)).size, DnsCatchAll::kMostAnswer);
    Query longer;
    CHECK_EQ(Answer(longer.ask_long(3, 62)).size, 0);
}

TEST(what_is_no_proper_query_is_dropped) {
    Query good;
    good.ask("www.example.org");
    const struct {
        void (*spoil)(Query*);
    } cases[] = {
        {[](Query* query) { query->bytes[2] |= 0x80; }},        // a response
        {[](Query* query) { query->bytes[2] |= 0x28; }},        // an update
        {[](Query* query) { query->bytes[2] |= 0x02; }},        // truncated
        {[](Query* query) { query->bytes[5] = 0; }},            // no question
        {[](Query* query) { query->bytes[5] = 2; }},            // two
        {[](Query* query) { query->bytes[4] = 1; }},            // 257
        {[](Query* query) { query->bytes[7] = 1; }},            // answers
        {[](Query* query) { query->bytes[12] = 0xC0; }},        // a pointer
        {[](Query* query) { query->bytes[16] = 0xC0; }},        // one within the name
        {[](Query* query) { query->bytes[12] = 0x40; }},        // a label of no known kind
        {[](Query* query) { query->bytes[12] = 63; }},          // a label longer than the datagram
        {[](Query* query) { query->bytes[query->size - 1] = 3; }},  // not of the internet
    };
    CHECK(Answer(good).size > 0);
    for (const auto& each : cases) {
        Query query = good;
        each.spoil(&query);
        CHECK_EQ(Answer(query).size, 0);
    }
}

TEST(a_query_cut_anywhere_is_dropped) {
    Query query;
    query.ask("www.example.org");
    const size_t whole = query.size;
    for (size_t size = 0; size < whole; ++size) {
        query.size = size;
        CHECK_EQ(Answer(query).size, 0);
    }
}

TEST(random_datagrams_never_make_more_than_an_answer_of_its_size) {
    check::Random random(53);
    unsigned answered = 0;
    for (unsigned round = 0; round < 20000; ++round) {
        Query query;
        query.ask("abc.de");
        for (uint32_t damage = random.below(6); damage > 0; --damage) {
            query.bytes[random.below(static_cast<uint32_t>(query.size))] = random.byte();
        }
        query.size = random.below(static_cast<uint32_t>(query.size) + 30);
        const Answer answer(query);
        CHECK(answer.size <= query.size + 16);
        answered += answer.size > 0 ? 1U : 0U;
    }
    CHECK(answered > 0);
}

TEST(it_answers_only_while_it_is_wanted) {
    FakeNetwork& network = check::fresh<FakeNetwork>();
    DnsCatchAll dns(network);
    Query query;
    query.ask("connectivitycheck.gstatic.com");
    const smr::Peer phone = {{192, 168, 4, 100}, 40000, smr::Interface::kAccessPoint};
    network.datagram_to_gateway(smr::UdpService::kDns, phone, query.bytes, query.size);
    dns.tick(false);
    CHECK_EQ(network.datagram_size(smr::UdpService::kDns), 0);
    dns.tick(true);
    CHECK_EQ(network.datagram_size(smr::UdpService::kDns), query.size + 16);
    network.reset();
    network.datagram_to_gateway(smr::UdpService::kDns, phone, query.bytes, query.size);
    dns.tick(false);
    CHECK_EQ(network.datagram_size(smr::UdpService::kDns), 0);
}

TEST(it_answers_nobody_in_the_home_network) {
    FakeNetwork& network = check::fresh<FakeNetwork>();
    DnsCatchAll dns(network);
    Query query;
    query.ask("www.example.org");
    network.datagram_to_gateway(smr::UdpService::kDns, smr::Peer{{192, 168, 4, 100}, 40000}, query.bytes, query.size);
    dns.tick(true);
    CHECK_EQ(network.datagram_size(smr::UdpService::kDns), 0);
}
