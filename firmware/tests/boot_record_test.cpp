#include "core/ota/boot_record.h"

#include <string.h>

#include "tests/check.h"
#include "tests/fake_flash.h"
#include "tests/made_record.h"

using smr::BootRecord;
using smr::Standing;
using smr::WhyBack;

namespace {

constexpr uint32_t kSectors = 2;
constexpr uint32_t kEnd = 2 * kSectors;
constexpr unsigned kMostEntries = SMR_BOOT_RECORD_WORDS - SMR_BOOT_WORD_LOG;

// Of a test in full and of a sample: the bytes after which a sector is cut, behind the first ones, which are all tried; the readings of
// weak bits, of which the first two are all zeros and all ones; the lives that then read what was written.
constexpr unsigned kFirstBytes = 44;
constexpr unsigned kStride = check::kFull ? 1 : 251;
constexpr unsigned kReadings = check::kFull ? 8 : 3;
constexpr unsigned kLives = check::kFull ? 20 : 3;

FakeFlash flash;

void fresh_chip() { flash.reset(1024 * 1024); }

// A chip with one record whose log ends with `state`.
void chip_with(const SmrBootState& state) {
    fresh_chip();
    MadeRecord().put(flash, 0);
    MadeRecord::put_state(flash, 0, 0, state);
}

// As after a start.
BootRecord& loaded() {
    static uint8_t storage[sizeof(BootRecord)];
    BootRecord& record = *new (check::InPlace{storage}) BootRecord(flash);
    record.load();
    return record;
}

Standing standing_after(const SmrBootState& state) {
    chip_with(state);
    return loaded().standing();
}

}  // namespace

TEST(a_chip_without_a_record_says_nothing_of_its_image) {
    fresh_chip();
    BootRecord& record = loaded();
    CHECK_EQ(record.standing(), Standing::kNone);
    CHECK(record.may_stage());
    CHECK(!record.keeps_previous());
    CHECK(!record.confirm());
    CHECK(!record.go_back(WhyBack::kRequested));
    CHECK_EQ(flash.operations, 0U);
}

TEST(the_last_entry_of_the_log_says_how_the_image_stands) {
    fresh_chip();
    MadeRecord().put(flash, 0);
    CHECK_EQ(loaded().standing(), Standing::kRefused);
    CHECK_EQ(standing_after(state_at(1)), Standing::kUnfinished);
    CHECK_EQ(standing_after(state_at(kEnd)), Standing::kTrial);
    CHECK_EQ(standing_after(confirmed_at(kEnd)), Standing::kConfirmed);
    CHECK_EQ(standing_after(confirmed_at(0)), Standing::kConfirmed);
    CHECK_EQ(standing_after(back_at(kEnd, SMR_BOOT_REQUESTED)), Standing::kStuck);
    CHECK_EQ(standing_after(back_at(1, SMR_BOOT_REQUESTED)), Standing::kUnfinished);
    CHECK_EQ(standing_after(back_at(0, SMR_BOOT_NETWORK_NOT_REACHED)), Standing::kRolledBack);
    CHECK_EQ(loaded().why_back(), WhyBack::kNetworkNotReached);
    SmrBootState seen = back_at(0, SMR_BOOT_FLASH_FAILED);
    seen.confirmed = 1;
    CHECK_EQ(standing_after(seen), Standing::kRolledBackSeen);
    CHECK_EQ(loaded().why_back(), WhyBack::kFlashFailed);
    // What is no entry of this record counts for nothing.
    chip_with(state_at(kEnd));
    MadeRecord::put_word(flash, 0, 1, 0x12345678);
    MadeRecord::put_state(flash, 0, 2, confirmed_at(kEnd + 1));
    CHECK_EQ(loaded().standing(), Standing::kTrial);
}

TEST(the_valid_record_with_the_higher_sequence_is_in_charge) {
    MadeRecord newer;
    newer.sequence = 7;
    newer.sectors = 5;
    for (unsigned place = 0; place < 2; ++place) {
        fresh_chip();
        MadeRecord().put(flash, 1 - place);
        newer.put(flash, place);
        CHECK_EQ(loaded().sectors(), 5U);
        flash.bytes()[MadeRecord::address(place) + 17] ^= 1;
        CHECK_EQ(loaded().sectors(), kSectors);
        flash.bytes()[MadeRecord::address(1 - place) + 37] ^= 1;
        CHECK_EQ(loaded().standing(), Standing::kNone);
    }
    const uint32_t impossible[] = {0, SMR_BOOT_MOST_SECTORS + 1};
    for (const uint32_t sectors : impossible) {
        fresh_chip();
        newer.sectors = sectors;
        newer.put(flash, 1);
        CHECK_EQ(loaded().standing(), Standing::kNone);
    }
}

TEST(what_is_written_is_what_the_next_start_reads) {
    chip_with(state_at(kEnd));
    BootRecord& trial = loaded();
    CHECK(!trial.may_stage());
    CHECK(trial.keeps_previous());
    CHECK(trial.confirm());
    CHECK_EQ(trial.standing(), Standing::kConfirmed);
    CHECK_EQ(trial.standing_at_start(), Standing::kTrial);
    BootRecord& confirmed = loaded();
    CHECK_EQ(confirmed.standing(), Standing::kConfirmed);
    CHECK(confirmed.may_stage());
    CHECK(confirmed.keeps_previous());
    CHECK(confirmed.go_back(WhyBack::kRequested));
    // Nobody stages over what the loader is about to bring back.
    CHECK(!confirmed.may_stage());
    CHECK(!confirmed.confirm());
    const SmrBootState state = loaded().state();
    CHECK_EQ(state.confirmed, 0U);
    CHECK_EQ(state.back, 1U);
    CHECK_EQ(state.why, uint32_t{SMR_BOOT_REQUESTED});
    CHECK_EQ(state.position, kEnd);
    CHECK_EQ(flash.violations, 0U);
}

TEST(a_row_of_power_ons_ends_and_the_starts_stay_counted) {
    SmrBootState state = state_at(kEnd);
    state.power_ons = 2;
    state.starts = 1;
    chip_with(state);
    CHECK(loaded().end_row_of_power_ons());
    CHECK_EQ(loaded().state().power_ons, 0U);
    CHECK_EQ(loaded().state().starts, 1U);
    CHECK_EQ(loaded().standing(), Standing::kTrial);
}

TEST(a_rollback_is_acknowledged_with_its_reason_kept) {
    chip_with(back_at(0, SMR_BOOT_NETWORK_NOT_REACHED));
    CHECK(loaded().is_rolled_back());
    CHECK(loaded().confirm());
    CHECK_EQ(loaded().standing(), Standing::kRolledBackSeen);
    CHECK_EQ(loaded().why_back(), WhyBack::kNetworkNotReached);
    CHECK(!loaded().keeps_previous());
}

TEST(an_image_that_cannot_go_back_is_confirmed_like_any_other) {
    chip_with(back_at(kEnd, SMR_BOOT_REQUESTED));
    CHECK(loaded().may_stage());
    CHECK(!loaded().go_back(WhyBack::kRequested));
    CHECK(loaded().confirm());
    CHECK_EQ(loaded().standing(), Standing::kConfirmed);
    CHECK_EQ(loaded().state().back, 0U);
}

TEST(requests_alternate_between_the_sectors) {
    fresh_chip();
    for (uint32_t round = 0; round < 6; ++round) {
        BootRecord& record = loaded();
        CHECK(record.prepare());
        CHECK(record.has_staged());
        CHECK(!record.keeps_previous());
        CHECK(record.request(1 + round, round % 2 == 0, 100 + round, 200 + round));
        BootRecord& next = loaded();
        CHECK_EQ(next.standing(), Standing::kRefused);
        CHECK_EQ(next.sectors(), 1 + round);
        CHECK_EQ(next.was_joined(), round % 2 == 0);
        CHECK_EQ(next.new_crc(), 100 + round);
        CHECK_EQ(next.old_crc(), 200 + round);
        CHECK_EQ(smr::get_u32(flash.bytes() + MadeRecord::address(round % 2) + 4), round + 1);
    }
    CHECK_EQ(flash.violations, 0U);
}

// The loader leaves a confirmed record alone, whatever is being staged; a refused one it would look at again.
TEST(what_runs_is_confirmed_before_anything_is_staged) {
    const SmrBootState states[] = {state_at(0), back_at(0, SMR_BOOT_DID_NOT_RUN), back_at(kEnd, SMR_BOOT_DID_NOT_RUN)};
    for (const SmrBootState& state : states) {
        chip_with(state);
        CHECK(loaded().prepare());
        CHECK_EQ(loaded().state().confirmed, 1U);
    }
}

TEST(a_full_log_goes_on_in_the_other_sector) {
    fresh_chip();
    MadeRecord().put(flash, 0);
    for (unsigned index = 0; index < kMostEntries - 1; ++index) {
        MadeRecord::put_state(flash, 0, index, state_at(kEnd));
    }
    MadeRecord stale;
    stale.sequence = 0;
    stale.put(flash, 1);
    BootRecord& record = loaded();
    CHECK(record.confirm());
    CHECK_EQ(record.standing(), Standing::kConfirmed);
    const BootRecord& next = loaded();
    CHECK_EQ(next.standing(), Standing::kConfirmed);
    CHECK_EQ(next.old_crc(), MadeRecord().old_crc);
    CHECK(next.was_joined());
    CHECK_EQ(smr::get_u32(flash.bytes() + SMR_BOOT_RECORD_1 + 4), 2U);
    CHECK_EQ(flash.violations, 0U);
    // And a request finds its place although that was not the one which was made free.
    CHECK(record.request(3, true, 1, 2));
    CHECK_EQ(loaded().sectors(), 3U);
}

// Guards against an entry that is lost to a word on which a cut has left its bits.
TEST(an_entry_whose_word_is_spoilt_goes_into_the_next) {
    chip_with(state_at(kEnd));
    flash.spoil(SMR_BOOT_RECORD_0 + 4 * (SMR_BOOT_WORD_LOG + 1), 0x00010000);
    CHECK(loaded().confirm());
    CHECK_EQ(loaded().standing(), Standing::kConfirmed);
}

TEST(a_chip_that_refuses_changes_nothing_and_says_so) {
    chip_with(state_at(kEnd));
    BootRecord& record = loaded();
    flash.refuse(true);
    CHECK(!record.confirm());
    CHECK(!record.go_back(WhyBack::kRequested));
    CHECK(!record.prepare());
    CHECK(!record.request(1, true, 1, 2));
    flash.refuse(false);
    CHECK_EQ(record.standing(), Standing::kTrial);
    CHECK(!record.has_staged());
    CHECK_EQ(loaded().standing(), Standing::kTrial);
}

// Whatever a cut leaves, the next start reads the state before or the one after, and reads it again.
TEST(power_cut_at_any_byte_of_a_new_state_leaves_the_old_or_the_new_one) {
    struct Change {
        SmrBootState before;
        unsigned entries;
        bool (*make)(BootRecord&);
    };
    const auto confirm = [](BootRecord& record) { return record.confirm(); };
    const auto go_back = [](BootRecord& record) { return record.go_back(WhyBack::kNetworkNotReached); };
    const auto end_row = [](BootRecord& record) { return record.end_row_of_power_ons(); };
    SmrBootState dipped = state_at(kEnd);
    dipped.power_ons = 2;
    dipped.starts = 3;
    const Change changes[] = {
        {state_at(kEnd), 1, confirm},
        {state_at(kEnd), kMostEntries, confirm},
        {dipped, 1, go_back},
        {confirmed_at(kEnd), kMostEntries - 1, go_back},
        {dipped, 2, end_row},
        {back_at(0, SMR_BOOT_FLASH_FAILED), 3, confirm},
        {state_at(0), 0, confirm},
    };
    unsigned long cuts = 0;
    for (const Change& change : changes) {
        bool finished = false;
        for (unsigned operation = 0; !finished; ++operation) {
            for (unsigned byte = 0;; byte += byte < kFirstBytes ? 1 : kStride) {
                fresh_chip();
                MadeRecord().put(flash, 0);
                for (unsigned index = 0; index < change.entries; ++index) {
                    MadeRecord::put_state(flash, 0, index, change.before);
                }
                BootRecord& record = loaded();
                flash.cut_power_at(operation, byte);
                const bool made = change.make(record);
                const bool cut = !flash.has_power();
                flash.power_on();
                const SmrBootState after = loaded().state();
                const SmrBootState again = loaded().state();
                const uint32_t old_entry = smr_boot_entry(&change.before);
                const uint32_t entry = smr_boot_entry(&after);
                if (cut == made || entry != smr_boot_entry(&again) || loaded().sectors() != kSectors ||
                    (made && entry == old_entry)) {
                    CHECK(false);
                    return;
                }
                if (entry != old_entry) {
                    // The new one, and no third.
                    fresh_chip();
                    MadeRecord().put(flash, 0);
                    MadeRecord::put_state(flash, 0, 0, change.before);
                    CHECK(change.make(loaded()));
                    const SmrBootState expected = loaded().state();
                    CHECK_EQ(entry, smr_boot_entry(&expected));
                }
                if (!cut) {
                    finished = byte == 0;
                    break;
                }
                ++cuts;
            }
        }
    }
    CHECK_EQ(flash.violations, 0U);
    check::report("power cuts during new states", cuts);
    CHECK(cuts > (check::kFull ? 16000 : 700));
}

// A cut can leave bits that read as zero at one start and as one at the next. Whatever the next life reads of them, what it then writes is read
// by all lives after it.
TEST(bits_that_a_cut_left_weak_never_change_what_is_written_after_them) {
    enum Change { kConfirm, kGoBack, kEndRow, kRequest };
    const auto make = [](BootRecord& record, Change change) {
        switch (change) {
            case kConfirm:
                return record.confirm();
            case kGoBack:
                return record.go_back(WhyBack::kRequested);
            case kEndRow:
                return record.end_row_of_power_ons();
            case kRequest:
                break;
        }
        return record.prepare() && record.request(5, false, 7, 8);
    };
    const Change cuts_of[] = {kConfirm, kGoBack, kEndRow, kRequest};
    const Change next_of[] = {kConfirm, kGoBack, kEndRow, kRequest};
    SmrBootState dipped = confirmed_at(kEnd);
    dipped.power_ons = 2;
    const unsigned lengths[] = {1, kMostEntries - 2, kMostEntries};
    unsigned long cuts = 0;
    for (const Change first : cuts_of) {
        for (const Change second : next_of) {
            for (const unsigned entries : lengths) {
                bool is_over = false;
                for (unsigned operation = 0; !is_over; ++operation) {
                    for (unsigned round = 0; round < kReadings; ++round) {
                        fresh_chip();
                        MadeRecord().put(flash, 0);
                        for (unsigned index = 0; index < entries; ++index) {
                            MadeRecord::put_state(flash, 0, index, dipped);
                        }
                        BootRecord& record = loaded();
                        flash.cut_power_weakly_at(operation);
                        make(record, first);
                        is_over = flash.has_power();
                        flash.power_on();
                        if (is_over) {
                            break;
                        }
                        ++cuts;
                        const FakeFlash::WeakBits readings[] = {FakeFlash::WeakBits::kZeros, FakeFlash::WeakBits::kOnes};
                        flash.read_weak_bits_as(round < 2 ? readings[round] : FakeFlash::WeakBits::kAnyhow);
                        BootRecord& next = loaded();
                        if (!make(next, second)) {
                            // There is nothing to be left any more.
                            CHECK(second == kGoBack && !next.keeps_previous());
                            continue;
                        }
                        flash.read_weak_bits_as(FakeFlash::WeakBits::kAnyhow);
                        const SmrBootState written = next.state();
                        for (unsigned life = 0; life < kLives; ++life) {
                            BootRecord later(flash);
                            later.load();
                            const SmrBootState read = later.state();
                            if (second == kRequest ? later.new_crc() != 7
                                                   : smr_boot_entry(&read) != smr_boot_entry(&written)) {
                                CHECK_EQ(operation, 1000U);
                                return;
                            }
                        }
                    }
                }
            }
        }
    }
    check::report("power cuts that left weak bits", cuts);
    CHECK(cuts > 2000);
}
