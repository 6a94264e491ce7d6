// Uploads: damaged ones are refused, and whatever is accepted is made for this board and runs from its own bytes.
#include "core/ota/image_verifier.h"

#include "fuzz/fuzz.h"
#include "tests/check.h"
#include "tests/fake_crypto.h"
#include "tests/fake_flash.h"
#include "tests/made_image.h"

namespace {

constexpr uint32_t kAt = 0x80000;

FakeFlash& flash() {
    static FakeFlash& flash = check::fresh<FakeFlash>();
    return flash;
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
    fuzz::Input input(bytes, size);
    const uint8_t kind = input.byte();
    static MadeImage image;
    image = MadeImage();
    uint8_t key[64];
    for (unsigned index = 0; index < sizeof key; ++index) {
        key[index] = static_cast<uint8_t>(3 * index);
    }
    size_t length = image.size();
    if ((kind & 1U) != 0) {
        image.sign(key);
        length = image.signed_size();
    }
    // Changes of single bytes, words and the length.
    while (!input.empty()) {
        const uint8_t what = input.byte();
        const size_t at = input.word() % (length > 4 ? length - 4 : 1);
        switch (what % 6) {
            case 0:
                image.bytes()[at] = input.byte();
                break;
            case 1:
                // In the headers of boot loader and application.
                image.bytes()[(at % 2 == 0 ? 0U : 0x1000U) + at % 24] = input.byte();
                break;
            case 2:
                smr::put_u32(image.bytes() + (at & ~size_t{3}), input.number());
                break;
            case 3:
                length = input.number() % (MadeImage::kMostBytes + 1);
                break;
            case 4:
                image.bytes()[MadeImage::kDescriptorAt + at % 96] = input.byte();
                image.seal_descriptor();
                break;
            default: {
                // Length and CRC right again; the sum only where the segments still are where they were.
                smr::put_u32(image.bytes() + 0x1010, 0);
                smr::put_u32(image.bytes() + 0x1014, 0);
                const uint32_t crc = length < 0x1000 ? 0
                                                     : smr::crc32_boot(smr::kBootCrcStart, image.application(), length - 0x1000);
                smr::put_u32(image.bytes() + 0x1010, static_cast<uint32_t>(length));
                smr::put_u32(image.bytes() + 0x1014, crc);
                break;
            }
        }
    }
    flash().reset(1024 * 1024);
    alignas(4) static uint8_t upload[MadeImage::kMostBytes + MadeImage::kTrailerSize];
    memcpy(upload, image.bytes(), sizeof upload);
    flash().write(kAt, upload, sizeof upload & ~size_t{3});

    FakeCrypto crypto;
    smr::ImageVerifier::Hashes hashes;
    smr::ImageVerifier verifier(flash(), crypto, hashes);
    smr::ImageRequirements wanted = {};
    wanted.board = smr::Board::kEsp8266With1M;
    wanted.public_key = (kind & 2U) != 0 ? key : nullptr;
    wanted.security_floor = 3;
    verifier.begin(kAt, static_cast<uint32_t>(length), wanted);
    unsigned steps = 0;
    while (verifier.step() == smr::ImageVerifier::Progress::kWorking) {
        fuzz::require(++steps < 1000, "verification ends");
    }
    fuzz::require(flash().violations == 0, "the chip is used as it must be");
    if (verifier.problem() == smr::ImageProblem::kNone) {
        fuzz::require(verifier.image_size() <= length && verifier.image_size() > 0x1010, "an image has a size");
        fuzz::require(smr::get_u32(flash().bytes() + kAt + 0x1010) == verifier.image_size(), "its own");
        fuzz::require(verifier.descriptor().security_version >= 3, "it is not too old");
        fuzz::require(wanted.public_key == nullptr || (kind & 1U) != 0, "it is signed where it must be");
    }
    return 0;
}

void fuzz::write_seeds(Seeds& seeds) {
    for (uint8_t kind = 0; kind < 4; ++kind) {
        const uint8_t plain[] = {kind};
        seeds.add(plain, sizeof plain);
        const uint8_t segments[] = {kind, 1, 0, 1, 3, 5, 0, 0};
        seeds.add(segments, sizeof segments);
        const uint8_t huge[] = {kind, 2, 0x10, 0x0C, 0xFF, 0xFF, 0xFF, 0xFC, 5, 0, 0};
        seeds.add(huge, sizeof huge);
        const uint8_t shorter[] = {kind, 3, 0, 0, 0, 0, 0x10, 0x20, 5, 0, 0};
        seeds.add(shorter, sizeof shorter);
        const uint8_t descriptor[] = {kind, 4, 0, 30, 0xFF, 4, 0, 78, 0xFF, 5, 0, 0};
        seeds.add(descriptor, sizeof descriptor);
    }
}
