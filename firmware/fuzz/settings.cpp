// The settings in flash: any content gives sound settings or none, and can be replaced.
#include "core/store/settings_codec.h"
#include "core/store/settings_store.h"
#include "core/base/bytes.h"
#include "core/base/crc.h"
#include "fuzz/fuzz.h"
#include "tests/check.h"
#include "tests/fake_flash.h"

namespace {

FakeFlash& flash() {
    static FakeFlash& flash = check::fresh<FakeFlash>();
    return flash;
}

// Puts the check sum of a slot right: otherwise hardly anything would get past it.
void seal(uint8_t* slot) {
    const size_t size = smr::get_u16(slot + 8);
    if (size <= smr::kLargestSettings) {
        memcpy(slot, "SMRS", 4);
        smr::put_u32(slot, 0x53524D53);
        smr::put_u16(slot + 10, 1);
        smr::put_u32(slot + 12, smr::crc32_ieee(smr::crc32_ieee(0, slot + 4, 8), slot + 16, size));
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
    fuzz::Input input(bytes, size);
    const uint8_t kind = input.byte();
    smr::Settings decoded = smr::default_settings();
    if (kind % 4 == 0) {
        size_t rest = 0;
        const uint8_t* const from = input.rest(&rest);
        if (smr::decode_settings(from, rest, &decoded)) {
            fuzz::require(smr::check_settings(decoded) == smr::SettingsProblem::kNone, "what is read is sound");
        }
        return 0;
    }
    const smr::FlashMap map = smr::flash_map(smr::Board::kEsp8266With1M);
    flash().reset(1024 * 1024);
    alignas(4) uint8_t slot[512];
    for (unsigned index = 0; index < 2; ++index) {
        size_t taken = 0;
        const uint8_t* const from = input.take(index == 0 ? input.word() % sizeof slot : sizeof slot, &taken);
        memset(slot, 0xFF, sizeof slot);
        memcpy(slot, from, taken);
        if ((kind >> (2 + index) & 1U) != 0) {
            seal(slot);
        }
        flash().write(map.settings[index], slot, sizeof slot);
    }
    smr::SettingsStore store(flash(), map);
    const bool loaded = store.load(&decoded);
    fuzz::require(smr::check_settings(decoded) == smr::SettingsProblem::kNone, "what is loaded is sound");
    fuzz::require(loaded || !decoded.commissioned, "defaults are those of a new gateway");
    smr::Settings wanted = decoded;
    wanted.name[0] = 'x';
    wanted.name_size = 1;
    fuzz::require(store.save(wanted) != smr::SettingsStore::Saved::kFailed, "it can be saved over");
    smr::Settings again = smr::default_settings();
    fuzz::require(store.load(&again), "and comes back");
    uint8_t one[smr::kLargestSettings];
    uint8_t other[smr::kLargestSettings];
    const size_t one_size = smr::encode_settings(wanted, one);
    fuzz::require(one_size == smr::encode_settings(again, other) && memcmp(one, other, one_size) == 0, "as it was");
    fuzz::require(flash().violations == 0, "the chip is used as it must be");
    return 0;
}

void fuzz::write_seeds(Seeds& seeds) {
    smr::Settings settings = smr::default_settings();
    uint8_t seed[1100] = {0};
    size_t size = smr::encode_settings(settings, seed + 1);
    seeds.add(seed, size + 1);
    memset(seed, 0, sizeof seed);
    seed[0] = 1 | 4 | 8;
    seed[2] = 200;
    for (unsigned index = 0; index < 2; ++index) {
        uint8_t* const slot = seed + 3 + 200 * index;
        size = smr::encode_settings(settings, slot + 16);
        smr::put_u32(slot + 4, 5 + index);
        smr::put_u16(slot + 8, static_cast<uint16_t>(size));
    }
    seeds.add(seed, 3 + 200 + 16 + size);
}
