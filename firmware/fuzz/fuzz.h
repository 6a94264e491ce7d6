// What all fuzz targets share: an input that is read piece by piece, what must hold, and seeds made by code.
//
// A target defines LLVMFuzzerTestOneInput and fuzz::write_seeds. Run with SMR_FUZZ_SEEDS=<folder>, it writes its seeds there and ends.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

namespace fuzz {

// Bytes that decide what happens; zeros at the end.
class Input {
public:
    Input(const uint8_t* bytes, size_t size) : at_(bytes), left_(size) {}

    bool empty() const { return left_ == 0; }
    size_t left() const { return left_; }
    uint8_t byte() {
        if (left_ == 0) {
            return 0;
        }
        --left_;
        return *at_++;
    }
    uint16_t word() { return static_cast<uint16_t>(byte() << 8 | byte()); }
    uint32_t number() { return static_cast<uint32_t>(word()) << 16 | word(); }
    // 0 up to but without `limit`.
    unsigned below(unsigned limit) { return byte() % limit; }
    // Up to `count` bytes; `*taken` gets how many there were.
    const uint8_t* take(size_t count, size_t* taken) {
        const uint8_t* const from = at_;
        *taken = count < left_ ? count : left_;
        at_ += *taken;
        left_ -= *taken;
        return from;
    }
    const uint8_t* rest(size_t* size) { return take(left_, size); }

private:
    const uint8_t* at_;
    size_t left_;
};

// Ends the run as a finding where something that must hold does not.
void require(bool holds, const char* what);

// Takes the seeds of a target.
class Seeds {
public:
    explicit Seeds(const char* folder) : folder_(folder) {}
    void add(const void* bytes, size_t size);
    void add(const char* text) { add(text, strlen(text)); }
    // Bytes that steer, then text.
    void add(uint8_t first, const char* text);

private:
    const char* folder_;
    unsigned count_ = 0;
};

void write_seeds(Seeds& seeds);

}  // namespace fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size);
extern "C" int LLVMFuzzerInitialize(int* count, char*** arguments);
