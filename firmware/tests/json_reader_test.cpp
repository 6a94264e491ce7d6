#include "core/http/json_reader.h"

#include <string.h>

#include "tests/check.h"

using smr::JsonReader;
using Token = smr::JsonReader::Token;
using Problem = smr::JsonReader::Problem;

namespace {

JsonReader reader(const char* text) {
    return JsonReader(reinterpret_cast<const uint8_t*>(text), check::length(text));
}

// Reads to the end; how many tokens there were before it.
unsigned read_all(JsonReader& json) {
    unsigned count = 0;
    while (json.next() != Token::kEnd && json.token() != Token::kError) {
        ++count;
    }
    return count;
}

struct Bad {
    const char* text;
    Problem problem;
    size_t offset;
};

const Bad kBad[] = {
    {"", Problem::kSyntax, 0},
    {"  ", Problem::kSyntax, 2},
    {"{", Problem::kSyntax, 1},
    {"{\"a\"", Problem::kSyntax, 4},
    {"{\"a\" 1}", Problem::kSyntax, 5},
    {"{\"a\":", Problem::kSyntax, 5},
    {"{\"a\":}", Problem::kSyntax, 5},
    {"{\"a\":1,}", Problem::kSyntax, 7},
    {"{\"a\":1 \"b\":2}", Problem::kSyntax, 7},
    {"{,}", Problem::kSyntax, 1},
    {"{a:1}", Problem::kSyntax, 1},
    {"{1:1}", Problem::kSyntax, 1},
    {"{\"a\":1]", Problem::kSyntax, 6},
    {"[1,]", Problem::kSyntax, 3},
    {"[1 2]", Problem::kSyntax, 3},
    {"[1}", Problem::kSyntax, 2},
    {"]", Problem::kSyntax, 0},
    {"{} x", Problem::kSyntax, 3},
    {"1 2", Problem::kSyntax, 2},
    {"1,", Problem::kSyntax, 1},
    {"tru", Problem::kSyntax, 0},
    {"truely", Problem::kSyntax, 4},
    {"True", Problem::kSyntax, 0},
    {"'a'", Problem::kSyntax, 0},
    {"// no\n1", Problem::kSyntax, 0},
    {"01", Problem::kSyntax, 1},
    {"-", Problem::kSyntax, 1},
    {"-a", Problem::kSyntax, 1},
    {"+1", Problem::kSyntax, 0},
    {".5", Problem::kSyntax, 0},
    {"0x10", Problem::kSyntax, 1},
    {"NaN", Problem::kSyntax, 0},
    {"[1.5]", Problem::kNumber, 1},
    {"1e3", Problem::kNumber, 0},
    {"2147483648", Problem::kNumber, 0},
    {"-2147483649", Problem::kNumber, 0},
    {"99999999999999999999999999", Problem::kNumber, 0},
    {"\"abc", Problem::kSyntax, 4},
    {"\"abc\\\"", Problem::kSyntax, 6},
    {"\"a\nb\"", Problem::kString, 2},
    {"\"a\x80\"", Problem::kString, 2},
    {"\"\xC0\x80\"", Problem::kString, 1},
    {"\"\xED\xA0\x80\"", Problem::kString, 1},
    {"\"\xE2\x82\"", Problem::kString, 1},
    {"\"\\x\"", Problem::kString, 1},
    {"\"\\", Problem::kString, 1},
    {"\"\\u12", Problem::kString, 1},
    {"\"\\u12g4\"", Problem::kString, 1},
    {"\"a\\uD83D\"", Problem::kString, 2},
    {"\"a\\uD83D\\u0041\"", Problem::kString, 2},
    {"\"\\uDE00\"", Problem::kString, 1},
    {"[[[[[[[[[1]]]]]]]]]", Problem::kDepth, 8},
};

}  // namespace

TEST(a_document_is_read_token_by_token) {
    JsonReader json = reader(" { \"name\" : \"Meter\" ,\"list\":[1, -2,true,false,null,{}],\"in\":{\"x\":[]}}\r\n");
    CHECK_EQ(json.next(), Token::kObjectBegin);
    CHECK_EQ(json.next(), Token::kKey);
    CHECK(json.text_is(SMR_TEXT("name")));
    CHECK(!json.text_is(SMR_TEXT("nam")));
    CHECK(!json.text_is(SMR_TEXT("names")));
    CHECK_EQ(json.offset(), 3U);
    CHECK_EQ(json.next(), Token::kString);
    CHECK(json.text_is(SMR_TEXT("Meter")));
    CHECK_EQ(json.offset(), 12U);
    CHECK_EQ(json.next(), Token::kKey);
    CHECK_EQ(json.next(), Token::kArrayBegin);
    CHECK_EQ(json.next(), Token::kInteger);
    CHECK_EQ(json.integer(), 1);
    CHECK_EQ(json.next(), Token::kInteger);
    CHECK_EQ(json.integer(), -2);
    CHECK_EQ(json.next(), Token::kBoolean);
    CHECK(json.boolean());
    CHECK_EQ(json.next(), Token::kBoolean);
    CHECK(!json.boolean());
    CHECK_EQ(json.next(), Token::kNull);
    CHECK_EQ(json.next(), Token::kObjectBegin);
    CHECK_EQ(json.next(), Token::kObjectEnd);
    CHECK_EQ(json.next(), Token::kArrayEnd);
    CHECK_EQ(json.next(), Token::kKey);
    CHECK_EQ(json.next(), Token::kObjectBegin);
    CHECK_EQ(json.next(), Token::kKey);
    CHECK_EQ(json.next(), Token::kArrayBegin);
    CHECK_EQ(json.next(), Token::kArrayEnd);
    CHECK_EQ(json.next(), Token::kObjectEnd);
    CHECK_EQ(json.next(), Token::kObjectEnd);
    CHECK_EQ(json.next(), Token::kEnd);
    CHECK_EQ(json.next(), Token::kEnd);
}

TEST(escapes_become_utf_8) {
    JsonReader json = reader("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e4\\u20AC\\uD83D\\uDE00\xC3\xA4\\u0000.\"");
    CHECK_EQ(json.next(), Token::kString);
    char text[40];
    size_t size = 0;
    CHECK(json.copy_text(text, sizeof text, &size));
    const char expected[] = "\"\\/\b\f\n\r\tA\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\xC3\xA4\0.";
    CHECK_BYTES(text, size, expected, sizeof expected - 1);
    JsonReader key = reader("{\"\\u006eame\":1}");
    key.next();
    CHECK_EQ(key.next(), Token::kKey);
    CHECK(key.text_is(SMR_TEXT("name")));
    CHECK_EQ(key.text_size(), 4U);
}

TEST(a_text_that_is_too_long_is_not_cut) {
    JsonReader json = reader("\"12345\"");
    json.next();
    char text[5] = {};
    size_t size = 0;
    CHECK(!json.copy_text(text, 4, &size));
    CHECK_EQ(size, 5U);
    CHECK_EQ(text[0], 0);
    CHECK(json.copy_text(text, 5, &size));
}

TEST(values_nobody_knows_are_skipped_whole) {
    JsonReader json = reader("{\"a\":{\"b\":[1,{\"c\":2}],\"d\":\"}\"},\"e\":[],\"f\":7}");
    json.next();
    json.next();
    CHECK_EQ(json.skip_value(), Token::kObjectEnd);
    CHECK_EQ(json.next(), Token::kKey);
    CHECK_EQ(json.skip_value(), Token::kArrayEnd);
    CHECK_EQ(json.next(), Token::kKey);
    CHECK(json.text_is(SMR_TEXT("f")));
    CHECK_EQ(json.skip_value(), Token::kInteger);
    CHECK_EQ(json.next(), Token::kObjectEnd);
    CHECK_EQ(json.next(), Token::kEnd);
    JsonReader bad = reader("{\"a\":[1,}");
    bad.next();
    bad.next();
    CHECK_EQ(bad.skip_value(), Token::kError);
}

TEST(numbers_reach_to_the_ends_of_their_range) {
    JsonReader json = reader("[2147483647,-2147483648,0,-0]");
    json.next();
    json.next();
    CHECK_EQ(json.integer(), 2147483647);
    json.next();
    CHECK_EQ(json.integer(), -2147483647 - 1);
    json.next();
    CHECK_EQ(json.integer(), 0);
    CHECK_EQ(json.next(), Token::kInteger);
    CHECK_EQ(json.next(), Token::kArrayEnd);
}

TEST(eight_levels_of_nesting_are_taken) {
    JsonReader json = reader("[{\"a\":[{\"a\":[{\"a\":[{\"a\":1}]}]}]}]");
    CHECK_EQ(read_all(json), 21U);
    CHECK_EQ(json.token(), Token::kEnd);
}

TEST(what_is_no_json_is_refused_at_its_place) {
    for (const Bad& bad : kBad) {
        JsonReader json = reader(bad.text);
        read_all(json);
        if (json.token() != Token::kError || json.problem() != bad.problem || json.offset() != bad.offset) {
            check::failed_numbers(__FILE__, __LINE__, bad.text, static_cast<long long>(json.offset()),
                                  static_cast<long long>(bad.offset));
        }
        CHECK_EQ(json.next(), Token::kError);
    }
}

TEST(every_cut_of_a_document_is_an_error) {
    const char* const text = "{\"n\":\"a\\u00e4\xC3\xA4\",\"l\":[1,-2,true,null,{\"x\":[]}]}";
    for (size_t size = 0; size < check::length(text); ++size) {
        // At the end of an array, so that a read beyond it is seen.
        uint8_t copy[64];
        uint8_t* const begin = copy + sizeof copy - size;
        memcpy(begin, text, size);
        JsonReader json(begin, size);
        read_all(json);
        CHECK_EQ(json.token(), Token::kError);
    }
}

TEST(any_bytes_end_in_a_token) {
    check::Random random(9);
    const char letters[] = "{}[]\",:\\u019-truefalsn \xC3\xA4";
    for (unsigned round = 0; round < 3000; ++round) {
        uint8_t text[40];
        for (uint8_t& byte : text) {
            byte = static_cast<uint8_t>(letters[random.below(sizeof letters - 1)]);
        }
        JsonReader json(text, random.below(sizeof text + 1));
        CHECK(read_all(json) <= sizeof text);
    }
}
