// Whether the boot loader reads a record as the core does: what it says first tells what it has read.
#pragma once

#include <string.h>

#include "core/base/crc.h"
#include "core/base/text.h"
#include "core/ota/boot_record.h"
#include "core/store/flash_map.h"
#include "tests/fake_flash.h"
#include "tests/hosted_loader.h"

namespace loader_agreement {

inline uint32_t sum(FakeFlash& flash, uint32_t from, uint32_t sectors) {
    return smr::crc32_ieee(0, flash.bytes() + from, sectors * smr::kSectorSize);
}

// What the loader has to say first at a start with this flash, by the core's reading.
inline void write_first_line(FakeFlash& flash, bool power_on, smr::Text& to) {
    smr::BootRecord record(flash);
    record.load();
    const SmrBootState state = record.state();
    const uint32_t sectors = record.sectors();
    const auto say = [&to](const char* what) { to.append("smr-boot/1 ", 11).append(what, strlen(what)); };
    const auto say_progress = [&](const char* what) {
        say(what);
        to.append(' ').decimal(state.position).append('/').decimal(2 * sectors);
    };
    const auto say_way_back = [&] {
        if (sum(flash, smr::kStagingAt, sectors) == record.old_crc()) {
            say_progress("back");
        } else {
            say("stuck");
        }
    };
    switch (record.standing()) {
        case smr::Standing::kNone:
        case smr::Standing::kConfirmed:
        case smr::Standing::kRolledBack:
        case smr::Standing::kRolledBackSeen:
            say("run");
            break;
        case smr::Standing::kRefused:
            if (sum(flash, smr::kStagedApplicationAt, sectors) == record.new_crc()) {
                say_progress("swap");
            } else {
                say("refused");
            }
            break;
        case smr::Standing::kUnfinished:
            say_progress(state.back != 0 ? "back" : "swap");
            break;
        case smr::Standing::kStuck:
            say_way_back();
            break;
        case smr::Standing::kTrial:
            if (state.starts == SMR_BOOT_MOST_STARTS) {
                say_way_back();
            } else {
                const bool is_dip = power_on && state.power_ons < SMR_BOOT_MOST_POWER_ONS;
                say("try ");
                to.decimal(is_dip ? state.starts : state.starts + 1);
            }
            break;
    }
    to.append("\r\n", 2);
}

// Runs the loader; false if it read the record otherwise than the core did. `result` is its own.
inline bool run(FakeFlash& flash, bool power_on, int* result) {
    smr::TextOf<64> expected;
    write_first_line(flash, power_on, expected);
    *result = hosted_loader::run(flash, power_on);
    const hosted_loader::Words& said = hosted_loader::words();
    return said.size >= expected.size() && memcmp(said.text, expected.data(), expected.size()) == 0;
}

}  // namespace loader_agreement
