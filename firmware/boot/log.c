/* The record and its log. */
#include "boot/boot.h"

enum { kHeaderWords = SMR_BOOT_WORD_LOG };

static uint32_t other_sector(uint32_t base) { return base == SMR_BOOT_RECORD_0 ? SMR_BOOT_RECORD_1 : SMR_BOOT_RECORD_0; }

static bool is_header(const uint32_t* words) {
    for (uint32_t index = 0; index < SMR_BOOT_WORD_COMPLEMENTS; ++index) {
        if (words[index] != ~words[SMR_BOOT_WORD_COMPLEMENTS + index]) {
            return false;
        }
    }
    const uint32_t sectors = words[SMR_BOOT_WORD_SECTORS] & SMR_BOOT_SECTORS_MASK;
    return words[SMR_BOOT_WORD_MAGIC] == SMR_BOOT_MAGIC && sectors > 0 && sectors <= SMR_BOOT_MOST_SECTORS;
}

/* 0 where there is no valid header. */
static uint32_t sequence_at(SmrBoot* boot, uint32_t base) {
    uint32_t words[kHeaderWords];
    smr_boot_read(boot, base, words, sizeof words);
    return is_header(words) ? words[SMR_BOOT_WORD_SEQUENCE] : 0;
}

/* The last valid entry is the state; without one the swap has not begun. */
static bool read_record(SmrBoot* boot, uint32_t base) {
    SmrBootRecord* const record = &boot->record;
    smr_boot_read(boot, base, record->words, SMR_BOOT_SECTOR);
    if (!is_header(record->words)) {
        return false;
    }
    record->base = base;
    record->end = SMR_BOOT_WORD_LOG;
    record->sectors = record->words[SMR_BOOT_WORD_SECTORS] & SMR_BOOT_SECTORS_MASK;
    (void)smr_boot_read_entry(SMR_BOOT_NO_STATE, record->sectors, &record->state);
    for (uint32_t index = SMR_BOOT_WORD_LOG; index < SMR_BOOT_RECORD_WORDS; ++index) {
        const uint32_t word = record->words[index];
        if (word != SMR_BOOT_BLANK) {
            record->end = index + 1;
        }
        (void)smr_boot_read_entry(word, record->sectors, &record->state);
    }
    return true;
}

/* A header that was cut short may be valid now and not at the second look: then the other sector is in charge, as if it had not been
 * valid at the first. */
bool smr_boot_find_record(SmrBoot* boot) {
    const uint32_t sequence_0 = sequence_at(boot, SMR_BOOT_RECORD_0);
    const uint32_t sequence_1 = sequence_at(boot, SMR_BOOT_RECORD_1);
    const uint32_t first = sequence_1 > sequence_0 ? SMR_BOOT_RECORD_1 : SMR_BOOT_RECORD_0;
    return read_record(boot, first) || read_record(boot, other_sector(first));
}

/* Writes words of the record and tells whether they are in flash. Several times: a weak bit may want it. */
static bool write_words(SmrBoot* boot, uint32_t first, uint32_t count) {
    enum { kMostTimes = 4 };
    const SmrBootRecord* const record = &boot->record;
    for (uint32_t times = 0; times < kMostTimes; ++times) {
        smr_boot_write(boot, record->base + 4 * first, record->words + first, 4 * count);
        smr_boot_read(boot, record->base + 4 * first, boot->to, 4 * count);
        uint32_t equal = 0;
        while (equal < count && boot->to[equal] == record->words[first + equal]) {
            ++equal;
        }
        if (equal == count) {
            return true;
        }
    }
    return false;
}

/* An erase that is cut short can spoil the log and leave a header that is valid now and then: a record that begins anew. One of zeros
 * never is. */
void smr_boot_erase_record(SmrBoot* boot, uint32_t base) {
    uint32_t zeros[kHeaderWords];
    for (uint32_t index = 0; index < kHeaderWords; ++index) {
        zeros[index] = 0;
    }
    smr_boot_write(boot, base, zeros, sizeof zeros);
    smr_boot_erase(boot, base);
}

/* The state goes to the other sector. Until its header is complete the full log stays in charge; it was settled, and is therefore
 * found full at each start, so that nothing is appended to it while a header that was cut short lies in the other sector. */
static void move(SmrBoot* boot) {
    enum { kEntries = 2 };
    SmrBootRecord* const record = &boot->record;
    const uint32_t sequence = record->words[SMR_BOOT_WORD_SEQUENCE] + 1;
    record->base = other_sector(record->base);
    record->words[SMR_BOOT_WORD_SEQUENCE] = sequence;
    record->words[SMR_BOOT_WORD_COMPLEMENTS + SMR_BOOT_WORD_SEQUENCE] = ~sequence;
    for (uint32_t index = SMR_BOOT_WORD_LOG; index < SMR_BOOT_RECORD_WORDS; ++index) {
        record->words[index] = index < SMR_BOOT_WORD_LOG + kEntries ? smr_boot_entry(&record->state) : SMR_BOOT_BLANK;
    }
    record->end = SMR_BOOT_WORD_LOG + kEntries;
    do {
        smr_boot_feed(boot);
        smr_boot_erase_record(boot, record->base);
    } while (!write_words(boot, SMR_BOOT_WORD_LOG, kEntries) || !write_words(boot, 0, kHeaderWords));
}

/* What cannot be read back right lies on a word that a cut or wear has spoilt: then the next word takes it. Nobody goes on with a step
 * that is not recorded. */
void smr_boot_append(SmrBoot* boot) {
    SmrBootRecord* const record = &boot->record;
    do {
        if (record->end == SMR_BOOT_RECORD_WORDS) {
            move(boot);
            return;
        }
        record->words[record->end++] = smr_boot_entry(&record->state);
    } while (!write_words(boot, record->end - 1, 1));
}

void smr_boot_save(SmrBoot* boot) {
    SmrBootRecord* const record = &boot->record;
    smr_boot_write(boot, record->base, record->words, 4 * record->end);
    if (record->end + 2 > SMR_BOOT_RECORD_WORDS) {
        move(boot);
        return;
    }
    smr_boot_append(boot);
    smr_boot_append(boot);
}
