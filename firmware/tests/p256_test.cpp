#include "port/nonos/p256.h"

#include <string.h>

#include "tests/check.h"
#include "tests/instructions.h"

namespace {

// Numbers as they are written, in hexadecimal.
struct Case {
    bool is_right;
    const char* x;
    const char* y;
    const char* digest;
    const char* r;
    const char* s;
};

// The first two are those of RFC 6979, A.2.5; the others were made with another implementation.
const Case kCases[] = {
    {true, "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
     "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
     "af2bdbe1aa9b6ec1e2ade1d694f41fc71a831d0268e9891562113d8a62add1bf",
     "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
     "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"},
    {true, "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
     "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299",
     "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
     "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367",
     "019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"},
    // a signature
    {true, "c688edd55bc87c3434993031cafe1046172eb501a7eebd60e66a6f31ddf14b6a",
     "ea857163040eb260dff5a73e041010c16089b2bd4354b7827587268bdb5d5e19",
     "79cb9e86830c71c2cdcc69292f45e678309d6b79965eda32dae445508201e2bd",
     "c9ac0a07ac58f14093154ad072c0c2aa7a29f0d760041f2925a10c38c345fb7d",
     "bb8caa23402d7a6ac251d22a03b9612418e9706b068ddef2583d43717a342472"},
    // its other form
    {true, "c688edd55bc87c3434993031cafe1046172eb501a7eebd60e66a6f31ddf14b6a",
     "ea857163040eb260dff5a73e041010c16089b2bd4354b7827587268bdb5d5e19",
     "79cb9e86830c71c2cdcc69292f45e678309d6b79965eda32dae445508201e2bd",
     "c9ac0a07ac58f14093154ad072c0c2aa7a29f0d760041f2925a10c38c345fb7d",
     "447355dbbfd285963dae2dd5fc469edba3fd8a42a089bf929b7c8751822f00df"},
    // another digest
    {false, "c688edd55bc87c3434993031cafe1046172eb501a7eebd60e66a6f31ddf14b6a",
     "ea857163040eb260dff5a73e041010c16089b2bd4354b7827587268bdb5d5e19",
     "79cb9e86830c70c2cdcc69292f45e678309d6b79965eda32dae445508201e2bd",
     "c9ac0a07ac58f14093154ad072c0c2aa7a29f0d760041f2925a10c38c345fb7d",
     "bb8caa23402d7a6ac251d22a03b9612418e9706b068ddef2583d43717a342472"},
    // another r
    {false, "c688edd55bc87c3434993031cafe1046172eb501a7eebd60e66a6f31ddf14b6a",
     "ea857163040eb260dff5a73e041010c16089b2bd4354b7827587268bdb5d5e19",
     "79cb9e86830c71c2cdcc69292f45e678309d6b79965eda32dae445508201e2bd",
     "c9ac0a07ac58f14093154ad072c0c2aa7a29f0d760041f2925a10c38c345fb7c",
     "bb8caa23402d7a6ac251d22a03b9612418e9706b068ddef2583d43717a342472"},
    // another s
    {false, "c688edd55bc87c3434993031cafe1046172eb501a7eebd60e66a6f31ddf14b6a",
     "ea857163040eb260dff5a73e041010c16089b2bd4354b7827587268bdb5d5e19",
     "79cb9e86830c71c2cdcc69292f45e678309d6b79965eda32dae445508201e2bd",
     "c9ac0a07ac58f14093154ad072c0c2aa7a29f0d760041f2925a10c38c345fb7d",
     "bb8caa23402d7a6ac251d22a03b9612518e9706b068ddef2583d43717a342472"},
    // r and s exchanged
    {false, "c688edd55bc87c3434993031cafe1046172eb501a7eebd60e66a6f31ddf14b6a",
     "ea857163040eb260dff5a73e041010c16089b2bd4354b7827587268bdb5d5e19",
     "79cb9e86830c71c2cdcc69292f45e678309d6b79965eda32dae445508201e2bd",
     "bb8caa23402d7a6ac251d22a03b9612418e9706b068ddef2583d43717a342472",
     "c9ac0a07ac58f14093154ad072c0c2aa7a29f0d760041f2925a10c38c345fb7d"},
    // r is 0
    {false, "c688edd55bc87c3434993031cafe1046172eb501a7eebd60e66a6f31ddf14b6a",
     "ea857163040eb260dff5a73e041010c16089b2bd4354b7827587268bdb5d5e19",
     "79cb9e86830c71c2cdcc69292f45e678309d6b79965eda32dae445508201e2bd",
     "0000000000000000000000000000000000000000000000000000000000000000",
     "bb8caa23402d7a6ac251d22a03b9612418e9706b068ddef2583d43717a342472"},
    // s is 0
    {false, "c688edd55bc87c3434993031cafe1046172eb501a7eebd60e66a6f31ddf14b6a",
     "ea857163040eb260dff5a73e041010c16089b2bd4354b7827587268bdb5d5e19",
     "79cb9e86830c71c2cdcc69292f45e678309d6b79965eda32dae445508201e2bd",
     "c9ac0a07ac58f14093154ad072c0c2aa7a29f0d760041f2925a10c38c345fb7d",
     "0000000000000000000000000000000000000000000000000000000000000000"},
    // r is the order
    {false, "c688edd55bc87c3434993031cafe1046172eb501a7eebd60e66a6f31ddf14b6a",
     "ea857163040eb260dff5a73e041010c16089b2bd4354b7827587268bdb5d5e19",
     "79cb9e86830c71c2cdcc69292f45e678309d6b79965eda32dae445508201e2bd",
     "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
     "bb8caa23402d7a6ac251d22a03b9612418e9706b068ddef2583d43717a342472"},
    // s and the order more
    {false, "c688edd55bc87c3434993031cafe1046172eb501a7eebd60e66a6f31ddf14b6a",
     "ea857163040eb260dff5a73e041010c16089b2bd4354b7827587268bdb5d5e19",
     "7fba90c4af3f86b0bc0682decd6f46a6057d63a28b38634f9b4b9407e1bdc83d",
     "8d3d117f3980aee9f1e3f7e8482d01fe0b805b32cc4d6b556eaa56899f6b52b1",
     "ffffffff00000048a7a1149075139236d2a8cd8d50ade973f4e6d9697c54477a"},
    // a key that is no point of the curve
    {false, "c688edd55bc87c3434993031cafe1046172eb501a7eebd60e66a6f31ddf14b6a",
     "ea857163040eb260dff5a73e041010c16089b2bd4354b7827587268bdb5d5e18",
     "79cb9e86830c71c2cdcc69292f45e678309d6b79965eda32dae445508201e2bd",
     "c9ac0a07ac58f14093154ad072c0c2aa7a29f0d760041f2925a10c38c345fb7d",
     "bb8caa23402d7a6ac251d22a03b9612418e9706b068ddef2583d43717a342472"},
    // a key of zeros
    {false, "0000000000000000000000000000000000000000000000000000000000000000",
     "0000000000000000000000000000000000000000000000000000000000000000",
     "79cb9e86830c71c2cdcc69292f45e678309d6b79965eda32dae445508201e2bd",
     "c9ac0a07ac58f14093154ad072c0c2aa7a29f0d760041f2925a10c38c345fb7d",
     "bb8caa23402d7a6ac251d22a03b9612418e9706b068ddef2583d43717a342472"},
    // a key beyond the prime
    {false, "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
     "0000000000000000000000000000000000000000000000000000000000000000",
     "79cb9e86830c71c2cdcc69292f45e678309d6b79965eda32dae445508201e2bd",
     "c9ac0a07ac58f14093154ad072c0c2aa7a29f0d760041f2925a10c38c345fb7d",
     "bb8caa23402d7a6ac251d22a03b9612418e9706b068ddef2583d43717a342472"},
    // the base point as the key
    {true, "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
     "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
     "79cb9e86830c71c2cdcc69292f45e678309d6b79965eda32dae445508201e2bd",
     "c9ac0a07ac58f14093154ad072c0c2aa7a29f0d760041f2925a10c38c345fb7d",
     "4a813c3699d661d7caa59e6c82701acdece3a4ef6d2e4abb6e6a48b9b8d0e959"},
    // its opposite as the key
    {true, "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
     "b01cbd1c01e58065711814b583f061e9d431cca994cea1313449bf97c840ae0a",
     "79cb9e86830c71c2cdcc69292f45e678309d6b79965eda32dae445508201e2bd",
     "c9ac0a07ac58f14093154ad072c0c2aa7a29f0d760041f2925a10c38c345fb7d",
     "4e49b37b9e90f81cc0269761361af8af5c7d65228646b20ab08b1a658674d2e1"},
    // a digest of zeros
    {true, "c688edd55bc87c3434993031cafe1046172eb501a7eebd60e66a6f31ddf14b6a",
     "ea857163040eb260dff5a73e041010c16089b2bd4354b7827587268bdb5d5e19",
     "0000000000000000000000000000000000000000000000000000000000000000",
     "c9ac0a07ac58f14093154ad072c0c2aa7a29f0d760041f2925a10c38c345fb7d",
     "6f27324a23f9cd707cebb7432773d7657438eb620cd3608f48c291e1da914655"},
    // a digest beyond the order
    {true, "c688edd55bc87c3434993031cafe1046172eb501a7eebd60e66a6f31ddf14b6a",
     "ea857163040eb260dff5a73e041010c16089b2bd4354b7827587268bdb5d5e19",
     "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
     "c9ac0a07ac58f14093154ad072c0c2aa7a29f0d760041f2925a10c38c345fb7d",
     "bad365c225cda31c12bec870d8b48753bcdc5c5cf7cb3ef962896b50038a5590"},
    // both halves of the sum are the same point
    {true, "c688edd55bc87c3434993031cafe1046172eb501a7eebd60e66a6f31ddf14b6a",
     "ea857163040eb260dff5a73e041010c16089b2bd4354b7827587268bdb5d5e19",
     "5466fe0f78dca3eb9dcb198fa3b57c1b2b3ed07616ee0edfa40114df2d75aada",
     "e334e219548717f119d194a20a06af908b2b6122eca9304fb3b32c97c845af0a",
     "181eabdb481db6b0ca347a1fdf0c169963abf7da96bda33c99588271747d215c"},
    // both halves of the sum are opposite points
    {false, "c688edd55bc87c3434993031cafe1046172eb501a7eebd60e66a6f31ddf14b6a",
     "ea857163040eb260dff5a73e041010c16089b2bd4354b7827587268bdb5d5e19",
     "96866897b629ea8cd4fea6fe51a40dcab58eea0841943cf35a2bfde575ba35e0",
     "a66b0d389d95847ebd299753a767779673f778aaf6fa5db8656abd72fb710735",
     "09208a650f3ebdd3102b938b8743feb6d4ea65d003d716849f8558a628518868"},
    // an x of the sum beyond the order
    {true, "fec1bbee0abcd98f71dc4be6531c0daa6677eb6fc937ceb36c12893d2d224f14",
     "fcfce2885c5151ba5cbb6d3d91e0cec883eb27483f2e859c353426003e4048b1",
     "4b4d8474a3ea284d3bd0334684e55160320094ead7a94ded97491e2370c6a5b8",
     "0000000000000000000000000000000000000000000000000000000000000003",
     "5387f61376c468aec7321cc007b37e14998092253deffa38e12b2b8f30b17d0c"},
};

uint8_t digit(char letter) { return static_cast<uint8_t>(letter <= '9' ? letter - '0' : letter - 'a' + 10); }

void read(const char* from, uint8_t* to) {
    for (size_t index = 0; index < 32; ++index) {
        to[index] = static_cast<uint8_t>(digit(from[2 * index]) << 4 | digit(from[2 * index + 1]));
    }
}

void read(const Case& one, uint8_t key[64], uint8_t digest[32], uint8_t signature[64]) {
    read(one.x, key);
    read(one.y, key + 32);
    read(one.digest, digest);
    read(one.r, signature);
    read(one.s, signature + 32);
}

TEST(signatures_that_were_made_with_the_key_are_right_and_no_others) {
    unsigned number = 0;
    for (const Case& one : kCases) {
        uint8_t key[64];
        uint8_t digest[32];
        uint8_t signature[64];
        read(one, key, digest, signature);
        // The number says which one it was.
        CHECK_EQ(smr::p256::verify(key, digest, signature) ? number : ~number, one.is_right ? number : ~number);
        ++number;
    }
    CHECK_EQ(number, 22U);
}

TEST(a_signature_is_checked_in_less_than_half_a_second) {
    constexpr uint32_t kHalfASecond = 40000000;  // at 80 MHz
    uint8_t key[64];
    uint8_t digest[32];
    uint8_t signature[64];
    read(kCases[0], key, digest, signature);
    const uint32_t before = instructions();
    CHECK(smr::p256::verify(key, digest, signature));
    const uint32_t taken = instructions() - before;
    check::report("instructions of a signature", taken);
    CHECK(taken <= kHalfASecond);
}

}  // namespace
