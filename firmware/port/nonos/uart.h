// The registers of UART0. Names and places are those of Espressif's technical reference.
#pragma once

#include <stdint.h>

namespace smr {
namespace uart {

inline volatile uint32_t& at(uint32_t offset) { return *reinterpret_cast<volatile uint32_t*>(0x60000000U + offset); }

inline volatile uint32_t& fifo() { return at(0x00); }
inline volatile uint32_t& interrupts() { return at(0x08); }
inline volatile uint32_t& enabled_interrupts() { return at(0x0C); }
inline volatile uint32_t& clear_interrupts() { return at(0x10); }
inline volatile uint32_t& divider() { return at(0x14); }
inline volatile uint32_t& status() { return at(0x1C); }
inline volatile uint32_t& format() { return at(0x20); }
inline volatile uint32_t& thresholds() { return at(0x24); }

// Interrupts.
constexpr uint32_t kFull = 1U << 0;
constexpr uint32_t kParityError = 1U << 2;
constexpr uint32_t kFramingError = 1U << 3;
constexpr uint32_t kOverflow = 1U << 4;
constexpr uint32_t kTimeout = 1U << 8;
constexpr uint32_t kAllInterrupts = 0x1FF;

// Format.
constexpr uint32_t kOddParity = 1U << 0;
constexpr uint32_t kParity = 1U << 1;
constexpr uint32_t kDataBitsAt = 2;  // 0 for 5 bits, 3 for 8
constexpr uint32_t kStopBitsAt = 4;  // 1 for one, 3 for two
constexpr uint32_t kResetReceiver = 1U << 17;
constexpr uint32_t kInvertReceiver = 1U << 19;

// Thresholds.
constexpr uint32_t kFullAt = 0;
constexpr uint32_t kTimeoutAt = 24;  // in times of a byte
constexpr uint32_t kTimeoutOn = 1U << 31;

constexpr uint32_t kFifoSize = 128;
inline uint32_t received() { return status() & 0xFF; }
inline uint32_t to_be_sent() { return (status() >> 16) & 0xFF; }

}  // namespace uart
}  // namespace smr
