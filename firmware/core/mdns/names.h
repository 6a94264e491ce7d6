// The names that a gateway answers for.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/identity.h"
#include "core/base/slice.h"
#include "core/control.h"
#include "core/mdns/message.h"
#include "core/store/settings.h"

namespace smr::mdns {

// Each is a label before another name.
enum class Name : uint8_t {
    kRoot,
    kLocal,
    kTcp,
    kUdp,
    kDnsSd,
    kKinds,  // _services._dns-sd._udp.local: what kinds of services there are (RFC 6763 section 9)
    // The kinds: _smr._tcp.local and so on. Other hosts have them too.
    kSmr,
    kHttp,
    kArduino,
    // Nobody else may have these: a name before a kind or before .local.
    kSmrInstance,
    kHttpInstance,
    kArduinoInstance,
    kHost,
    kId,
};
constexpr unsigned kNames = 14;
constexpr Name kFirstWithRecords = Name::kKinds;

constexpr bool is_unique(Name name) { return name >= Name::kSmrInstance; }

// The name without its first label.
Name parent_of(Name name);

// A label in RAM or in flash.
class Label {
public:
    explicit Label(FlashText constant) : constant_(constant) {}
    explicit Label(Slice text) : text_(text) {}
    size_t size() const { return constant_.size() + text_.size; }
    char at(size_t index) const { return text_.empty() ? constant_.at(index) : text_.data[index]; }

private:
    FlashText constant_;
    Slice text_;
};

// The gateway's own labels, as they were when it took them: settings may say others by now.
class Names {
public:
    explicit Names(const Identity& identity) : identity_(identity) {}
    Names(const Names&) = delete;
    Names& operator=(const Names&) = delete;

    // Takes what the settings say. From the second on, the number stands behind it: another has the name.
    void take(const Settings& settings, uint8_t number);
    // Whether the settings say what was taken, with that number.
    bool are_of(const Settings& settings, uint8_t number) const;
    // A gateway without a name has its id as its host name.
    bool is_host_the_id() const;

    Label label(Name name) const;

    // How the name at `at` of a message stands to `name`: 0 if they are the same but for the case of letters, else negative if its bytes
    // come before those of `name`. Not 0 where there is no name.
    int compare(const Message& message, size_t at, Name name) const;
    // Which of the names with records this is; kRoot if none.
    Name find(const Message& message, size_t at) const;

private:
    const Identity& identity_;
    char instance_[kNumberedNameSize] = {};
    char host_[kNumberedNameSize] = {};
    uint8_t instance_size_ = 0;
    uint8_t host_size_ = 0;
};

}  // namespace smr::mdns
