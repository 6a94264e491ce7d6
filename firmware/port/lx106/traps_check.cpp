// Shows that the machine is as strict as the chip: each mode must end in its trap, "aligned" without one.
#include <stdio.h>
#include <string.h>

#include "core/base/flash.h"
#include "port/lx106/simulator.h"

namespace {

const char kConstant[] SMR_IN_FLASH = "constant";

// Volatile and an empty assembly line keep the compiler from knowing the address and from widening the load.
template <typename Value>
unsigned load(const void* from) {
    const volatile Value* address = static_cast<const volatile Value*>(from);
    __asm__ volatile("" : "+r"(address));
    return *address;
}

}  // namespace

int main(int count, char** arguments) {
    const char* mode = count > 1 ? arguments[1] : "";
    static uint32_t words[2] = {0x33221100, 0x77665544};
    const char* bytes = reinterpret_cast<const char*>(words);
    if (strcmp(mode, "aligned") == 0) {
        return smr::flash_byte(kConstant + 5) == 'a' && load<uint32_t>(words) == 0x33221100 ? 0 : 1;
    }
    if (strcmp(mode, "byte-from-flash") == 0) {
        return load<uint8_t>(kConstant + 1) == 'o' ? 0 : 1;
    }
    if (strcmp(mode, "halfword-from-flash") == 0) {
        return load<uint16_t>(kConstant + 2) != 0 ? 0 : 1;
    }
    if (strcmp(mode, "unaligned") == 0) {
        return load<uint32_t>(bytes + 1) == 0x44332211 ? 0 : 1;
    }
    printf("no such mode: %s\n", mode);
    return 2;
}
