// The headers of Espressif's NONOS SDK, with the integer types of the compiler.
#pragma once

#include <stddef.h>
#include <stdint.h>

// The SDK's c_types.h declares uint32_t and others anew, as other types than <stdint.h> does. Its names for them stand here instead; all have
// the same size, and so the same form in the libraries.
#define _C_TYPES_H_
using uint8 = uint8_t;
using sint8 = int8_t;
using int8 = int8_t;
using u8 = uint8_t;
using uint16 = uint16_t;
using sint16 = int16_t;
using uint32 = uint32_t;
using sint32 = int32_t;
using uint64 = uint64_t;
using sint64 = int64_t;
using sint8_t = int8_t;
using sint16_t = int16_t;
using sint32_t = int32_t;
enum STATUS { OK = 0, FAIL, PENDING, BUSY, CANCEL };
#define BIT(number) (1UL << (number))
#define LOCAL static
#define ICACHE_FLASH_ATTR
#define ICACHE_RODATA_ATTR
#define SHMEM_ATTR
#define STORE_ATTR __attribute__((aligned(4)))
#if !defined(__packed)
#define __packed __attribute__((packed))
#endif

// Addresses are those of lwIP's own headers, not those of the copy for programs that do without it.
#define LWIP_OPEN_SRC

extern "C" {
#include <ets_sys.h>
#include <osapi.h>
#include <os_type.h>

#include <user_interface.h>

// In libmain and libpp, and in no header.
size_t xPortGetFreeHeapSize(void);
size_t xPortGetMinimumEverFreeHeapSize(void);
extern uint8_t dbg_stop_hw_wdt;
}
