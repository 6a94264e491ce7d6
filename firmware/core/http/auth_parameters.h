// The parameters of an Authorization header (RFC 9110, 11.2).
#pragma once

#include <stddef.h>

#include "core/base/slice.h"

namespace smr {

// A token, or the inside of a quoted string with its escapes.
class AuthValue {
public:
    AuthValue() = default;
    AuthValue(Slice raw, bool quoted) : raw_(raw), quoted_(quoted), present_(true) {}

    bool present() const { return present_; }
    // Escapes undone.
    bool is(Slice text) const;
    bool is(FlashText text) const;
    bool is_ignoring_case(FlashText text) const;

    // The letter at `*at`, which moves on; false at the end.
    bool next(size_t* at, char* letter) const;

private:
    Slice raw_;
    bool quoted_ = false;
    bool present_ = false;
};

// Reads `name=value, name="value"`.
class AuthParameters {
public:
    explicit AuthParameters(Slice text) : rest_(text) {}

    // The next parameter; false at the end, or where it is not well-formed.
    bool next(Slice* name, AuthValue* value);
    bool is_malformed() const { return malformed_; }

private:
    bool fail();
    void skip_spaces();
    Slice take_token();
    bool take_quoted(AuthValue* value);

    Slice rest_;
    bool malformed_ = false;
    bool first_ = true;
};

}  // namespace smr
