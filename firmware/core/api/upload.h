// A firmware image that comes over HTTP: as the body of a request, or as a file of a form.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/api/device.h"
#include "core/base/text.h"
#include "core/http/answer.h"
#include "core/http/handler.h"
#include "core/http/multipart.h"
#include "core/http/request.h"
#include "core/ota/firmware_update.h"

namespace smr {

class Upload {
public:
    // An upload that takes longer, in seconds, is given up: nobody may block all other updates with a byte now and then.
    static constexpr uint32_t kLongest = 15 * 60;

    Upload(const Device& device, FirmwareUpdate& update) : device_(device), update_(update) {}
    Upload(const Upload&) = delete;
    Upload& operator=(const Upload&) = delete;

    // Whether the body may come; otherwise `answer` says why not. `as_form`: the image is the file `firmware` of a form.
    bool begin(const Request& request, bool as_form, Answer* answer);
    // Whether more may come; otherwise `answer` says why not.
    bool take(const uint8_t* bytes, size_t count, bool as_form, Answer* answer);
    // The body is complete: verification begins.
    Answer end(bool as_form);
    // The outcome, or later().
    Answer outcome() const;
    // smr.update/1: what was verified.
    Produced write(Text& to) const;
    // Of the last upload that began, by whichever way, not 0.
    uint16_t number() const { return update_.number(); }
    // Gives up what is not verified yet.
    void abandon() { update_.abandon(); }

private:
    // The form that is being received, in memory of the update's; null once it is over.
    MultipartFile* form();

    const Device& device_;
    FirmwareUpdate& update_;
    uint32_t begun_s_ = 0;
};

}  // namespace smr
