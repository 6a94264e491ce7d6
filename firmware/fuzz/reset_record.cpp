// RTC memory after a power cut: any content is survived, and counted on from.
#include "core/health/reset_record.h"

#include "fuzz/fuzz.h"
#include "tests/fake_system.h"

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
    fuzz::Input input(bytes, size);
    FakeSystem system;
    system.set_chip_reset(static_cast<smr::ChipReset>(input.below(8)));
    size_t taken = 0;
    const uint8_t* const content = input.rest(&taken);
    memcpy(system.rtc() + smr::ResetRecord::kAt, content, taken < smr::ResetRecord::kSize ? taken : smr::ResetRecord::kSize);
    uint8_t command[smr::ResetRecord::kAt];
    memcpy(command, system.rtc(), sizeof command);
    uint32_t boots = 0;
    for (unsigned life = 0; life < 3; ++life) {
        smr::ResetRecord record(system);
        record.begin();
        fuzz::require(static_cast<unsigned>(record.reason()) < smr::kRestartReasons, "a reason that there is");
        fuzz::require(smr::code_of(record.reason()).size() > 0, "with a name");
        fuzz::require(life == 0 || record.boots() == boots + 1 || system.chip_reset() == smr::ChipReset::kPower, "lives are counted");
        boots = record.boots();
        smr::CrashRegisters crash;
        record.last_crash(&crash);
        record.announce(smr::RestartReason::kRequest, static_cast<uint8_t>(life));
    }
    fuzz::require(system.violations == 0, "memory is used as it must be");
    fuzz::require(memcmp(command, system.rtc(), sizeof command) == 0, "the boot loader's is left alone");
    return 0;
}

void fuzz::write_seeds(Seeds& seeds) {
    FakeSystem system;
    for (uint8_t reset = 0; reset < 7; ++reset) {
        smr::ResetRecord record(system);
        record.begin();
        record.announce(smr::RestartReason::kStuck, 2);
        uint8_t seed[1 + smr::ResetRecord::kSize] = {reset};
        memcpy(seed + 1, system.rtc() + smr::ResetRecord::kAt, smr::ResetRecord::kSize);
        seeds.add(seed, sizeof seed);
        record.begin();
    }
}
