#include "core/ota/kept_image.h"

#include <string.h>

#include "core/base/crc.h"
#include "core/store/flash_map.h"
#include "tests/check.h"
#include "tests/fake_flash.h"
#include "tests/made_image.h"
#include "tests/made_record.h"

using smr::KeptImage;
using State = smr::KeptImage::State;

namespace {

FakeFlash flash;

// A chip that keeps `image` where it belongs in that state, with a record of as many sectors as that says.
struct Scene {
    Scene(MadeImage& image, const SmrBootState& state, uint32_t sectors = 2) : record(flash), kept(flash, record) {
        flash.reset(1024 * 1024);
        const bool is_left = state.back != 0;
        const uint32_t address = is_left ? smr::kStagedApplicationAt : smr::kStagingAt;
        flash.write(address, image.bytes() + smr::kApplicationAt, image.application_size());
        MadeRecord made;
        made.sectors = sectors;
        (is_left ? made.new_crc : made.old_crc) = smr::crc32_ieee(0, flash.bytes() + address, sectors * smr::kSectorSize);
        made.put(flash, 0);
        MadeRecord::put_state(flash, 0, 0, state);
        record.load();
        kept.begin();
    }

    State read() {
        unsigned steps = 0;
        while (kept.state() == State::kReading) {
            kept.tick();
            CHECK(++steps < 2000);
        }
        CHECK_EQ(flash.violations, 0U);
        return kept.state();
    }
    bool is_version(const char* version) {
        smr::Descriptor found;
        return kept.describe(&found) && strncmp(found.version, version, smr::kVersionSize) == 0;
    }

    smr::BootRecord record;
    KeptImage kept;
};

// Of two sectors.
MadeImage& made() {
    static MadeImage image;
    image = MadeImage({"1.1.0", "esp8266-1m", 2, 5000});
    return image;
}

}  // namespace

TEST(the_image_before_is_found_with_what_it_says_of_itself) {
    const SmrBootState states[] = {state_at(4), confirmed_at(4)};
    for (const SmrBootState& state : states) {
        Scene scene(made(), state);
        CHECK_EQ(scene.kept.state(), State::kReading);
        CHECK(!scene.is_version("1.1.0"));
        CHECK_EQ(scene.read(), State::kWhole);
        CHECK(scene.is_version("1.1.0"));
    }
}

TEST(a_descriptor_across_the_border_of_two_pieces_is_found) {
    MadeImage& image = made();
    uint8_t* descriptor = image.bytes() + MadeImage::kDescriptorAt;
    for (size_t at = 0x11A0; at <= 0x1200; at += 4) {
        made();
        memcpy(image.bytes() + at, descriptor, 96);
        memset(descriptor, 0, 96);
        Scene scene(image, confirmed_at(4));
        CHECK_EQ(scene.read(), State::kWhole);
        CHECK(scene.is_version("1.1.0"));
    }
}

TEST(an_image_that_was_rolled_back_is_found_a_sector_further_on) {
    Scene scene(made(), back_at(0, SMR_BOOT_DID_NOT_RUN));
    CHECK_EQ(scene.read(), State::kWhole);
    CHECK(scene.is_version("1.1.0"));
}

TEST(where_the_record_speaks_of_none_none_is_looked_for) {
    const SmrBootState states[] = {state_at(0), confirmed_at(0), back_at(4, SMR_BOOT_REQUESTED), state_at(1)};
    for (const SmrBootState& state : states) {
        CHECK_EQ(Scene(made(), state).kept.state(), State::kNone);
    }
    flash.reset(1024 * 1024);
    smr::BootRecord record(flash);
    record.load();
    KeptImage kept(flash, record);
    kept.begin();
    CHECK_EQ(kept.state(), State::kNone);
}

TEST(a_changed_bit_anywhere_in_its_sectors_damages_it) {
    const uint32_t places[] = {0, 0x40, 5000, 2 * smr::kSectorSize - 1};
    for (const uint32_t place : places) {
        Scene scene(made(), confirmed_at(4));
        flash.bytes()[smr::kStagingAt + place] ^= 1;
        CHECK_EQ(scene.read(), State::kDamaged);
        CHECK(!scene.is_version("1.1.0"));
    }
}

// What lies behind an image in its sectors can be the rest of an older one, with its descriptor.
TEST(a_descriptor_behind_the_image_counts_for_nothing_and_a_second_one_in_it_for_too_much) {
    MadeImage& image = made();
    const uint8_t* descriptor = image.bytes() + MadeImage::kDescriptorAt;
    Scene behind(image, confirmed_at(6), 3);
    flash.write(smr::kStagingAt + 0x2000, descriptor, 96);
    MadeRecord again;
    again.sequence = 2;
    again.sectors = 3;
    again.old_crc = smr::crc32_ieee(0, flash.bytes() + smr::kStagingAt, 3 * smr::kSectorSize);
    again.put(flash, 1);
    MadeRecord::put_state(flash, 1, 0, confirmed_at(6));
    behind.record.load();
    behind.kept.begin();
    CHECK_EQ(behind.read(), State::kWhole);
    CHECK(behind.is_version("1.1.0"));

    memcpy(image.bytes() + 0x1800, descriptor, 96);
    Scene twice(image, confirmed_at(4));
    CHECK_EQ(twice.read(), State::kWhole);
    CHECK(!twice.is_version("1.1.0"));
}

TEST(an_image_is_gone_as_soon_as_something_new_is_staged) {
    Scene scene(made(), confirmed_at(4));
    CHECK_EQ(scene.read(), State::kWhole);
    CHECK(scene.record.prepare());
    CHECK_EQ(scene.kept.state(), State::kNone);
    CHECK(!scene.is_version("1.1.0"));
    CHECK(!scene.record.keeps_previous());
}
