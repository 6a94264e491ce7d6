#include "core/base/bytes.h"
#include "core/base/crc.h"
#include "core/base/time.h"
#include "tests/check.h"

namespace {

const uint8_t kNine[] = {'1', '2', '3', '4', '5', '6', '7', '8', '9'};

}  // namespace

// The check values are those of the catalogue of parametrised CRC algorithms, over "123456789".
TEST(crc16_arc_has_its_published_check_value) {
    uint16_t crc = 0;
    for (const uint8_t byte : kNine) {
        crc = smr::crc16_arc(crc, byte);
    }
    CHECK_EQ(crc, 0xBB3D);
}

TEST(crc32_ieee_has_its_published_check_value_in_parts_too) {
    CHECK_EQ(smr::crc32_ieee(0, kNine, sizeof kNine), 0xCBF43926U);
    CHECK_EQ(smr::crc32_ieee(smr::crc32_ieee(0, kNine, 4), kNine + 4, 5), 0xCBF43926U);
}

TEST(crc32_boot_has_the_published_check_value_of_mpeg2) {
    CHECK_EQ(smr::crc32_boot(smr::kBootCrcStart, kNine, sizeof kNine), 0x0376E6E7U);
}

TEST(numbers_are_stored_little_endian) {
    uint8_t bytes[6];
    smr::put_u16(bytes, 0xBEEF);
    smr::put_u32(bytes + 2, 0x12345678);
    const uint8_t expected[] = {0xEF, 0xBE, 0x78, 0x56, 0x34, 0x12};
    CHECK_BYTES(bytes, sizeof bytes, expected, sizeof expected);
    CHECK_EQ(smr::get_u16(bytes), 0xBEEF);
    CHECK_EQ(smr::get_u32(bytes + 2), 0x12345678U);
}

TEST(secrets_compare_equal_only_if_every_byte_is) {
    uint8_t other[sizeof kNine];
    for (size_t index = 0; index < sizeof kNine; ++index) {
        for (size_t copy = 0; copy < sizeof kNine; ++copy) {
            other[copy] = kNine[copy];
        }
        CHECK(smr::equal_in_constant_time(kNine, other, sizeof kNine));
        other[index] ^= 0x10;
        CHECK(!smr::equal_in_constant_time(kNine, other, sizeof kNine));
    }
}

TEST(time_passes_across_the_wrap) {
    const smr::Millis before = 0xFFFFFF00;
    const smr::Millis after = 0x00000100;
    CHECK_EQ(smr::elapsed(after, before), 0x200U);
    CHECK(smr::passed(after, before, 0x200));
    CHECK(!smr::passed(after, before, 0x201));
}

TEST(uptime_counts_on_after_the_wrap) {
    smr::Uptime uptime;
    smr::Millis now = 0xFFFFF000;
    uptime.start(now);
    const uint32_t days = 60;
    for (uint32_t minute = 0; minute < days * 24 * 60; ++minute) {
        now += smr::kMinute;
        uptime.advance(now);
    }
    CHECK_EQ(uptime.seconds(), days * 24 * 3600);
    CHECK_EQ(uptime.millis(), uint64_t{days} * 24 * 3600 * 1000);
}
