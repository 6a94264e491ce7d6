#include "core/api/upload.h"

#include "core/api/json.h"
#include "core/base/hex.h"

namespace smr {

namespace {

uint16_t status_of(ImageProblem problem) {
    switch (problem) {
        case ImageProblem::kTooLarge:
            return 413;
        case ImageProblem::kFlash:
            return 500;
        case ImageProblem::kUnconfirmed:
            return 409;
        default:
            return 422;
    }
}

}  // namespace

bool Upload::begin(const Request& request, bool as_form, Answer* answer) {
    uint8_t digest[kSha256Size];
    const Slice announced = request.sha256();
    if (!announced.empty() && (announced.size != 2 * kSha256Size || !read_hex(announced.data, digest, kSha256Size))) {
        *answer = Answer::error(400, SMR_TEXT("bad-digest"), SMR_TEXT("X-SMR-SHA256 is not 64 hexadecimal digits."));
        return false;
    }
    if (!as_form && announced.empty()) {
        *answer = Answer::error(400, SMR_TEXT("digest-missing"),
                                SMR_TEXT("Send the SHA-256 of the image in the header X-SMR-SHA256."));
        return false;
    }
    if (update_.is_busy()) {
        *answer = Answer::error(409, SMR_TEXT("busy"), SMR_TEXT("Another update is under way."));
        return false;
    }
    if (as_form && !form_.begin(request.content_type())) {
        *answer = Answer::error(415, SMR_TEXT("no-form"), SMR_TEXT("Send the image as the file `firmware` of a form."));
        return false;
    }
    // How long the file in a form is, its head does not say.
    if (!update_.begin(as_form ? 0 : request.content_length(), device_.settings)) {
        *answer = outcome();
        return false;
    }
    begun_s_ = device_.uptime.seconds();
    if (!announced.empty()) {
        update_.expect_digest(HashKind::kSha256, digest);
    }
    return true;
}

bool Upload::take(const uint8_t* bytes, size_t count, bool as_form, Answer* answer) {
    if (device_.uptime.seconds() - begun_s_ > kLongest) {
        update_.abandon();
        *answer = Answer::error(408, SMR_TEXT("too-slow"), SMR_TEXT("The upload took too long."));
        return false;
    }
    bool taken = false;
    if (as_form) {
        MultipartFile::Taker taker;
        taker.self = &update_;
        taker.take = [](void* update, const uint8_t* piece, size_t size) {
            return static_cast<FirmwareUpdate*>(update)->write(piece, size);
        };
        taken = form_.feed(bytes, count, taker) != MultipartFile::State::kFailed;
    } else {
        taken = update_.write(bytes, count);
    }
    if (!taken) {
        *answer = outcome();
        // A damaged form is no failure of the update's own: it would wait for more for ever.
        update_.abandon();
    }
    return taken;
}

Answer Upload::end(bool as_form) {
    if (as_form && form_.state() != MultipartFile::State::kComplete) {
        update_.abandon();
        return Answer::error(400, SMR_TEXT("no-file"), SMR_TEXT("The form has no file `firmware`."));
    }
    update_.finish();
    return Answer::later();
}

Answer Upload::outcome() const {
    if (update_.state() == FirmwareUpdate::State::kVerifying) {
        return Answer::later();
    }
    if (update_.state() == FirmwareUpdate::State::kReady) {
        return Answer::steps(200, Media::kJson);
    }
    const ImageProblem problem = update_.problem();
    if (problem == ImageProblem::kNone) {
        return Answer::error(400, SMR_TEXT("bad-form"), SMR_TEXT("The form is damaged."));
    }
    return Answer::error(status_of(problem), code_of(problem), message_of(problem));
}

Produced Upload::write(Text& to) const {
    const Descriptor& image = update_.image().descriptor();
    Json json(to);
    json.open().word(SMR_TEXT("schema"), SMR_TEXT("smr.update/1"));
    json.text(SMR_TEXT("version"), image.version, length_of_field(image.version, kVersionSize));
    json.text(SMR_TEXT("build"), image.build, length_of_field(image.build, kBuildSize));
    json.hex(SMR_TEXT("sha256"), update_.application_sha256(), kSha256Size).close();
    return Produced::kDone;
}

}  // namespace smr
