// The other side of HTTP Digest (RFC 7616): what a client sends.
#pragma once

#include <string.h>

#include "core/base/text.h"
#include "core/http/request_parser.h"
#include "core/store/settings.h"
#include "tests/check.h"
#include "tests/fake_crypto.h"

class DigestClient {
public:
    static constexpr size_t kNonce = 48;

    DigestClient(const char* realm, const char* password) : realm_(realm), password_(password) {}

    // What the gateway keeps of the password.
    smr::AdminHashes hashes() {
        smr::AdminHashes hashes;
        memset(&hashes, 0, sizeof hashes);
        ha1(smr::HashKind::kMd5, hashes.ha1_md5);
        ha1(smr::HashKind::kSha256, hashes.ha1_sha256);
        return hashes;
    }

    // Takes the nonce out of a challenge.
    bool take_challenge(const char* text, size_t size) {
        const char mark[] = "nonce=\"";
        for (size_t at = 0; at + sizeof mark - 1 + kNonce <= size; ++at) {
            if (memcmp(text + at, mark, sizeof mark - 1) == 0) {
                memcpy(nonce, text + at + sizeof mark - 1, kNonce);
                return true;
            }
        }
        return false;
    }

    // The value of the Authorization header. `extra` goes to its end.
    void write(smr::Text& to, const char* method, const char* uri, uint32_t count, const char* extra = "") {
        smr::TextOf<8> nc;
        nc.hex_number(count, 8);
        const bool sha256 = kind == smr::HashKind::kSha256;
        put(to, "Digest username=\"");
        put(to, username);
        put(to, "\", realm=\"");
        put(to, realm_);
        put(to, "\", nonce=\"");
        to.append(nonce, kNonce);
        put(to, "\", uri=\"");
        put(to, uri);
        put(to, "\", algorithm=");
        put(to, sha256 ? "SHA-256" : "MD5");
        put(to, ", response=\"");
        uint8_t ha[32];
        ha1(kind, ha);
        smr::TextOf<128> a2;
        put(a2, method);
        put(a2, ":");
        put(a2, uri);
        uint8_t ha2[32];
        crypto_.hash(kind, a2.data(), a2.size(), ha2);
        const size_t size = sha256 ? 32 : 16;
        smr::TextOf<400> all;
        all.hex(ha, size);
        put(all, ":");
        all.append(nonce, kNonce);
        put(all, ":");
        all.append(nc.data(), nc.size());
        put(all, ":0a4f113b:auth:");
        all.hex(ha2, size);
        uint8_t response[32];
        crypto_.hash(kind, all.data(), all.size(), response);
        to.hex(response, size);
        put(to, "\", qop=auth, nc=");
        to.append(nc.data(), nc.size());
        put(to, ", cnonce=\"0a4f113b\"");
        put(to, extra);
    }

    // Reads a whole request with these credentials into `parser`; without them if `authorization` is nullptr.
    static const smr::Request& request(smr::RequestParser& parser, const char* method, const char* uri,
                                       const smr::Text* authorization, const char* more = "") {
        parser.reset();
        smr::TextOf<1024> head;
        put(head, method);
        put(head, " ");
        put(head, uri);
        put(head, " HTTP/1.1\r\nHost: 192.168.1.5\r\n");
        put(head, more);
        if (authorization != nullptr) {
            put(head, "Authorization: ");
            head.append(authorization->data(), authorization->size());
            put(head, "\r\n");
        }
        put(head, "\r\n");
        for (size_t index = 0; index < head.size(); ++index) {
            parser.feed(static_cast<uint8_t>(head.data()[index]));
        }
        CHECK_EQ(parser.state(), smr::RequestParser::State::kComplete);
        return parser.request();
    }

    static void put(smr::Text& to, const char* text) { to.append(text, check::length(text)); }

    const char* username = "admin";
    smr::HashKind kind = smr::HashKind::kSha256;
    char nonce[kNonce] = {};

private:
    void ha1(smr::HashKind of, uint8_t* to) {
        smr::TextOf<128> text;
        put(text, "admin:");
        put(text, realm_);
        put(text, ":");
        put(text, password_);
        crypto_.hash(of, text.data(), text.size(), to);
    }

    const char* realm_;
    const char* password_;
    FakeCrypto crypto_;
};
