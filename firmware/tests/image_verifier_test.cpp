#include "core/ota/image_verifier.h"

#include <string.h>

#include "core/base/bytes.h"
#include "core/base/crc.h"
#include "tests/check.h"
#include "tests/fake_crypto.h"
#include "tests/fake_flash.h"
#include "tests/made_image.h"

using smr::ImageProblem;
using smr::ImageVerifier;

namespace {

constexpr uint32_t kAt = 0x80000;
constexpr size_t kMegabyte = 1024 * 1024;

FakeFlash flash;
FakeCrypto crypto;
uint8_t key[64];

MadeImage& made(const MadeImage::Wanted& wanted) {
    // check::fresh() makes only what needs nothing.
    MadeImage& image = check::fresh<MadeImage>();
    const MadeImage other(wanted);
    memcpy(static_cast<void*>(&image), &other, sizeof image);
    return image;
}
MadeImage& made() { return check::fresh<MadeImage>(); }

smr::ImageRequirements usual() { return {smr::Board::kEsp8266With1M, nullptr, 0, smr::HashKind::kSha256, nullptr}; }

ImageVerifier& verified(MadeImage& image, size_t size, const smr::ImageRequirements& requirements) {
    static ImageVerifier::Hashes hashes;
    static ImageVerifier verifier(flash, crypto, hashes);
    flash.reset(kMegabyte);
    alignas(4) static uint8_t padded[MadeImage::kMostBytes];
    memset(padded, 0xFF, sizeof padded);
    memcpy(padded, image.bytes(), size);
    flash.write(kAt, padded, (size + 3) & ~size_t{3});
    verifier.begin(kAt, static_cast<uint32_t>(size), requirements);
    unsigned steps = 0;
    while (verifier.step() == ImageVerifier::Progress::kWorking) {
        CHECK(++steps < 1000);
    }
    CHECK_EQ(flash.violations, 0U);
    return verifier;
}

ImageProblem problem(MadeImage& image) { return verified(image, image.size(), usual()).problem(); }

}  // namespace

TEST(a_good_image_is_found_good_with_what_it_says_of_itself) {
    MadeImage& image = made();
    const ImageVerifier& verifier = verified(image, image.size(), usual());
    CHECK_EQ(verifier.problem(), ImageProblem::kNone);
    CHECK(memcmp(verifier.descriptor().version, "1.2.3", 6) == 0);
    CHECK_EQ(verifier.descriptor().security_version, 3U);
    CHECK_EQ(verifier.image_size(), image.size());
}

TEST(another_boot_loader_before_the_application_changes_nothing) {
    MadeImage& image = made();
    // The padding behind it.
    image.bytes()[0x800] ^= 1;
    CHECK_EQ(problem(image), ImageProblem::kNone);
}

// Images for the boot loader of the Arduino core have a CRC over the whole file.
TEST(an_image_with_a_crc_over_the_whole_file_is_refused) {
    MadeImage& image = made();
    smr::put_u32(image.bytes() + 0x1010, 0);
    smr::put_u32(image.bytes() + 0x1014, 0);
    const uint32_t crc = smr::crc32_boot(smr::kBootCrcStart, image.bytes(), image.size());
    smr::put_u32(image.bytes() + 0x1010, static_cast<uint32_t>(image.size()));
    smr::put_u32(image.bytes() + 0x1014, crc);
    CHECK_EQ(problem(image), ImageProblem::kCrc);
}

TEST(images_of_many_sizes_are_found_good) {
    for (size_t size = 260; size < 400; size += 4) {
        MadeImage& image = made({"10.0.0-rc.1", "esp8266-1m", 0, size});
        CHECK_EQ(problem(image), ImageProblem::kNone);
    }
}

TEST(a_changed_byte_anywhere_in_the_application_is_noticed) {
    MadeImage& image = made();
    for (size_t at = 0x1000; at < image.size(); ++at) {
        image.bytes()[at] ^= 0x10;
        CHECK(problem(image) != ImageProblem::kNone);
        image.bytes()[at] ^= 0x10;
    }
    CHECK_EQ(problem(image), ImageProblem::kNone);
}

TEST(an_image_cut_anywhere_is_refused) {
    MadeImage& image = made();
    for (size_t size = 4; size < image.size(); size += 4) {
        CHECK(verified(image, size, usual()).problem() != ImageProblem::kNone);
    }
}

TEST(each_defect_has_its_own_name) {
    MadeImage* image = &made();
    image->bytes()[0] = 0x1F;
    CHECK_EQ(problem(*image), ImageProblem::kBootLoader);
    image = &made();
    image->bytes()[95] ^= 1;
    CHECK_EQ(problem(*image), ImageProblem::kBootLoader);
    image = &made();
    image->bytes()[0x1000] = 0xEA;
    CHECK_EQ(problem(*image), ImageProblem::kHeader);
    image = &made();
    image->bytes()[0x1010 + 512 + 4] = 33;
    CHECK_EQ(problem(*image), ImageProblem::kSegments);
    image = &made();
    image->bytes()[image->size() - 1] ^= 1;
    CHECK_EQ(problem(*image), ImageProblem::kCheckSum);
    image = &made();
    image->bytes()[0x1014] ^= 1;
    CHECK_EQ(problem(*image), ImageProblem::kCrc);
    image = &made();
    image->bytes()[0x1003] = 0x40;
    image->seal();
    CHECK_EQ(problem(*image), ImageProblem::kFlashSize);
    image = &made();
    CHECK_EQ(verified(*image, 100, usual()).problem(), ImageProblem::kTooShort);
    CHECK_EQ(verified(*image, image->size() - 4, usual()).problem(), ImageProblem::kLength);
    CHECK_EQ(verified(*image, image->size() + 4, usual()).problem(), ImageProblem::kTrailer);
    CHECK_EQ(verified(*image, image->size() + 96, usual()).problem(), ImageProblem::kTrailer);
}

TEST(an_image_without_a_descriptor_or_with_two_is_no_firmware) {
    MadeImage* image = &made();
    image->bytes()[MadeImage::kDescriptorAt + 12] ^= 1;
    image->seal();
    CHECK_EQ(problem(*image), ImageProblem::kNoDescriptor);
    image = &made();
    memcpy(image->bytes() + MadeImage::kDescriptorAt + 100, image->bytes() + MadeImage::kDescriptorAt, 96);
    image->seal();
    CHECK_EQ(problem(*image), ImageProblem::kNoDescriptor);
    // The magic alone is none: the searching code itself holds it.
    image = &made();
    memcpy(image->bytes() + MadeImage::kDescriptorAt + 100, "SMR-FWD1", 8);
    image->seal();
    CHECK_EQ(problem(*image), ImageProblem::kNone);
}

TEST(an_image_for_another_board_is_refused) {
    CHECK_EQ(problem(made({"1.2.3", "esp8266-4m", 0, 512})), ImageProblem::kWrongBoard);
    CHECK_EQ(problem(made({"1.2.3", "esp8266-1mb", 0, 512})), ImageProblem::kWrongBoard);
}

TEST(an_announced_digest_must_be_that_of_the_upload) {
    MadeImage& image = made();
    uint8_t digest[32];
    smr::ImageRequirements requirements = usual();
    requirements.digest = digest;
    const smr::HashKind kinds[] = {smr::HashKind::kSha256, smr::HashKind::kMd5};
    for (const smr::HashKind kind : kinds) {
        requirements.digest_kind = kind;
        crypto.hash(kind, image.bytes(), image.size(), digest);
        CHECK_EQ(verified(image, image.size(), requirements).problem(), ImageProblem::kNone);
        digest[kind == smr::HashKind::kMd5 ? 15 : 31] ^= 1;
        CHECK_EQ(verified(image, image.size(), requirements).problem(), ImageProblem::kDigest);
    }
}

TEST(rollback_protection_refuses_a_lower_security_version) {
    MadeImage& image = made();
    smr::ImageRequirements requirements = usual();
    requirements.security_floor = 3;
    CHECK_EQ(verified(image, image.size(), requirements).problem(), ImageProblem::kNone);
    requirements.security_floor = 4;
    CHECK_EQ(verified(image, image.size(), requirements).problem(), ImageProblem::kOlderSecurity);
}

TEST(a_pinned_key_wants_its_signature) {
    for (size_t index = 0; index < sizeof key; ++index) {
        key[index] = static_cast<uint8_t>(3 * index);
    }
    MadeImage& image = made();
    smr::ImageRequirements requirements = usual();
    requirements.public_key = key;
    CHECK_EQ(verified(image, image.size(), requirements).problem(), ImageProblem::kUnsigned);
    image.sign(key);
    CHECK_EQ(verified(image, image.signed_size(), requirements).problem(), ImageProblem::kNone);
    CHECK_EQ(verified(image, image.signed_size(), usual()).problem(), ImageProblem::kNone);

    uint8_t* trailer = image.bytes() + image.size();
    trailer[24] ^= 1;
    CHECK_EQ(verified(image, image.signed_size(), requirements).problem(), ImageProblem::kTrailer);
    image.seal_trailer();
    CHECK_EQ(verified(image, image.signed_size(), requirements).problem(), ImageProblem::kBadSignature);

    uint8_t other[64];
    memset(other, 7, sizeof other);
    image.sign(other);
    CHECK_EQ(verified(image, image.signed_size(), requirements).problem(), ImageProblem::kUnknownKey);
}

TEST(random_bytes_are_never_an_image) {
    MadeImage& image = made();
    check::Random random(7);
    for (unsigned round = 0; round < 200; ++round) {
        const size_t size = 4 + 4 * random.below(4000);
        for (size_t at = 0; at < size; ++at) {
            image.bytes()[at] = random.byte();
        }
        // Some start like one.
        image.bytes()[0] = 0xE9;
        CHECK(verified(image, size, usual()).problem() != ImageProblem::kNone);
    }
}

// Guards against a hole: of a signed image that ended within the piece with its length, the CRC was not looked at.
TEST(the_crc_of_a_signed_image_counts_however_small_it_is) {
    MadeImage& image = made({"1.2.3", "esp8266-1m", 3, 160});
    CHECK(image.size() < 0x1100);
    image.sign(key);
    CHECK_EQ(verified(image, image.signed_size(), usual()).problem(), ImageProblem::kNone);
    // Twice the same, which the check sum does not notice.
    image.bytes()[0x1020] ^= 1;
    image.bytes()[0x1021] ^= 1;
    CHECK_EQ(verified(image, image.signed_size(), usual()).problem(), ImageProblem::kCrc);
}
