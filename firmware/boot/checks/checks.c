/* What the loader says, which applications it takes, and what is in a record, in the real geometry: nothing is cut here. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boot/host.h"
#include "boot/record.h"

enum { kSize = 1024 * 1024, kSectors = 2, kSaid = 4096 };

static uint8_t flash[kSize];
static char said[kSaid];
static int passed;

static bool flash_read(void* context, uint32_t at, void* to, uint32_t count) {
    (void)context;
    memcpy(to, flash + at, count);
    return true;
}

static bool flash_write(void* context, uint32_t at, const void* from, uint32_t count) {
    (void)context;
    for (uint32_t index = 0; index < count; ++index) {
        flash[at + index] &= ((const uint8_t*)from)[index];
    }
    return true;
}

static bool flash_erase(void* context, uint32_t at) {
    (void)context;
    memset(flash + at, 0xFF, SMR_BOOT_SECTOR);
    return true;
}

static bool no_power(void* context, uint32_t at) {
    (void)context;
    (void)at;
    return false;
}

static void say(void* context, const char* text) {
    (void)context;
    strncat(said, text, kSaid - 1 - strlen(said));
}

static const SmrBootFlash kFlash = {0, flash_read, flash_write, flash_erase, say};

static int start(bool power_on) {
    said[0] = 0;
    return smr_boot(&kFlash, power_on);
}

static void check(bool holds, const char* what) {
    if (!holds) {
        printf("FAILED: %s\nsaid: %s", what, said);
        exit(EXIT_FAILURE);
    }
    ++passed;
}

static void check_lines(const char* lines, const char* what) { check(strcmp(said, lines) == 0, what); }

static void put_word(uint32_t at, uint32_t word) {
    for (uint32_t index = 0; index < 4; ++index) {
        flash[at + index] = (uint8_t)(word >> (8 * index));
    }
}

/* An application of one sector with one segment. */
static void put_application(uint32_t at, uint32_t header, uint32_t entry, uint32_t address, uint32_t size) {
    put_word(at, header);
    put_word(at + 4, entry);
    put_word(at + 8, address);
    put_word(at + 12, size);
}

static uint32_t crc(uint32_t at) {
    uint32_t value = ~0U;
    for (uint32_t index = 0; index < kSectors * SMR_BOOT_SECTOR; ++index) {
        value ^= flash[at + index];
        for (uint32_t bit = 0; bit < 8; ++bit) {
            value = value >> 1U ^ ((value & 1U) != 0 ? 0xEDB88320U : 0U);
        }
    }
    return ~value;
}

static void put_request(uint32_t base, uint32_t sequence, uint32_t new_crc) {
    const uint32_t words[] = {SMR_BOOT_MAGIC, sequence, kSectors | SMR_BOOT_WAS_JOINED, new_crc, crc(SMR_BOOT_APPLICATION)};
    for (uint32_t index = 0; index < SMR_BOOT_WORD_COMPLEMENTS; ++index) {
        put_word(base + 4 * index, words[index]);
        put_word(base + 4 * (SMR_BOOT_WORD_COMPLEMENTS + index), ~words[index]);
    }
}

static void append(uint32_t base, SmrBootState state) {
    uint32_t at = base + 4 * SMR_BOOT_WORD_LOG;
    while (flash[at] != 0xFF || flash[at + 1] != 0xFF || flash[at + 2] != 0xFF || flash[at + 3] != 0xFF) {
        at += 4;
    }
    put_word(at, smr_boot_entry(&state));
}

static void prepare(void) {
    memset(flash, 0xFF, sizeof flash);
    put_application(SMR_BOOT_APPLICATION, 0x01E9, 0x40100004, 0x40100000, 16);
    put_application(SMR_BOOT_STAGING + SMR_BOOT_SECTOR, 0x01E9, 0x40100008, 0x40100000, 32);
}

static void entries_say_what_they_were_made_of(void) {
    for (uint32_t x = 0; x < 0x10000; ++x) {
        SmrBootState state = {9, 9, 9, 9, 9, 9};
        if (smr_boot_read_entry(x << 16U | (x ^ 0xFFFFU), SMR_BOOT_MOST_SECTORS, &state) == 0) {
            check(smr_boot_from_gray(x & 0xFF) > 2 * SMR_BOOT_MOST_SECTORS && state.position == 9, "an entry is read");
            continue;
        }
        const uint32_t again = smr_boot_entry(&state) >> 16U;
        const uint32_t why = state.back != 0 ? 0U : 3U << SMR_BOOT_WHY_SHIFT;
        /* What is not meant is lost: reasons without a return, and the fourth code of power-ons. */
        const uint32_t fourth = (x >> SMR_BOOT_POWER_ONS_SHIFT & 3U) == 2 ? 1U << SMR_BOOT_POWER_ONS_SHIFT : 0U;
        check(again == ((x & ~why) | fourth), "an entry is the same again");
    }
    SmrBootState state;
    check(smr_boot_read_entry(SMR_BOOT_BLANK, 1, &state) == 0 && smr_boot_read_entry(0, 1, &state) == 0, "neither blank nor zero is one");
    const SmrBootState example = {1, 0, 0, 2, 3, 5};
    check(smr_boot_entry(&example) == 0x8E0771F8U, "numbers are in Gray code");
}

static void applications_that_are_none_are_not_run(void) {
    static const struct {
        const char* what;
        uint32_t header, entry, address, size;
        int result;
    } kCases[] = {
        {"code", 0x01E9, 0x40100004, 0x40100000, 16, SMR_BOOT_RUN},
        {"code that fills the memory", 0x01E9, 0x40100004, 0x40100000, 0xC000, SMR_BOOT_RUN},
        {"no magic", 0x01EA, 0x40100004, 0x40100000, 16, SMR_BOOT_EMPTY},
        {"blank", 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, SMR_BOOT_EMPTY},
        {"zeros", 0, 0, 0, 0, SMR_BOOT_EMPTY},
        {"no segment", 0x00E9, 0x40100004, 0x40100000, 16, SMR_BOOT_EMPTY},
        {"too many segments", 0x11E9, 0x40100004, 0x40100000, 16, SMR_BOOT_EMPTY},
        {"a second segment that is blank", 0x02E9, 0x40100004, 0x40100000, 16, SMR_BOOT_EMPTY},
        {"an entry that is not loaded", 0x01E9, 0x40100010, 0x40100000, 16, SMR_BOOT_EMPTY},
        {"an entry in flash", 0x01E9, 0x40201014, 0x40201010, 16, SMR_BOOT_EMPTY},
        {"code over the cache", 0x01E9, 0x40100004, 0x40100000, 0xC004, SMR_BOOT_EMPTY},
        {"code over the loader", 0x01E9, 0x4010F000, 0x4010F000, 16, SMR_BOOT_EMPTY},
        {"a size that wraps", 0x01E9, 0x40100004, 0x40100000, 0xFFFFFFF0, SMR_BOOT_EMPTY},
        {"a size that is no word", 0x01E9, 0x40100004, 0x40100000, 18, SMR_BOOT_EMPTY},
        {"registers", 0x01E9, 0x40100004, 0x60000000, 16, SMR_BOOT_EMPTY},
        {"the ROM's memory", 0x01E9, 0x40100004, 0x3FFFC000, 16, SMR_BOOT_EMPTY},
    };
    for (uint32_t index = 0; index < sizeof kCases / sizeof kCases[0]; ++index) {
        memset(flash, 0xFF, sizeof flash);
        put_application(SMR_BOOT_APPLICATION, kCases[index].header, kCases[index].entry, kCases[index].address, kCases[index].size);
        check(start(true) == kCases[index].result, kCases[index].what);
        check_lines(kCases[index].result == SMR_BOOT_RUN ? "smr-boot/1 run\r\n" : "smr-boot/1 run\r\nsmr-boot/1 empty\r\n",
                    kCases[index].what);
    }
}

static void an_image_that_never_confirms_is_tried_three_times_and_brought_back(void) {
    prepare();
    put_request(SMR_BOOT_RECORD_0, 1, crc(SMR_BOOT_STAGING + SMR_BOOT_SECTOR));
    check(start(false) == SMR_BOOT_RUN, "it runs");
    check_lines(
        "smr-boot/1 swap 0/4\r\nsmr-boot/1 swap 1/4\r\nsmr-boot/1 swap 2/4\r\nsmr-boot/1 swap 3/4\r\nsmr-boot/1 swap 4/4\r\n"
        "smr-boot/1 try 1\r\n",
        "a swap");
    check(flash[SMR_BOOT_APPLICATION + 4] == 8, "the new image is there");
    start(true);
    check_lines("smr-boot/1 try 1\r\n", "the first power-on does not count");
    start(true);
    check_lines("smr-boot/1 try 1\r\n", "nor does the second");
    start(true);
    check_lines("smr-boot/1 try 2\r\n", "the third does");
    start(false);
    check_lines("smr-boot/1 try 3\r\n", "a restart does");
    check(start(true) == SMR_BOOT_RUN, "it runs");
    check_lines(
        "smr-boot/1 back 4/4\r\nsmr-boot/1 back 3/4\r\nsmr-boot/1 back 2/4\r\nsmr-boot/1 back 1/4\r\nsmr-boot/1 back 0/4\r\n"
        "smr-boot/1 run\r\n",
        "the way back");
    check(flash[SMR_BOOT_APPLICATION + 4] == 4, "the old image is there");
    start(false);
    check_lines("smr-boot/1 run\r\n", "it stays");
}

static void other_decisions(void) {
    static const SmrBootState kTrial = {0, 0, 0, 0, 3, 2 * kSectors};
    static const SmrBootState kConfirmed = {1, 0, 0, 0, 3, 2 * kSectors};
    static const SmrBootState kBack = {0, 1, SMR_BOOT_REQUESTED, 0, 1, 2 * kSectors};
    prepare();
    put_request(SMR_BOOT_RECORD_0, 1, 12345);
    start(false);
    check_lines("smr-boot/1 refused\r\n", "an image that is not the one of the request is refused");
    check(flash[SMR_BOOT_RECORD_0 + 4 * SMR_BOOT_WORD_LOG] == 0xFF, "and nothing is written");
    append(SMR_BOOT_RECORD_0, kTrial);
    start(false);
    check_lines("smr-boot/1 stuck\r\n", "without an old image there is no way back");
    append(SMR_BOOT_RECORD_0, kBack);
    start(false);
    check_lines("smr-boot/1 stuck\r\n", "whoever asks");
    append(SMR_BOOT_RECORD_0, kConfirmed);
    start(false);
    check_lines("smr-boot/1 run\r\n", "a confirmed image runs");
    put_request(SMR_BOOT_RECORD_1, 2, 12345);
    start(false);
    check_lines("smr-boot/1 refused\r\n", "the higher sequence is in charge");
    flash[SMR_BOOT_RECORD_1] ^= 1;
    start(false);
    check_lines("smr-boot/1 run\r\n", "unless its header is spoilt");
    put_request(SMR_BOOT_RECORD_1, 2, crc(SMR_BOOT_STAGING + SMR_BOOT_SECTOR));
    SmrBootFlash without = kFlash;
    without.erase_sector = no_power;
    check(smr_boot(&without, true) == SMR_BOOT_POWER_LOST, "a loss of power is told");
}

int main(void) {
    entries_say_what_they_were_made_of();
    applications_that_are_none_are_not_run();
    an_image_that_never_confirms_is_tried_three_times_and_brought_back();
    other_decisions();
    printf("%d checks passed\n", passed);
    return EXIT_SUCCESS;
}
