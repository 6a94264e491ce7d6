#include "core/api/documents.h"
#include "core/api/json.h"

namespace smr {

namespace {

// What fits into a step: about 70 bytes each.
constexpr unsigned kEventsPerStep = 4;

}  // namespace

Produced write_events(const Device& device, uint32_t step, uint32_t* at, uint32_t end, Text& to) {
    Json json(to);
    if (step == 0) {
        json.open().word(SMR_TEXT("schema"), SMR_TEXT("smr.events/1")).number(SMR_TEXT("next"), end);
        json.number(SMR_TEXT("uptime_s"), device.uptime.seconds()).open_array(SMR_TEXT("events"));
    }
    for (unsigned count = 0; count < kEventsPerStep && *at < end; ++count) {
        Event event;
        // One that was pushed out meanwhile is left out.
        if (device.events.read(*at, &event)) {
            Json element(to, step > 0 || count > 0);
            element.open().number(SMR_TEXT("seq"), event.sequence).number(SMR_TEXT("uptime_s"), event.uptime_s);
            element.word(SMR_TEXT("code"), code_of(event.code)).number(SMR_TEXT("detail"), event.detail).close();
        }
        ++*at;
    }
    if (*at < end) {
        return Produced::kMore;
    }
    Json(to).close_array().close();
    return Produced::kDone;
}

}  // namespace smr
