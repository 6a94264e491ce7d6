// Settings as bytes: fields of a tag, a length and a value, so that older and newer firmware understand each other.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/store/settings.h"

namespace smr {

// The most bytes that encode_settings() writes.
constexpr size_t kLargestSettings = 320;

// Writes `settings` to `to`, which has room for kLargestSettings; returns how many bytes.
size_t encode_settings(const Settings& settings, uint8_t* to);

// Reads what encode_settings() wrote. Fields that are missing keep their defaults, unknown ones are skipped. False if the
// bytes are no such fields, or a value is out of its range.
bool decode_settings(const uint8_t* from, size_t size, Settings* settings);

}  // namespace smr
