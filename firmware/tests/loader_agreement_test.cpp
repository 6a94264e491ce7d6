// The boot loader and the firmware have a reader of the record each: they must never read one differently.
#include "tests/loader_agreement.h"

#include "tests/check.h"
#include "tests/made_image.h"
#include "tests/made_record.h"

namespace {

constexpr unsigned kRounds = check::kFull ? 20000 : 400;
constexpr uint32_t kMostSectors = 3;

FakeFlash flash;
check::Random rounds(0xB007);

bool one_in(uint32_t chance) { return rounds.below(chance) == 0; }

SmrBootState any_state(uint32_t sectors) {
    SmrBootState state = {};
    state.confirmed = one_in(4) ? 1 : 0;
    state.back = one_in(3) ? 1 : 0;
    state.why = rounds.below(4);
    // The fourth code is none that is written, but one that can be read.
    state.power_ons = rounds.below(4);
    state.starts = rounds.below(4);
    const uint32_t places[] = {0, 2 * sectors, rounds.below(2 * sectors + 1), 2 * sectors + 1 + rounds.below(4)};
    state.position = places[rounds.below(4)];
    return state;
}

// Words as they are written, half written, mixed from two, or anything.
uint32_t any_word(uint32_t sectors) {
    const SmrBootState state = any_state(sectors);
    const SmrBootState other = any_state(sectors);
    switch (rounds.below(8)) {
        case 0:
            return smr_boot_entry(&state) | rounds.next();
        case 1:
            return smr_boot_entry(&state) & smr_boot_entry(&other);
        case 2:
            return rounds.next();
        case 3:
            return 0xFFFFFFFF;
        default:
            return smr_boot_entry(&state);
    }
}

void put_any_record(unsigned place) {
    MadeRecord record;
    record.sequence = rounds.below(4);
    record.sectors = one_in(8) ? rounds.below(256) : 1 + rounds.below(kMostSectors);
    record.joined = one_in(2);
    if (record.sectors <= kMostSectors) {
        record.new_crc = one_in(3) ? 1 : loader_agreement::sum(flash, smr::kStagedApplicationAt, record.sectors);
        record.old_crc = one_in(3) ? 1 : loader_agreement::sum(flash, smr::kStagingAt, record.sectors);
    }
    record.put(flash, place);
    const unsigned room = SMR_BOOT_RECORD_WORDS - SMR_BOOT_WORD_LOG;
    const unsigned entries = one_in(8) ? room - rounds.below(4) : rounds.below(12);
    for (unsigned index = 0; index < entries; ++index) {
        // Long logs are filled with what is quickly made.
        const SmrBootState begun = state_at(0);
        const uint32_t word = index + 12 < entries ? smr_boot_entry(&begun) : any_word(record.sectors);
        MadeRecord::put_word(flash, place, index, word);
    }
    if (one_in(6)) {
        flash.bytes()[MadeRecord::address(place) + rounds.below(40)] ^= static_cast<uint8_t>(1U << rounds.below(8));
    }
}

}  // namespace

TEST(random_records_are_read_alike_by_loader_and_core) {
    const MadeImage image;
    unsigned long kinds[8] = {};
    for (unsigned round = 0; round < kRounds; ++round) {
        flash.reset(1024 * 1024);
        flash.write(0, const_cast<MadeImage&>(image).bytes(), image.size());
        flash.write(smr::kStagingAt, const_cast<MadeImage&>(image).bytes(), image.size());
        for (unsigned place = 0; place < 2; ++place) {
            if (!one_in(5)) {
                put_any_record(place);
            }
        }
        smr::BootRecord record(flash);
        record.load();
        ++kinds[static_cast<unsigned>(record.standing())];
        int result = 0;
        if (!loader_agreement::run(flash, one_in(2), &result)) {
            CHECK_EQ(round, kRounds);
            return;
        }
    }
    // None of the ways in which an image can stand was left out.
    for (const unsigned long kind : kinds) {
        CHECK(kind > 0);
    }
    check::report("random records", kRounds);
}
