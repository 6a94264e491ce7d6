#include "core/store/admin_password.h"

#include "core/base/text.h"

namespace smr {

namespace {

void hash(Crypto& crypto, HashKind kind, const char* text, size_t size, uint8_t* to) {
    HashState state;
    crypto.hash_begin(&state, kind);
    crypto.hash_update(&state, reinterpret_cast<const uint8_t*>(text), size);
    crypto.hash_finish(&state, to);
}

}  // namespace

void hash_password(Crypto& crypto, const char* id, size_t id_size, const char* password, size_t size, AdminHashes* to) {
    TextOf<6 + 16 + 1 + kLongestPassword> account;
    account.append(SMR_TEXT("admin:")).append(id, id_size).append(':').append(password, size);
    hash(crypto, HashKind::kMd5, account.data(), account.size(), to->ha1_md5);
    hash(crypto, HashKind::kSha256, account.data(), account.size(), to->ha1_sha256);
    hash(crypto, HashKind::kMd5, password, size, to->arduino_md5);
}

}  // namespace smr
