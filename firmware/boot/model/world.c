#include "boot/model/world.h"

#include <string.h>

#include "boot/host_action.h"

enum { kLoaderByte = 0xB0, kSettingsByte = 0x5E, kMostStarts = 80 };

static uint8_t golden[kImages][SMR_BOOT_MOST_SECTORS * SMR_BOOT_SECTOR];

/* A header with one segment of code, then bytes of its own. */
void world_prepare(const Scenario* scenario) {
    static const uint32_t kBegin[] = {0x000001E9, 0x40100000, 0x40100000, 16};
    for (uint32_t id = kOld; id < kImages; ++id) {
        for (uint32_t index = 0; index < scenario->images[id].sectors * SMR_BOOT_SECTOR; ++index) {
            golden[id][index] = (uint8_t)((index * 7U + (index >> 4U) * 13U + id * 91U + 1U) ^ (index * 2654435761U >> 24U));
        }
        memcpy(golden[id], kBegin, sizeof kBegin);
    }
}

void world_begin(World* world, const Scenario* scenario) {
    memset(world, 0, sizeof *world);
    world->scenario = scenario;
    world->standing = kOld;
    world->flash.cut.operation = -1;
    Cells* const cells = &world->flash.cells;
    memset(cells->value, 0xFF, MODEL_SIZE);
    memset(cells->value, kLoaderByte, SMR_BOOT_SECTOR);
    memset(cells->value + MODEL_SETTINGS, kSettingsByte, 2 * SMR_BOOT_SECTOR);
    memcpy(cells->value + SMR_BOOT_APPLICATION, golden[kOld], scenario->images[kOld].sectors * SMR_BOOT_SECTOR);
    if (scenario->worn != 0) {
        world->flash.worn_sector = SMR_BOOT_STAGING / SMR_BOOT_SECTOR + scenario->worn - 1;
        world->flash.worn_from = scenario->worn_from;
    }
}

/* --- what is seen from outside */

static uint32_t image_in_slot(const World* world) {
    const Flash* const flash = &world->flash;
    for (uint32_t id = kOld; id < kImages; ++id) {
        const uint32_t size = world->scenario->images[id].sectors * SMR_BOOT_SECTOR;
        bool whole = size > 0 && memcmp(flash->cells.value + SMR_BOOT_APPLICATION, golden[id], size) == 0;
        for (uint32_t at = 0; whole && at < size; at += SMR_BOOT_SECTOR) {
            whole = flash_is_stable(flash, SMR_BOOT_APPLICATION + at);
        }
        if (whole) {
            return id;
        }
    }
    return kNone;
}

static void fail(World* world, const char* what) {
    world->wrong = what;
    world->ended = true;
}

static bool others_are_untouched(const World* world) {
    const uint8_t* const value = world->flash.cells.value;
    for (uint32_t index = 0; index < SMR_BOOT_SECTOR; ++index) {
        if (value[index] != kLoaderByte || value[MODEL_SETTINGS + index] != kSettingsByte ||
            value[MODEL_SETTINGS + SMR_BOOT_SECTOR + index] != kSettingsByte) {
            return false;
        }
    }
    return true;
}

/* --- the application: it keeps the record by the rules in record.h */

static bool old_is_whole(SmrBoot* boot) {
    return smr_boot_crc(boot, SMR_BOOT_STAGING, boot->record.sectors) == boot->record.words[SMR_BOOT_WORD_OLD_CRC];
}

static void confirm(SmrBoot* boot) {
    boot->record.state.confirmed = 1;
    smr_boot_save(boot);
}

static void bring_back(SmrBoot* boot, uint32_t why) {
    boot->record.state.confirmed = 0;
    boot->record.state.back = 1;
    boot->record.state.why = why;
    smr_boot_save(boot);
}

static bool stage(SmrBoot* boot, const World* world, uint32_t to, uint32_t sectors) {
    uint32_t words[SMR_BOOT_RECORD_WORDS];
    for (uint32_t sector = 0; sector < sectors; ++sector) {
        const uint32_t at = SMR_BOOT_STAGING + (sector + 1) * SMR_BOOT_SECTOR;
        smr_boot_erase(boot, at);
        if (sector >= world->scenario->images[to].sectors) {
            continue;
        }
        memcpy(words, golden[to] + sector * SMR_BOOT_SECTOR, SMR_BOOT_SECTOR);
        smr_boot_write(boot, at, words, SMR_BOOT_SECTOR);
        smr_boot_read(boot, at, words, SMR_BOOT_SECTOR);
        if (memcmp(words, golden[to] + sector * SMR_BOOT_SECTOR, SMR_BOOT_SECTOR) != 0) {
            return false;
        }
    }
    return true;
}

static void request(SmrBoot* boot, uint32_t base, uint32_t sequence, uint32_t sectors, uint32_t new_crc) {
    uint32_t words[SMR_BOOT_WORD_LOG] = {SMR_BOOT_MAGIC, sequence, sectors | SMR_BOOT_WAS_JOINED, new_crc,
                                         smr_boot_crc(boot, SMR_BOOT_APPLICATION, sectors)};
    for (uint32_t index = 0; index < SMR_BOOT_WORD_COMPLEMENTS; ++index) {
        words[SMR_BOOT_WORD_COMPLEMENTS + index] = ~words[index];
    }
    smr_boot_write(boot, base, words, sizeof words);
}

/* What zlib says of the golden image and of blank sectors behind it. */
static uint32_t crc_of(const World* world, uint32_t id, uint32_t sectors) {
    uint32_t crc = ~0U;
    for (uint32_t index = 0; index < sectors * SMR_BOOT_SECTOR; ++index) {
        crc ^= index < world->scenario->images[id].sectors * SMR_BOOT_SECTOR ? golden[id][index] : 0xFFU;
        for (uint32_t bit = 0; bit < 8; ++bit) {
            crc = crc >> 1U ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
        }
    }
    return ~crc;
}

static void update(SmrBoot* boot, World* world, bool has_record, uint32_t to) {
    const uint32_t from = world->standing;
    const Image* const images = world->scenario->images;
    SmrBootState* const state = &boot->record.state;
    if (has_record) {
        state->confirmed = state->back != 0 ? state->confirmed : 1;
        smr_boot_save(boot);
    }
    const uint32_t base = has_record && boot->record.base == SMR_BOOT_RECORD_0 ? SMR_BOOT_RECORD_1 : SMR_BOOT_RECORD_0;
    const uint32_t sequence = has_record ? boot->record.words[SMR_BOOT_WORD_SEQUENCE] + 1 : 1;
    uint32_t sectors = images[from].sectors > images[to].sectors ? images[from].sectors : images[to].sectors;
    smr_boot_erase_record(boot, base);
    const bool hasty = world->scenario->hasty && !world->was_hasty;
    if (!stage(boot, world, to, hasty ? sectors - 1 : sectors)) {
        /* The update failed, which the user is told. */
        world->ended = true;
        world->end = from;
        return;
    }
    world->trials = 0;
    world->candidate = to;
    world->was_hasty = true;
    const uint32_t staged = smr_boot_crc(boot, SMR_BOOT_STAGING + SMR_BOOT_SECTOR, sectors);
    request(boot, base, sequence, sectors, hasty ? crc_of(world, to, sectors) : staged);
}

/* On trial: 1 if the image is alive, else the chip starts again. */
static bool on_trial(SmrBoot* boot, World* world, const Image* image) {
    ++world->trials;
    if (world->scenario->spoilt && world->trials == 1) {
        world->flash.cells.value[SMR_BOOT_STAGING + 8] ^= 0x40U;
    }
    if (image->alive != 0 && world->trials >= image->alive) {
        confirm(boot);
        return true;
    }
    if (image->lost != 0 && world->trials >= image->lost && old_is_whole(boot)) {
        bring_back(boot, SMR_BOOT_NETWORK_NOT_REACHED);
    } else if (image->ticks && boot->record.state.power_ons != 0) {
        boot->record.state.power_ons = 0;
        smr_boot_save(boot);
    }
    return false;
}

static void take_standing(World* world, uint32_t id) {
    if (id != world->standing) {
        world->previous = world->standing;
        world->standing = id;
    }
}

/* One life of the application. It ends with a restart, or with nothing left to do. */
static void live(SmrBoot* boot, void* argument) {
    World* const world = argument;
    const uint32_t id = image_in_slot(world);
    if (id == kNone) {
        fail(world, "no image is whole");
        return;
    }
    if (!others_are_untouched(world)) {
        fail(world, "settings or loader touched");
        return;
    }
    if (id != world->standing && id != world->candidate) {
        fail(world, "an image that nobody asked for");
        return;
    }
    const Image* const image = &world->scenario->images[id];
    const bool has_record = smr_boot_find_record(boot);
    const SmrBootState* const state = &boot->record.state;
    const bool is_swapped = has_record && state->position == 2 * boot->record.sectors;
    bool came_back = has_record && state->back != 0 && state->position == 0;
    if (is_swapped && state->confirmed == 0 && !on_trial(boot, world, image)) {
        return;
    }
    if (is_swapped) {
        take_standing(world, id);
    }
    if (came_back && state->confirmed == 0) {
        world->reasons_seen |= ONLY(state->why);
        take_standing(world, id);
        confirm(boot);
    }
    if (is_swapped && image->regretted && old_is_whole(boot)) {
        world->candidate = world->previous;
        bring_back(boot, SMR_BOOT_REQUESTED);
        return;
    }
    const uint32_t to = came_back ? image->retry : image->update;
    if (to == kNone) {
        world->ended = true;
        world->end = id;
        return;
    }
    update(boot, world, has_record, to);
}

/* --- starts of the chip */

static void say(void* context, const char* text) {
    (void)context;
    (void)text;
}

/* A dip of power can be too short for the memory of the real-time clock to forget. */
static bool is_power_on(const World* world) {
    switch (world->scenario->causes) {
        case kPowerOns:
            return true;
        case kRestarts:
            return false;
        default:
            return any_number() % 4 < (world->was_cut ? 3U : 1U);
    }
}

static int start(World* world, const SmrBootFlash* functions) {
    flash_start(&world->flash);
    const int result = smr_boot(functions, is_power_on(world));
    world->was_cut = false;
    if (result == SMR_BOOT_EMPTY) {
        fail(world, "no application");
        return SMR_BOOT_RUN;
    }
    return result == SMR_BOOT_RUN ? smr_boot_act(functions, live, world) : result;
}

bool world_run(World* world) {
    const SmrBootFlash functions = {&world->flash, flash_read, flash_write, flash_erase, say};
    while (!world->ended) {
        if (++world->starts > kMostStarts) {
            fail(world, "never comes to an end");
        } else if (start(world, &functions) == SMR_BOOT_POWER_LOST) {
            if (world->flash.violation == 0) {
                world->was_cut = true;
                return false;
            }
            fail(world, world->flash.violation);
        }
    }
    return true;
}

const char* world_verdict(const World* world, uint32_t cuts) {
    const Scenario* const scenario = world->scenario;
    const uint32_t seen = world->reasons_seen;
    if (world->wrong != 0) {
        return world->wrong;
    }
    if ((scenario->ends[cuts < 3 ? cuts : 3] & ONLY(world->end)) == 0) {
        return "ends with another image";
    }
    if (cuts == 0 && seen != scenario->reasons) {
        return "not the reason";
    }
    if (cuts == 1 && ((seen & scenario->reasons_that_must) != scenario->reasons_that_must || (seen & ~scenario->reasons_that_may) != 0)) {
        return "not the reason, after one cut";
    }
    return 0;
}
