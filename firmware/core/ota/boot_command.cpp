#include "core/ota/boot_command.h"

#include <string.h>

#include "core/base/bytes.h"
#include "core/base/crc.h"

namespace smr {

namespace {

constexpr uint32_t kMagic = 0xEB001000;
constexpr uint32_t kCopy = 1;
constexpr size_t kCommandSize = 128;
constexpr size_t kCrcAt = kCommandSize - 4;

}  // namespace

void write_copy_command(System& system, uint32_t from, uint32_t to, uint32_t size) {
    alignas(4) uint8_t command[kCommandSize];
    memset(command, 0, sizeof command);
    put_u32(command, kMagic);
    put_u32(command + 4, kCopy);
    put_u32(command + 8, from);
    put_u32(command + 12, to);
    put_u32(command + 16, size);
    put_u32(command + kCrcAt, crc32_boot(kBootCrcStart, command, kCrcAt));
    system.rtc_write(0, command, sizeof command);
}

}  // namespace smr
