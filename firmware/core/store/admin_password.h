// The admin password, as far as it is kept.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/port.h"
#include "core/store/settings.h"

namespace smr {

// In bytes.
constexpr size_t kShortestPassword = 8;
constexpr size_t kLongestPassword = 64;

// The hashes of `password` for the gateway with this id.
void hash_password(Crypto& crypto, const char* id, size_t id_size, const char* password, size_t size, AdminHashes* to);

}  // namespace smr
