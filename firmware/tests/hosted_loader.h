// The boot loader of the chip, on a flash chip made for tests.
#pragma once

#include <string.h>

#include "boot/host.h"
#include "boot/record.h"
#include "tests/fake_flash.h"

namespace hosted_loader {

// What the loader said in its last run, a line each, as far as there is room.
struct Words {
    char text[4096];
    size_t size;

    bool say(const char* line) const { return strstr(text, line) != nullptr; }
};

inline Words& words() {
    static Words said;
    return said;
}

// A start of the chip: SMR_BOOT_RUN, unless the power failed meanwhile or there is no application.
inline int run(FakeFlash& flash, bool power_on) {
    words().size = 0;
    words().text[0] = '\0';
    SmrBootFlash chip = {};
    chip.context = &flash;
    chip.read = [](void* context, uint32_t at, void* to, uint32_t count) {
        return static_cast<FakeFlash*>(context)->read(at, static_cast<uint8_t*>(to), count);
    };
    chip.write = [](void* context, uint32_t at, const void* from, uint32_t count) {
        return static_cast<FakeFlash*>(context)->write(at, static_cast<const uint8_t*>(from), count);
    };
    chip.erase_sector = [](void* context, uint32_t at) { return static_cast<FakeFlash*>(context)->erase_sector(at); };
    chip.say = [](void*, const char* text) {
        Words& said = words();
        const size_t size = strlen(text);
        if (size < sizeof said.text - said.size) {
            memcpy(said.text + said.size, text, size + 1);
            said.size += size;
        }
    };
    return smr_boot(&chip, power_on);
}

}  // namespace hosted_loader
