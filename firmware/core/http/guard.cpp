#include "core/http/guard.h"

namespace smr {

#if defined(SMR_LX106)
static_assert(sizeof(Guard) <= 256, "the guard's share of the memory");
#endif

void Guard::tick(Millis now) {
    digest_.tick(now);
    lockout_.tick(now);
}

Guard::Finding Guard::check_site(const Request& request, const OwnNames& names) {
    if (!is_own_host(request.host(), names)) {
        return Finding::kForeignHost;
    }
    // Programs send no Origin; browsers do whenever a page of another site is behind the request.
    if (!request.is_read() && request.has_origin() && !is_same_origin(request.origin(), request.host())) {
        return Finding::kForeignOrigin;
    }
    return Finding::kPass;
}

Guard::Finding Guard::check_admin(const Request& request, const Peer& peer, const AdminHashes& admin, Millis now) {
    // A peer that has to wait is not even told whether this one would have been right.
    if (!request.authorization().empty() && lockout_.wait(peer, now) > 0) {
        ++locked_out_;
        return Finding::kLockedOut;
    }
    switch (digest_.verify(request, admin, now)) {
        case DigestAuth::Verdict::kGranted:
            lockout_.succeeded(peer);
            return Finding::kPass;
        case DigestAuth::Verdict::kMalformed:
            return Finding::kMalformed;
        case DigestAuth::Verdict::kStale:
            return Finding::kStale;
        case DigestAuth::Verdict::kWrong:
            ++unauthorized_;
            delay_ = lockout_.failed(peer, now);
            return Finding::kWrongPassword;
        case DigestAuth::Verdict::kMissing:
            break;
    }
    return Finding::kNoPassword;
}

Answer Guard::answer_to(Finding finding) const {
    switch (finding) {
        case Finding::kForeignHost:
            return Answer::error(421, SMR_TEXT("foreign-host"),
                                 SMR_TEXT("This gateway does not go by that name: use its address, or its name in the home network."));
        case Finding::kForeignOrigin:
            return Answer::error(403, SMR_TEXT("foreign-origin"), SMR_TEXT("Pages of other sites cannot change anything here."));
        case Finding::kMalformed:
            return Answer::error(400, SMR_TEXT("bad-credentials"),
                                 SMR_TEXT("The Authorization header is not valid for this request."));
        case Finding::kLockedOut:
            return Answer::error(429, SMR_TEXT("locked-out"), SMR_TEXT("Too many wrong passwords: wait a while."));
        case Finding::kWrongPassword: {
            Answer answer = Answer::error(401, SMR_TEXT("wrong-password"), SMR_TEXT("The name or the password is wrong."));
            answer.delay = delay_;
            return answer;
        }
        case Finding::kNoPassword:
        case Finding::kStale:
        case Finding::kPass:
            break;
    }
    return Answer::error(401, SMR_TEXT("unauthorized"), SMR_TEXT("The admin password is needed."));
}

void Guard::write_headers(Finding finding, const Peer& peer, Text& to, Millis now) {
    switch (finding) {
        case Finding::kNoPassword:
        case Finding::kStale:
        case Finding::kWrongPassword:
            digest_.write_challenge(to, finding == Finding::kStale, now);
            break;
        case Finding::kLockedOut:
            to.append(SMR_TEXT("Retry-After: ")).decimal(lockout_.wait(peer, now) / kSecond + 1).append(SMR_TEXT("\r\n"));
            break;
        case Finding::kPass:
        case Finding::kForeignHost:
        case Finding::kForeignOrigin:
        case Finding::kMalformed:
            break;
    }
}

}  // namespace smr
