// Firmware images made for tests: see "Image layout" in firmware/README.md.
#pragma once

#include <stdint.h>
#include <string.h>

#include "core/base/bytes.h"
#include "core/base/crc.h"
#include "tests/fake_crypto.h"

// An image in memory, which the boot loader would start. Change bytes and call seal() to get its length, CRC and check sum right again, or do not.
class MadeImage {
public:
    static constexpr size_t kMostBytes = 24 * 1024;
    static constexpr size_t kTrailerSize = 96;
    static constexpr size_t kDescriptorAt = 0x1040;

    struct Wanted {
        const char* version;
        const char* board;
        uint32_t security_version;
        size_t code_size;  // bytes of the first segment, a multiple of 4 above 256
    };

    static Wanted usual() { return {"1.2.3", "esp8266-1m", 3, 512}; }

    MadeImage() : MadeImage(usual()) {}
    explicit MadeImage(const Wanted& wanted) {
        // The boot loader: one segment, and what its maker pads with.
        memset(bytes_, 0xAA, 0x1000);
        header(0, 1, 0x4010F000);
        segment(8, 0x4010F000, 64);
        memset(bytes_ + 80, 0, 16);
        sum(0, 96);
        // The application: two segments, one that stays in flash and one for the instruction RAM, where it begins.
        header(0x1000, 2, 0x40100000);
        segment(0x1008, 0x40201010, wanted.code_size);
        const size_t second = 0x1010 + wanted.code_size;
        segment(second, 0x40100000, 32);
        const size_t end = second + 8 + 32;
        size_ = (end + 16) & ~size_t{15};
        memset(bytes_ + end, 0, size_ - end);
        descriptor(wanted);
        seal();
    }

    uint8_t* bytes() { return bytes_; }
    size_t size() const { return size_; }

    // The file from where the application begins.
    const uint8_t* application() const { return bytes_ + 0x1000; }
    size_t application_size() const { return size_ - 0x1000; }

    // Check sum, length and CRC as they must be.
    void seal() {
        smr::put_u32(bytes_ + 0x1010, 0);
        smr::put_u32(bytes_ + 0x1014, 0);
        sum(0x1000, size_ - 0x1000);
        const uint32_t crc = smr::crc32_boot(smr::kBootCrcStart, application(), application_size());
        smr::put_u32(bytes_ + 0x1010, static_cast<uint32_t>(size_));
        smr::put_u32(bytes_ + 0x1014, crc);
    }
    void seal_descriptor() {
        uint8_t* at = bytes_ + kDescriptorAt;
        smr::put_u32(at + 92, smr::crc32_ieee(0, at, 92));
    }

    // Puts a trailer behind the image, signed as FakeCrypto likes it.
    void sign(const uint8_t key[64]) {
        FakeCrypto crypto;
        uint8_t* trailer = bytes_ + size_;
        memset(trailer, 0, kTrailerSize);
        memcpy(trailer, "SMR-SIG1", 8);
        uint8_t digest[32];
        crypto.hash(smr::HashKind::kSha256, key, 64, digest);
        memcpy(trailer + 8, digest, 8);
        smr::put_u32(trailer + 16, static_cast<uint32_t>(size_));
        crypto.hash(smr::HashKind::kSha256, bytes_, size_, digest);
        memcpy(trailer + 24, digest, 32);
        memcpy(trailer + 56, key, 32);
        seal_trailer();
    }
    void seal_trailer() { smr::put_u32(bytes_ + size_ + 92, smr::crc32_ieee(0, bytes_ + size_, 92)); }
    size_t signed_size() const { return size_ + kTrailerSize; }

private:
    void header(size_t at, uint8_t segments, uint32_t entry) {
        const uint8_t word[4] = {0xE9, segments, 2, 0x20};
        memcpy(bytes_ + at, word, sizeof word);
        smr::put_u32(bytes_ + at + 4, entry);
    }
    void segment(size_t at, uint32_t address, size_t size) {
        smr::put_u32(bytes_ + at, address);
        smr::put_u32(bytes_ + at + 4, static_cast<uint32_t>(size));
        for (size_t index = 0; index < size; ++index) {
            bytes_[at + 8 + index] = static_cast<uint8_t>(at + 7 * index);
        }
    }
    // The exclusive or of all segment data of the part at `at`.
    uint8_t summed(size_t at) const {
        uint8_t sum = 0xEF;
        size_t position = at + 8;
        for (unsigned left = bytes_[at + 1]; left > 0; --left) {
            const size_t size = smr::get_u32(bytes_ + position + 4);
            for (size_t index = 0; index < size; ++index) {
                sum = static_cast<uint8_t>(sum ^ bytes_[position + 8 + index]);
            }
            position += 8 + size;
        }
        return sum;
    }
    void sum(size_t at, size_t size) {
        bytes_[at + size - 1] = summed(at);
    }
    void descriptor(const Wanted& wanted) {
        uint8_t* at = bytes_ + kDescriptorAt;
        memset(at, 0, 96);
        memcpy(at, "SMR-FWD1", 8);
        smr::put_u16(at + 8, 96);
        smr::put_u16(at + 10, 1);
        copy(at + 12, wanted.version);
        copy(at + 36, wanted.board);
        copy(at + 52, "test-build");
        smr::put_u32(at + 76, wanted.security_version);
        seal_descriptor();
    }
    static void copy(uint8_t* to, const char* text) {
        while (*text != '\0') {
            *to++ = static_cast<uint8_t>(*text++);
        }
    }

    size_t size_ = 0;
    uint8_t bytes_[kMostBytes + kTrailerSize] = {};
};
