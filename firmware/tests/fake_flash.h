// A NOR flash chip whose power can be cut at any byte of any operation.
#pragma once

#include <stdint.h>
#include <string.h>

#include "core/port.h"
#include "tests/check.h"

// Writing only clears bits; a write that would set one is counted as a violation and refused, as are addresses, sizes and
// buffers that are not aligned to 4.
class FakeFlash final : public smr::Flash {
public:
    static constexpr uint32_t kMostBytes = 4 * 1024 * 1024;
    static constexpr unsigned kNever = 0xFFFFFFFF;

    // An erased chip of `size` bytes with its power on.
    void reset(uint32_t size) {
        // Tests do this often: only what was touched is erased.
        for (uint32_t sector = 0; sector < size / smr::kSectorSize; ++sector) {
            if (touched_[sector] || size_ != size) {
                memset(bytes_ + sector * smr::kSectorSize, 0xFF, smr::kSectorSize);
                touched_[sector] = false;
            }
        }
        size_ = size;
        violations = operations = 0;
        spoilt_zeros_ = 0;
        if (has_weak_) {
            memset(weak_, 0, sizeof weak_);
            has_weak_ = false;
        }
        power_on();
    }

    // The power fails in operation `operation` (writes and erasures, counted from 0 from now on) after `byte` bytes of it.
    void cut_power_at(unsigned operation, unsigned byte) {
        cut_operation_ = operation;
        cut_byte_ = byte;
        operations = 0;
    }
    // The power fails in operation `operation` and leaves the bits that it was about, of its first words, neither written nor erased: they
    // read as zero or one, each time anew, until they are written as zeros or erased.
    void cut_power_weakly_at(unsigned operation) {
        cut_power_at(operation, 0);
        weakly_ = true;
    }
    // How they read.
    enum class WeakBits : uint8_t { kAnyhow, kZeros, kOnes };
    void read_weak_bits_as(WeakBits how) { weak_bits_ = how; }
    void power_on() {
        weakly_ = false;
        cut_operation_ = kNever;
        powered_ = true;
        operations = 0;
    }
    bool has_power() const { return powered_; }

    // The next writes and erasures fail without an effect.
    void refuse(bool refuse) { refuse_ = refuse; }

    // The bits of the word at `address` that are set in `zeros` read as zero from now on, whatever is written or erased: worn out.
    void spoil(uint32_t address, uint32_t zeros) {
        spoilt_ = address;
        spoilt_zeros_ = zeros;
    }

    // The chip's content, to be looked at, or to be changed where something was written before.
    uint8_t* bytes() { return bytes_; }

    uint32_t size() override { return size_; }
    bool read(uint32_t address, uint8_t* to, size_t count) override {
        if (!is_aligned(address, to, count) || !powered_) {
            return false;
        }
        memcpy(to, bytes_ + address, count);
        for (unsigned index = 0; has_weak_ && index < sizeof weak_ / sizeof weak_[0]; ++index) {
            const Weak& weak = weak_[index];
            if (weak.mask != 0 && weak.address - address < count) {
                const unsigned ones = weak_bits_ == WeakBits::kAnyhow ? random_.byte() : weak_bits_ == WeakBits::kOnes ? 0xFFU : 0U;
                uint8_t& read = to[weak.address - address];
                read = static_cast<uint8_t>((read & ~weak.mask) | (ones & weak.mask));
            }
        }
        if (spoilt_zeros_ != 0 && spoilt_ >= address && spoilt_ - address < count) {
            for (unsigned byte = 0; byte < 4; ++byte) {
                uint8_t& spoilt = to[spoilt_ - address + byte];
                spoilt = static_cast<uint8_t>(spoilt & ~(spoilt_zeros_ >> (8 * byte)));
            }
        }
        return true;
    }
    bool write(uint32_t address, const uint8_t* from, size_t count) override {
        if (!is_aligned(address, from, count) || !powered_ || refuse_) {
            return false;
        }
        const size_t done = begin_operation(count);
        touch(address, count);
        if (!powered_ && weakly_) {
            for (size_t index = 0; index < count && index < kWeakBytes; ++index) {
                weaken(address + index, static_cast<uint8_t>(bytes_[address + index] & ~from[index]));
            }
            return false;
        }
        for (size_t index = 0; index < done; ++index) {
            if (has_weak_) {
                settle(address + index, from[index]);
            }
            const uint8_t now = bytes_[address + index];
            if ((from[index] & ~now) != 0) {
                ++violations;
            }
            bytes_[address + index] = static_cast<uint8_t>(now & from[index]);
        }
        if (done < count) {
            // The byte in progress: only some of its bits are cleared yet.
            bytes_[address + done] = static_cast<uint8_t>(bytes_[address + done] & (from[done] | 0x0F));
        }
        return powered_;
    }
    bool erase_sector(uint32_t address) override {
        if (address % smr::kSectorSize != 0 || address >= size_ || !powered_ || refuse_) {
            violations += powered_ && !refuse_ ? 1U : 0U;
            return false;
        }
        const size_t done = begin_operation(smr::kSectorSize);
        touch(address, smr::kSectorSize);
        if (!powered_ && weakly_) {
            for (size_t index = 0; index < kWeakBytes; ++index) {
                weaken(address + index, static_cast<uint8_t>(~bytes_[address + index]));
            }
            return false;
        }
        for (Weak& weak : weak_) {
            if (weak.address - address < smr::kSectorSize) {
                weak.mask = 0;
            }
        }
        memset(bytes_ + address, 0xFF, done);
        if (done < smr::kSectorSize) {
            bytes_[address + done] = static_cast<uint8_t>(bytes_[address + done] | 0xF0);
        }
        return powered_;
    }

    // How often the core did what a NOR chip cannot do.
    unsigned violations = 0;
    // Writes and erasures since the last reset, cut or power_on().
    unsigned operations = 0;

private:
    bool is_aligned(uint32_t address, const void* buffer, size_t count) {
        const bool aligned = address % 4 == 0 && count % 4 == 0 && reinterpret_cast<uintptr_t>(buffer) % 4 == 0;
        const bool inside = address <= size_ && count <= size_ - address;
        violations += aligned && inside ? 0U : 1U;
        return aligned && inside;
    }
    struct Weak {
        uint32_t address;
        uint8_t mask;
    };
    static constexpr size_t kWeakBytes = 64;

    // A bit that reads either way is neither: in memory it stands as one, so that writing it is no violation.
    void weaken(size_t address, uint8_t mask) {
        for (Weak& weak : weak_) {
            if (mask != 0 && weak.mask == 0) {
                has_weak_ = true;
                weak = {static_cast<uint32_t>(address), mask};
                bytes_[address] = static_cast<uint8_t>(bytes_[address] | mask);
                return;
            }
        }
        violations += mask != 0 ? 1U : 0U;
    }
    // What is written as zeros is no longer weak.
    void settle(size_t address, uint8_t written) {
        for (Weak& weak : weak_) {
            if (weak.mask != 0 && weak.address == address) {
                weak.mask = static_cast<uint8_t>(weak.mask & written);
            }
        }
    }
    void touch(uint32_t address, size_t count) {
        for (size_t at = address; at < address + count; at = (at / smr::kSectorSize + 1) * smr::kSectorSize) {
            touched_[at / smr::kSectorSize] = true;
        }
    }
    // How many bytes of an operation are carried out.
    size_t begin_operation(size_t count) {
        const unsigned number = operations++;
        if (number != cut_operation_ || cut_byte_ >= count) {
            return count;
        }
        powered_ = false;
        return cut_byte_;
    }

    uint32_t size_ = 0;
    bool touched_[kMostBytes / smr::kSectorSize] = {};
    unsigned cut_operation_ = kNever;
    unsigned cut_byte_ = 0;
    bool powered_ = true;
    bool refuse_ = false;
    bool weakly_ = false;
    bool has_weak_ = false;
    WeakBits weak_bits_ = WeakBits::kAnyhow;
    Weak weak_[2 * kWeakBytes] = {};
    check::Random random_{0xB175};
    uint32_t spoilt_ = 0;
    uint32_t spoilt_zeros_ = 0;
    uint8_t bytes_[kMostBytes] = {};
};
