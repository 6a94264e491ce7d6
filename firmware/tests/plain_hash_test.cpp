#include "tests/plain_hash.h"

#include <string.h>

#include "core/base/text.h"
#include "tests/check.h"
#include "tests/fake_crypto.h"

namespace {

template <size_t Size>
void check_hash(smr::HashKind kind, const char* of, const char* expected) {
    FakeCrypto crypto;
    uint8_t digest[Size];
    crypto.hash(kind, of, check::length(of), digest);
    smr::TextOf<2 * Size> text;
    text.hex(digest, Size);
    CHECK_TEXT(text, expected);
}

const char* const kLong = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

}  // namespace

// FIPS 180-4, examples; RFC 1321, appendix A.5.
TEST(the_hashes_of_the_tests_have_their_published_values) {
    check_hash<32>(smr::HashKind::kSha256, "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check_hash<32>(smr::HashKind::kSha256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check_hash<32>(smr::HashKind::kSha256, kLong, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    check_hash<16>(smr::HashKind::kMd5, "", "d41d8cd98f00b204e9800998ecf8427e");
    check_hash<16>(smr::HashKind::kMd5, "message digest", "f96b697d7cb7938d525a2f31aaf161d0");
    check_hash<16>(smr::HashKind::kMd5,
                   "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
                   "57edf4a22be3c955ac49da2e2107b67a");
}
