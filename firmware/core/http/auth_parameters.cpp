#include "core/http/auth_parameters.h"

namespace smr {

namespace {

// Ends a token here. RFC 9110 allows fewer letters in one, but base64 in tokens is common and does no harm.
bool ends_token(char letter) {
    return letter == ' ' || letter == '\t' || letter == ',' || letter == '=' || letter == '"';
}

}  // namespace

bool AuthValue::next(size_t* at, char* letter) const {
    if (*at >= raw_.size) {
        return false;
    }
    *letter = raw_.data[(*at)++];
    // The parser has seen to it that something follows.
    if (quoted_ && *letter == '\\') {
        *letter = raw_.data[(*at)++];
    }
    return true;
}

bool AuthValue::is(Slice text) const {
    size_t at = 0;
    char letter;
    for (size_t index = 0; index < text.size; ++index) {
        if (!next(&at, &letter) || letter != text.data[index]) {
            return false;
        }
    }
    return present_ && !next(&at, &letter);
}

bool AuthValue::is(FlashText text) const {
    size_t at = 0;
    char letter;
    for (size_t index = 0; index < text.size(); ++index) {
        if (!next(&at, &letter) || letter != text.at(index)) {
            return false;
        }
    }
    return present_ && !next(&at, &letter);
}

bool AuthValue::is_ignoring_case(FlashText text) const {
    size_t at = 0;
    char letter;
    for (size_t index = 0; index < text.size(); ++index) {
        if (!next(&at, &letter) || ascii_lower(letter) != ascii_lower(text.at(index))) {
            return false;
        }
    }
    return present_ && !next(&at, &letter);
}

bool AuthParameters::fail() {
    malformed_ = true;
    return false;
}

void AuthParameters::skip_spaces() {
    while (!rest_.empty() && (rest_.data[0] == ' ' || rest_.data[0] == '\t')) {
        rest_ = rest_.from(1);
    }
}

Slice AuthParameters::take_token() {
    size_t size = 0;
    while (size < rest_.size && !ends_token(rest_.data[size])) {
        ++size;
    }
    const Slice token = rest_.first(size);
    rest_ = rest_.from(size);
    return token;
}

bool AuthParameters::take_quoted(AuthValue* value) {
    for (size_t at = 1; at < rest_.size; ++at) {
        if (rest_.data[at] == '\\') {
            ++at;
        } else if (rest_.data[at] == '"') {
            *value = AuthValue(rest_.first(at).from(1), true);
            rest_ = rest_.from(at + 1);
            return true;
        }
    }
    return fail();
}

bool AuthParameters::next(Slice* name, AuthValue* value) {
    if (malformed_) {
        return false;
    }
    // Empty places in the list are allowed; two parameters without a comma are not.
    skip_spaces();
    bool separated = first_;
    while (!rest_.empty() && rest_.data[0] == ',') {
        separated = true;
        rest_ = rest_.from(1);
        skip_spaces();
    }
    if (rest_.empty()) {
        return false;
    }
    first_ = false;
    *name = take_token();
    skip_spaces();
    if (!separated || name->empty() || rest_.empty() || rest_.data[0] != '=') {
        return fail();
    }
    rest_ = rest_.from(1);
    skip_spaces();
    if (!rest_.empty() && rest_.data[0] == '"') {
        return take_quoted(value);
    }
    const Slice token = take_token();
    *value = AuthValue(token, false);
    return token.empty() ? fail() : true;
}

}  // namespace smr
