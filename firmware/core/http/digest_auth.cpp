#include "core/http/digest_auth.h"

#include <string.h>

#include "core/base/bytes.h"
#include "core/http/auth_parameters.h"

namespace smr {

namespace {

int hex_value(char letter) {
    if (letter >= '0' && letter <= '9') {
        return letter - '0';
    }
    const char lower = ascii_lower(letter);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Exactly `count` bytes in hexadecimal.
bool decode_hex(const AuthValue& text, uint8_t* to, size_t count) {
    size_t at = 0;
    char letter;
    for (size_t digit = 0; digit < 2 * count; ++digit) {
        const int value = text.next(&at, &letter) ? hex_value(letter) : -1;
        if (value < 0) {
            return false;
        }
        uint8_t& byte = to[digit / 2];
        byte = static_cast<uint8_t>(digit % 2 == 0 ? value << 4 : byte | value);
    }
    return !text.next(&at, &letter);
}

// A hash that is fed with text.
class TextHash {
public:
    TextHash(Crypto& crypto, HashKind kind) : crypto_(crypto) { crypto_.hash_begin(&state_, kind); }

    TextHash& add(const char* text, size_t size) {
        crypto_.hash_update(&state_, reinterpret_cast<const uint8_t*>(text), size);
        return *this;
    }
    TextHash& add(char letter) { return add(&letter, 1); }
    TextHash& add(FlashText text) {
        for (size_t index = 0; index < text.size(); ++index) {
            add(text.at(index));
        }
        return *this;
    }
    TextHash& add(const AuthValue& value) {
        size_t at = 0;
        char letter;
        while (value.next(&at, &letter)) {
            add(letter);
        }
        return *this;
    }
    TextHash& add_hex(const uint8_t* bytes, size_t count) {
        TextOf<2 * kSha256Size> text;
        text.hex(bytes, count);
        return add(text.data(), text.size());
    }
    void finish(uint8_t* to) { crypto_.hash_finish(&state_, to); }

private:
    Crypto& crypto_;
    HashState state_;
};

size_t size_of(HashKind kind) { return kind == HashKind::kMd5 ? kMd5Size : kSha256Size; }

}  // namespace

// What the client sent, taken apart.
struct DigestAuth::Credentials {
    AuthValue username;
    AuthValue realm;
    AuthValue nonce;
    AuthValue uri;
    AuthValue response;
    AuthValue algorithm;
    AuthValue cnonce;
    AuthValue qop;
    AuthValue count;
    HashKind kind = HashKind::kMd5;
    uint32_t count_number = 0;
    uint8_t response_bytes[kSha256Size];

    AuthValue* place_of(Slice name) {
        if (name.is_ignoring_case(SMR_TEXT("username"))) {
            return &username;
        }
        if (name.is_ignoring_case(SMR_TEXT("realm"))) {
            return &realm;
        }
        if (name.is_ignoring_case(SMR_TEXT("nonce"))) {
            return &nonce;
        }
        if (name.is_ignoring_case(SMR_TEXT("uri"))) {
            return &uri;
        }
        if (name.is_ignoring_case(SMR_TEXT("response"))) {
            return &response;
        }
        if (name.is_ignoring_case(SMR_TEXT("algorithm"))) {
            return &algorithm;
        }
        if (name.is_ignoring_case(SMR_TEXT("cnonce"))) {
            return &cnonce;
        }
        if (name.is_ignoring_case(SMR_TEXT("qop"))) {
            return &qop;
        }
        return name.is_ignoring_case(SMR_TEXT("nc")) ? &count : nullptr;
    }

    bool parse(Slice text) {
        AuthParameters parameters(text);
        Slice name;
        AuthValue value;
        while (parameters.next(&name, &value)) {
            AuthValue* const place = place_of(name);
            if (place == nullptr) {
                continue;
            }
            if (place->present()) {
                return false;
            }
            *place = value;
        }
        return !parameters.is_malformed() && is_complete();
    }

    bool is_complete() {
        if (!username.present() || !realm.present() || !nonce.present() || !uri.present() || !cnonce.present() ||
            !qop.is(SMR_TEXT("auth"))) {
            return false;
        }
        if (algorithm.is_ignoring_case(SMR_TEXT("SHA-256"))) {
            kind = HashKind::kSha256;
        } else if (algorithm.present() && !algorithm.is_ignoring_case(SMR_TEXT("MD5"))) {
            return false;
        }
        uint8_t bytes[4];
        if (!decode_hex(count, bytes, sizeof bytes) || !decode_hex(response, response_bytes, size_of(kind))) {
            return false;
        }
        for (const uint8_t byte : bytes) {
            count_number = (count_number << 8U) | byte;
        }
        return count_number > 0;
    }
};

DigestAuth::DigestAuth(Crypto& crypto, System& system, Slice realm, Millis now)
    : crypto_(crypto), system_(system), realm_(realm) {
    uptime_.start(now);
    system_.random(secret_, sizeof secret_);
}

DigestAuth::Verdict DigestAuth::verify(const Request& request, const AdminHashes& admin, Millis now) {
    tick(now);
    const FlashText scheme = SMR_TEXT("Digest");
    const Slice header = request.authorization();
    if (header.size <= scheme.size() || !header.first(scheme.size()).is_ignoring_case(scheme) ||
        header.data[scheme.size()] != ' ') {
        return Verdict::kMissing;
    }
    Credentials given;
    if (!given.parse(header.from(scheme.size())) || !given.uri.is(request.target())) {
        return Verdict::kMalformed;
    }
    // What was meant for another gateway is no attempt to guess.
    if (!given.realm.is(realm_)) {
        return Verdict::kMissing;
    }
    uint8_t expected[kSha256Size];
    make_response(request, admin, given, expected);
    const bool is_right = equal_in_constant_time(expected, given.response_bytes, size_of(given.kind));
    if (!is_right || !given.username.is(SMR_TEXT("admin"))) {
        return Verdict::kWrong;
    }
    uint8_t seed[kSeedSize];
    if (!is_fresh(given, seed) || !take_count(get_u32(seed + 4), given.count_number)) {
        return Verdict::kStale;
    }
    return Verdict::kGranted;
}

// RFC 7616, 3.4.1 to 3.4.3.
void DigestAuth::make_response(const Request& request, const AdminHashes& admin, const Credentials& given,
                               uint8_t* to) {
    const size_t size = size_of(given.kind);
    const uint8_t* const ha1 = given.kind == HashKind::kMd5 ? admin.ha1_md5 : admin.ha1_sha256;
    uint8_t ha2[kSha256Size];
    TextHash(crypto_, given.kind).add(name_of(request.method())).add(':').add(given.uri).finish(ha2);
    TextHash(crypto_, given.kind)
        .add_hex(ha1, size)
        .add(':')
        .add(given.nonce)
        .add(':')
        .add(given.count)
        .add(':')
        .add(given.cnonce)
        .add(SMR_TEXT(":auth:"))
        .add_hex(ha2, size)
        .finish(to);
}

void DigestAuth::make_proof(const uint8_t seed[kSeedSize], uint8_t to[kProofSize]) {
    HashState state;
    uint8_t digest[kSha256Size];
    crypto_.hash_begin(&state, HashKind::kSha256);
    crypto_.hash_update(&state, secret_, sizeof secret_);
    crypto_.hash_update(&state, seed, kSeedSize);
    crypto_.hash_finish(&state, digest);
    memcpy(to, digest, kProofSize);
}

bool DigestAuth::is_fresh(const Credentials& given, uint8_t seed[kSeedSize]) {
    uint8_t nonce[kNonceSize];
    uint8_t proof[kProofSize];
    if (!decode_hex(given.nonce, nonce, sizeof nonce)) {
        return false;
    }
    memcpy(seed, nonce, kSeedSize);
    make_proof(seed, proof);
    return equal_in_constant_time(proof, nonce + kSeedSize, kProofSize) &&
           uptime_.seconds() - get_u32(seed) <= kNonceLifeSeconds;
}

bool DigestAuth::take_count(uint32_t number, uint32_t count) {
    unsigned place = 0;
    while (place < kSessions && (sessions_[place].highest == 0 || sessions_[place].number != number)) {
        ++place;
    }
    Session session;
    if (place < kSessions) {
        session = sessions_[place];
        if (count > session.highest) {
            const uint32_t ahead = count - session.highest;
            session.seen = ahead < kWindow ? session.seen << ahead : 0;
            session.seen |= ahead <= kWindow ? uint32_t{1} << (ahead - 1) : 0;
            session.highest = count;
        } else {
            const uint32_t behind = session.highest - count;
            if (behind == 0 || behind > kWindow || ((session.seen >> (behind - 1)) & 1U) != 0) {
                return false;
            }
            session.seen |= uint32_t{1} << (behind - 1);
        }
    } else {
        if (number < first_unused_) {
            return false;
        }
        place = kSessions - 1;
        const Session& oldest = sessions_[place];
        if (oldest.highest != 0 && oldest.number >= first_unused_) {
            first_unused_ = oldest.number + 1;
        }
        session.number = number;
        session.highest = count;
        session.seen = 0;
    }
    memmove(sessions_ + 1, sessions_, place * sizeof(Session));
    sessions_[0] = session;
    return true;
}

void DigestAuth::write_challenge(Text& to, bool stale, Millis now) {
    tick(now);
    uint8_t seed[kSeedSize];
    uint8_t proof[kProofSize];
    put_u32(seed, uptime_.seconds());
    if (made_ == 0xFFFFFFFF) {
        // The count would begin anew: so do the nonces.
        forget();
    }
    put_u32(seed + 4, made_++);
    make_proof(seed, proof);
    // The stronger one first: a client takes the first that it knows.
    for (unsigned kind = 0; kind < 2; ++kind) {
        to.append(SMR_TEXT("WWW-Authenticate: Digest realm=\"")).append(realm_.data, realm_.size);
        to.append(SMR_TEXT("\", qop=\"auth\", algorithm="));
        to.append(kind == 0 ? SMR_TEXT("SHA-256") : SMR_TEXT("MD5"));
        to.append(SMR_TEXT(", nonce=\"")).hex(seed, sizeof seed).hex(proof, sizeof proof);
        to.append(stale ? SMR_TEXT("\", stale=true\r\n") : SMR_TEXT("\"\r\n"));
    }
}

void DigestAuth::forget() {
    for (Session& session : sessions_) {
        session.highest = 0;
    }
    first_unused_ = made_ = 0;
    system_.random(secret_, sizeof secret_);
}

}  // namespace smr
