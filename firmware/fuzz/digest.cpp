// Authorization headers: nobody gets in who does not know the password.
#include "core/http/digest_auth.h"

#include "core/http/request_parser.h"
#include "fuzz/fuzz.h"
#include "tests/digest_client.h"
#include "tests/fake_system.h"

namespace {

const char kRealm[] = "smr-a1b2c3";
const char kRight[] =
    "Digest username=\"admin\", realm=\"smr-a1b2c3\", nonce=\"$\", uri=\"/x\", algorithm=MD5, response=\"0123\", qop=auth, "
    "nc=00000001, cnonce=\"a\"";

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
    FakeCrypto crypto;
    FakeSystem system;
    smr::DigestAuth auth(crypto, system, smr::Slice(kRealm, sizeof kRealm - 1), 0);
    DigestClient client(kRealm, "a password that no input knows: 9f27c1");
    const smr::AdminHashes hashes = client.hashes();
    smr::TextOf<800> challenge;
    auth.write_challenge(challenge, false, 0);
    client.take_challenge(challenge.data(), challenge.size());

    smr::RequestParser parser;
    const char before[] = "GET /x HTTP/1.1\r\nHost: a\r\nAuthorization: ";
    for (size_t at = 0; at < sizeof before - 1; ++at) {
        parser.feed(static_cast<uint8_t>(before[at]));
    }
    for (size_t at = 0; at < size && parser.state() == smr::RequestParser::State::kReading; ++at) {
        if (bytes[at] == '$') {
            // A nonce of the gateway's own.
            for (const char letter : client.nonce) {
                parser.feed(static_cast<uint8_t>(letter));
            }
        } else if (bytes[at] != '\r' && bytes[at] != '\n') {
            parser.feed(bytes[at]);
        }
    }
    const char end[] = {'\r', '\n', '\r', '\n'};
    for (const char letter : end) {
        if (parser.state() == smr::RequestParser::State::kReading) {
            parser.feed(static_cast<uint8_t>(letter));
        }
    }
    if (parser.state() == smr::RequestParser::State::kComplete) {
        const smr::DigestAuth::Verdict verdict = auth.verify(parser.request(), hashes, 0);
        fuzz::require(verdict != smr::DigestAuth::Verdict::kGranted, "no password, no entry");
        fuzz::require(verdict != smr::DigestAuth::Verdict::kStale, "a stale nonce is only told with the right password");
    }
    return 0;
}

void fuzz::write_seeds(Seeds& seeds) {
    seeds.add(kRight);
    seeds.add("Digest username=admin,realm=\"smr\\-a1b2c3\" , nonce=\"$\",uri=/x,algorithm=sha-256,"
              "response=\"0000000000000000000000000000000000000000000000000000000000000000\",qop=\"auth\",nc=ffffffff,cnonce=\"\"");
    seeds.add("Digest username*=UTF-8''admin, realm=\"smr-a1b2c3\", opaque=\"\\\"\"");
}
