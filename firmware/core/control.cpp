#include "core/control.h"

#include <string.h>

#include "core/base/text.h"

namespace smr {

void write_host_name(const Settings& settings, const Identity& identity, Text& to) {
    const size_t before = to.size();
    bool hyphen = false;
    for (uint8_t index = 0; index < settings.name_size; ++index) {
        const char letter = settings.name[index];
        const char lower = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
        if ((lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9')) {
            // Hyphens stand only between two others.
            if (hyphen && to.size() > before) {
                to.append('-');
            }
            hyphen = false;
            to.append(lower);
        } else {
            hyphen = true;
        }
    }
    if (to.size() == before) {
        to.append(identity.id(), Identity::kSize);
    }
}

void write_name_number(uint8_t number, Text& to) {
    if (number > 1) {
        to.append('-').decimal(number);
    }
}

void Control::apply(Millis now) {
    led_.configure(settings_.led);
    button_.configure(settings_.button, now);
    if (settings_.request.pin != kNoPin) {
        // The meter is asked all the time: it answers once a second.
        port_.pins.make_output(settings_.request.pin);
        port_.pins.write(settings_.request.pin, !settings_.request.active_low);
    }
    port_.wifi.set_radio(settings_.power_quarter_dbm, settings_.phy_mode);
    TextOf<kNameSize> name;
    write_host_name(settings_, identity_, name);
    port_.wifi.set_host_name(name.data(), name.size());
}

bool Control::keep(const Settings& wanted, Millis now) {
    if (forgotten_) {
        // What was in force is still in memory until the restart: saving it would undo the reset.
        return false;
    }
    switch (store_.save(wanted)) {
        case SettingsStore::Saved::kFailed:
            events_.record(EventCode::kSettingsFailed, uptime_.seconds());
            return false;
        case SettingsStore::Saved::kYes:
            events_.record(EventCode::kSettingsSaved, uptime_.seconds());
            break;
        case SettingsStore::Saved::kUnchanged:
            break;
    }
    settings_ = wanted;
    apply(now);
    return true;
}

bool Control::factory_reset(Millis now) {
    if (!store_.erase()) {
        events_.record(EventCode::kSettingsFailed, uptime_.seconds());
        return false;
    }
    forgotten_ = true;
    events_.record(EventCode::kFactoryReset, uptime_.seconds());
    restart(RestartReason::kFactoryReset, 0, now);
    return true;
}

bool Control::forget_network(Millis now) {
    Settings wanted = settings_;
    memset(&wanted.wifi, 0, sizeof wanted.wifi);
    memset(&wanted.addresses, 0, sizeof wanted.addresses);
    // The key is still in the older sector: power may be cut before it is erased, and the order is then to be given again.
    if (forgotten_ || store_.save(wanted) == SettingsStore::Saved::kFailed || !store_.erase_older()) {
        events_.record(EventCode::kSettingsFailed, uptime_.seconds());
        return false;
    }
    // What is in force in memory stays until the restart, so that the answer still gets out.
    forgotten_ = true;
    events_.record(EventCode::kSettingsSaved, uptime_.seconds());
    restart(RestartReason::kSettings, 0, now);
    return true;
}

bool Control::roll_back(WhyBack why, Millis now) {
    if (!record_.go_back(why)) {
        return false;
    }
    restart(RestartReason::kRolledBack, static_cast<uint8_t>(why), now);
    return true;
}

void Control::restart(RestartReason reason, uint8_t detail, Millis now) {
    if (restarting_) {
        return;
    }
    restarting_ = true;
    reason_ = reason;
    detail_ = detail;
    ordered_ = now;
    events_.record(EventCode::kRestart, uptime_.seconds(), static_cast<uint32_t>(reason));
}

void Control::tick(Millis now, bool busy) {
    if (!restarting_ || restarted_ || !passed(now, ordered_, busy ? kLongestDelay : kShortestDelay)) {
        return;
    }
    restarted_ = true;
    reset_.announce(reason_, detail_);
    port_.system.restart();
}

}  // namespace smr
