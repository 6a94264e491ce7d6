#include "port/nonos/image_descriptor.h"

#include <string.h>

#include "core/ota/descriptor.h"
#include "tests/check.h"

namespace {

TEST(a_descriptor_made_by_the_compiler_is_read_back_by_the_core) {
    constexpr smr::ImageDescriptor made = smr::make_descriptor("1.2.3-rc.1", "esp8266-4m", "0123456789ab", 0x01020304);
    smr::Descriptor read;
    CHECK(smr::read_descriptor(made.bytes, &read));
    CHECK_EQ(smr::length_of_field(read.version, smr::kVersionSize), 10U);
    CHECK(memcmp(read.version, "1.2.3-rc.1", 10) == 0);
    CHECK_EQ(smr::length_of_field(read.board, smr::kBoardNameSize), 10U);
    CHECK(memcmp(read.board, "esp8266-4m", 10) == 0);
    CHECK_EQ(smr::length_of_field(read.build, smr::kBuildSize), 12U);
    CHECK(memcmp(read.build, "0123456789ab", 12) == 0);
    CHECK_EQ(read.security_version, 0x01020304U);
}

TEST(texts_that_fill_their_fields_are_kept_whole) {
    constexpr smr::ImageDescriptor made =
        smr::make_descriptor("1.2.3-aaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb", "cccccccccccccccccccccccc", 0);
    smr::Descriptor read;
    CHECK(smr::read_descriptor(made.bytes, &read));
    CHECK_EQ(smr::length_of_field(read.version, smr::kVersionSize), 24U);
    CHECK_EQ(smr::length_of_field(read.board, smr::kBoardNameSize), 16U);
    CHECK_EQ(smr::length_of_field(read.build, smr::kBuildSize), 24U);
}

}  // namespace
