#include "core/base/text.h"

#include "tests/check.h"

using smr::Text;
using smr::TextOf;

TEST(text_appends_letters_literals_and_numbers) {
    TextOf<64> text;
    text.append('a').append(SMR_TEXT("bc")).append("def", 2).append(' ');
    text.decimal(0).append(' ').decimal(4294967295U).append(' ').signed_decimal(INT32_MIN).append(' ');
    text.decimal64(18446744073709551615ULL);
    CHECK_TEXT(text, "abcde 0 4294967295 -2147483648 18446744073709551615");
    CHECK(!text.overflowed());
}

TEST(text_writes_hexadecimal_with_leading_zeros) {
    TextOf<32> text;
    const uint8_t bytes[] = {0x00, 0x0F, 0xA5};
    text.hex(bytes, sizeof bytes).append(' ').hex_number(0x1AB, 6);
    CHECK_TEXT(text, "000fa5 0001ab");
}

TEST(text_writes_addresses) {
    TextOf<16> text;
    const uint8_t address[] = {255, 255, 255, 0};
    text.ipv4(address);
    CHECK_TEXT(text, "255.255.255.0");
}

TEST(text_that_does_not_fit_is_cut_and_remembered) {
    char buffer[5] = {'#', '#', '#', '#', '#'};
    Text text(buffer, 4);
    text.decimal(12345);
    CHECK_TEXT(text, "1234");
    CHECK(text.overflowed());
    CHECK_EQ(buffer[4], '#');
    text.clear();
    CHECK_EQ(text.size(), 0U);
    CHECK(!text.overflowed());
}

TEST(json_text_escapes_quotes_backslashes_and_control_bytes) {
    TextOf<64> text;
    text.json_escaped("a\"b\\c\n\x01\x7f", 8);
    CHECK_TEXT(text, "a\\\"b\\\\c\\u000a\\u0001\\u007f");
}

TEST(json_text_keeps_utf8_of_every_length) {
    TextOf<64> text;
    const char* utf8 = "\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x94\x8C";
    text.json_escaped(utf8, check::length(utf8));
    CHECK_TEXT(text, "\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x94\x8C");
}

TEST(json_text_replaces_what_is_not_utf8) {
    const struct {
        const char* bytes;
        size_t size;
        const char* shown;
    } cases[] = {
        {"\x80", 1, "\\ufffd"},
        {"\xC3", 1, "\\ufffd"},
        {"\xC0\xAF", 2, "\\ufffd\\ufffd"},                                    // overlong
        {"\xED\xA0\x80", 3, "\\ufffd\\ufffd\\ufffd"},                         // a surrogate
        {"\xF4\x90\x80\x80", 4, "\\ufffd\\ufffd\\ufffd\\ufffd"},              // above U+10FFFF
        {"\xE2\x82" "A", 3, "\\ufffd\\ufffd" "A"},
        {"\xFF" "x", 2, "\\ufffd" "x"},
    };
    for (const auto& each : cases) {
        TextOf<64> text;
        text.json_escaped(each.bytes, each.size);
        CHECK_TEXT(text, each.shown);
    }
}

TEST(flash_text_compares_without_loading_bytes) {
    const smr::FlashText post = SMR_TEXT("Post");
    CHECK(post.equals("Post", 4));
    CHECK(!post.equals("post", 4));
    CHECK(!post.equals("Pos", 3));
    CHECK(post.equals_ignoring_case("pOST", 4));
    CHECK(!post.equals_ignoring_case("pOSS", 4));
    CHECK(post.is_prefix_of("Postbox", 7));
    CHECK(!post.is_prefix_of("Pos", 3));
}

TEST(flash_bytes_copy_what_there_is) {
    static const uint8_t data[] SMR_IN_FLASH = {1, 2, 3, 4, 5, 6, 7};
    const smr::FlashBytes bytes(data, sizeof data);
    uint8_t part[4] = {};
    CHECK_EQ(bytes.copy(5, part, 4), 2U);
    CHECK_EQ(part[0], 6);
    CHECK_EQ(part[1], 7);
    CHECK_EQ(part[2], 0);
    CHECK_EQ(bytes.copy(7, part, 4), 0U);
}
