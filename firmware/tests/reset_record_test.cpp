#include "core/health/reset_record.h"

#include <string.h>

#include "core/base/text.h"
#include "tests/check.h"
#include "tests/fake_system.h"

using smr::ChipReset;
using smr::ResetRecord;
using smr::RestartReason;

namespace {

// The chip starts again: all but the RTC memory is gone.
void reset(FakeSystem& system, ChipReset cause) { system.set_chip_reset(cause); }

// The power fails: the RTC memory holds anything afterwards.
void cut_power(FakeSystem& system) {
    system.lose_rtc();
    reset(system, ChipReset::kPower);
}

// Why the next life begins after `cause`.
RestartReason reason_after(FakeSystem& system, ChipReset cause) {
    reset(system, cause);
    ResetRecord record(system);
    record.begin();
    return record.reason();
}

void announce(FakeSystem& system, RestartReason reason, uint8_t detail = 0) {
    ResetRecord record(system);
    record.begin();
    record.announce(reason, detail);
}

}  // namespace

TEST(the_first_start_is_by_power_and_counts_one) {
    FakeSystem system;
    cut_power(system);
    ResetRecord record(system);
    record.begin();
    CHECK_EQ(record.reason(), RestartReason::kPower);
    CHECK_EQ(record.boots(), 1U);
    CHECK_EQ(record.watchdog_resets(), 0U);
    CHECK(!record.was_meter_heard());
    smr::CrashRegisters registers;
    CHECK(!record.last_crash(&registers));
    CHECK_EQ(system.violations, 0U);
}

TEST(an_announced_reason_explains_the_next_restart_and_no_other) {
    FakeSystem system;
    cut_power(system);
    announce(system, RestartReason::kOta, 7);
    reset(system, ChipReset::kRestart);
    ResetRecord record(system);
    record.begin();
    CHECK_EQ(record.reason(), RestartReason::kOta);
    CHECK_EQ(record.reason_detail(), 7);
    CHECK_EQ(record.boots(), 2U);
    CHECK_EQ(reason_after(system, ChipReset::kRestart), RestartReason::kUnexplained);
}

TEST(a_withdrawn_announcement_explains_nothing) {
    FakeSystem system;
    cut_power(system);
    ResetRecord record(system);
    record.begin();
    record.announce(RestartReason::kStuck, 2);
    record.withdraw();
    CHECK_EQ(reason_after(system, ChipReset::kHardwareWatchdog), RestartReason::kHardwareWatchdog);
}

TEST(the_chip_decides_where_it_knows_better) {
    FakeSystem system;
    cut_power(system);
    announce(system, RestartReason::kRequest);
    CHECK_EQ(reason_after(system, ChipReset::kExternal), RestartReason::kExternal);
    announce(system, RestartReason::kRequest);
    CHECK_EQ(reason_after(system, ChipReset::kException), RestartReason::kCrash);
    announce(system, RestartReason::kRequest);
    CHECK_EQ(reason_after(system, ChipReset::kPower), RestartReason::kPower);
    CHECK_EQ(reason_after(system, ChipReset::kSoftwareWatchdog), RestartReason::kSoftwareWatchdog);
}

TEST(a_watchdog_that_bites_after_an_announcement_keeps_its_reason_and_is_counted) {
    FakeSystem system;
    cut_power(system);
    announce(system, RestartReason::kStuck, 1);
    reset(system, ChipReset::kHardwareWatchdog);
    ResetRecord record(system);
    record.begin();
    CHECK_EQ(record.reason(), RestartReason::kStuck);
    CHECK_EQ(record.reason_detail(), 1);
    CHECK_EQ(record.watchdog_resets(), 1U);
}

TEST(restarts_are_counted_by_their_reason) {
    FakeSystem system;
    cut_power(system);
    for (unsigned round = 0; round < 3; ++round) {
        announce(system, RestartReason::kWifiLost);
        reset(system, ChipReset::kRestart);
    }
    announce(system, RestartReason::kSerialSilent);
    reset(system, ChipReset::kRestart);
    ResetRecord record(system);
    record.begin();
    CHECK_EQ(record.boots(), 5U);
    CHECK_EQ(record.wifi_restarts(), 3U);
    CHECK_EQ(record.serial_restarts(), 1U);
}

TEST(a_power_cut_begins_a_new_record) {
    FakeSystem system;
    cut_power(system);
    announce(system, RestartReason::kWifiLost);
    for (unsigned cut = 0; cut < 256; ++cut) {
        cut_power(system);
        ResetRecord record(system);
        record.begin();
        CHECK_EQ(record.reason(), RestartReason::kPower);
        CHECK_EQ(record.boots(), 1U);
        CHECK_EQ(record.wifi_restarts(), 0U);
    }
}

TEST(a_record_with_any_bit_wrong_is_not_believed) {
    FakeSystem system;
    cut_power(system);
    announce(system, RestartReason::kRequest);
    uint8_t good[FakeSystem::kRtcSize];
    memcpy(good, system.rtc(), sizeof good);
    for (size_t bit = 0; bit < ResetRecord::kSize * 8; ++bit) {
        memcpy(system.rtc(), good, sizeof good);
        uint8_t& byte = system.rtc()[ResetRecord::kAt + bit / 8];
        byte = static_cast<uint8_t>(byte ^ (1U << (bit % 8)));
        reset(system, ChipReset::kRestart);
        ResetRecord record(system);
        record.begin();
        CHECK_EQ(record.reason(), RestartReason::kUnexplained);
        CHECK_EQ(record.boots(), 1U);
    }
}

TEST(the_boot_loaders_command_and_the_rest_of_the_memory_stay_as_they_are) {
    FakeSystem system;
    memset(system.rtc(), 0x5A, FakeSystem::kRtcSize);
    announce(system, RestartReason::kRequest);
    for (size_t at = 0; at < FakeSystem::kRtcSize; ++at) {
        if (at < ResetRecord::kAt || at >= ResetRecord::kAt + ResetRecord::kSize) {
            CHECK_EQ(system.rtc()[at], 0x5A);
        }
    }
}

TEST(the_last_crash_is_remembered_over_later_restarts) {
    FakeSystem system;
    cut_power(system);
    announce(system, RestartReason::kRequest);
    smr::CrashRegisters registers;
    registers.cause = 29;
    registers.epc1 = 0x40201234;
    registers.epc2 = 2;
    registers.epc3 = 3;
    registers.address = 0x10;
    registers.depc = 5;
    system.set_crash(registers);
    reset(system, ChipReset::kException);
    announce(system, RestartReason::kRequest);
    reset(system, ChipReset::kRestart);
    ResetRecord record(system);
    record.begin();
    smr::CrashRegisters found;
    CHECK(record.last_crash(&found));
    CHECK_EQ(found.cause, 29U);
    CHECK_EQ(found.epc1, 0x40201234U);
    CHECK_EQ(found.epc2, 2U);
    CHECK_EQ(found.epc3, 3U);
    CHECK_EQ(found.address, 0x10U);
    CHECK_EQ(found.depc, 5U);
    CHECK_EQ(record.crashes(), 1U);
}

TEST(a_meter_once_heard_is_remembered_until_a_restart_for_its_silence) {
    FakeSystem system;
    cut_power(system);
    {
        ResetRecord record(system);
        record.begin();
        record.meter_heard();
        // Said again at every telegram, it must cost nothing: what is kept is not written again.
        uint8_t& kept = system.rtc()[ResetRecord::kAt];
        kept = static_cast<uint8_t>(kept ^ 0xFF);
        record.meter_heard();
        kept = static_cast<uint8_t>(kept ^ 0xFF);
        record.announce(RestartReason::kRequest);
    }
    reset(system, ChipReset::kRestart);
    {
        ResetRecord record(system);
        record.begin();
        CHECK(record.was_meter_heard());
        record.announce(RestartReason::kSerialSilent);
    }
    reset(system, ChipReset::kRestart);
    ResetRecord record(system);
    record.begin();
    CHECK(!record.was_meter_heard());
}

TEST(every_reason_has_a_word_of_its_own) {
    smr::TextOf<32> words[smr::kRestartReasons];
    for (unsigned reason = 0; reason < smr::kRestartReasons; ++reason) {
        words[reason].append(smr::code_of(static_cast<RestartReason>(reason)));
        CHECK(words[reason].size() > 0);
        for (unsigned before = 0; before < reason; ++before) {
            CHECK(!check::same_bytes(words[reason].data(), words[reason].size(), words[before].data(),
                                     words[before].size()));
        }
    }
    CHECK_TEXT(words[0], "unexplained");
    CHECK_TEXT(words[12], "factory-reset");
    smr::TextOf<32> chip;
    chip.append(smr::code_of(ChipReset::kException));
    CHECK_TEXT(chip, "exception");
}
