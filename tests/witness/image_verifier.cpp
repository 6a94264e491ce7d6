// What the gateway's verifier says about images: a line with the code of the problem, or "good", for each that it reads from standard input.
//
// An image is preceded by three little-endian words: the board (0 for 1 MB, 1 for 4 MB), the security floor, the number of bytes.

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/ota/image_verifier.h"

namespace {

constexpr uint32_t kMegabyte = 1024 * 1024;

// A chip that holds the image from its beginning; behind it, what was there before.
class Chip final : public smr::Flash {
public:
    uint32_t size() override { return size_; }
    bool read(uint32_t address, uint8_t* to, size_t count) override {
        if (address > sizeof bytes_ || count > sizeof bytes_ - address) {
            return false;
        }
        memcpy(to, bytes_ + address, count);
        return true;
    }
    bool write(uint32_t, const uint8_t*, size_t) override { return false; }
    bool erase_sector(uint32_t) override { return false; }

    void hold(uint32_t size) { size_ = size; }
    uint8_t* bytes() { return bytes_; }

private:
    uint32_t size_ = 0;
    uint8_t bytes_[4 * kMegabyte] = {};
};

// No key is asked for here, so that nothing depends on a digest.
class NoCrypto final : public smr::Crypto {
public:
    void hash_begin(smr::HashState*, smr::HashKind) override {}
    void hash_update(smr::HashState*, const uint8_t*, size_t) override {}
    void hash_finish(smr::HashState*, uint8_t* to) override { memset(to, 0, smr::kSha256Size); }
    bool verify_p256(const uint8_t*, const uint8_t*, const uint8_t*) override { return false; }
};

Chip chip;
NoCrypto crypto;

void print(smr::FlashText text) {
    for (size_t index = 0; index < text.size(); ++index) {
        putchar(text.at(index));
    }
    putchar('\n');
}

}  // namespace

int main() {
    uint32_t head[3];
    while (fread(head, sizeof head, 1, stdin) == 1) {
        if (head[2] > 4 * kMegabyte || fread(chip.bytes(), 1, head[2], stdin) != head[2]) {
            return 1;
        }
        const smr::Board board = head[0] == 0 ? smr::Board::kEsp8266With1M : smr::Board::kEsp8266With4M;
        chip.hold(head[0] == 0 ? kMegabyte : 4 * kMegabyte);
        smr::ImageVerifier::Hashes hashes = {};
        smr::ImageVerifier verifier(chip, crypto, hashes);
        verifier.begin(0, head[2], {board, nullptr, head[1], smr::HashKind::kSha256, nullptr});
        while (verifier.step() == smr::ImageVerifier::Progress::kWorking) {
        }
        if (verifier.problem() == smr::ImageProblem::kNone) {
            puts("good");
        } else {
            print(smr::code_of(verifier.problem()));
        }
    }
    return 0;
}
