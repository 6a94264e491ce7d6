// What the core and the SDK's libraries call and neither the compiler's library nor the mask ROM has.
#include <stddef.h>
#include <stdint.h>

extern "C" {

void* memchr(const void* from, int wanted, size_t count);
void __cxa_pure_virtual(void);

void* memchr(const void* from, int wanted, size_t count) {
    const uint8_t* at = static_cast<const uint8_t*>(from);
    for (; count > 0; --count, ++at) {
        if (*at == static_cast<uint8_t>(wanted)) {
            return const_cast<uint8_t*>(at);
        }
    }
    return nullptr;
}

// Never called: nothing abstract is ever made. Were it, that would be a crash that the reset record tells.
void __cxa_pure_virtual(void) { __builtin_trap(); }
}
