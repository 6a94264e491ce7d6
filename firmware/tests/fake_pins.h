// Pins that a test looks at and pulls.
#pragma once

#include "core/port.h"

class FakePins final : public smr::Pins {
public:
    static constexpr unsigned kPins = 17;
    enum class Mode : uint8_t { kUnused, kOutput, kInputWithPullUp };

    // --- the test's side

    // What something outside drives an input to.
    void pull(uint8_t pin, bool high) { level_[pin] = high; }
    bool level(uint8_t pin) const { return level_[pin]; }
    Mode mode(uint8_t pin) const { return mode_[pin]; }

    unsigned writes = 0;

    // --- the core's side

    void make_output(uint8_t pin) override { mode_[pin] = Mode::kOutput; }
    void make_input_with_pull_up(uint8_t pin) override { mode_[pin] = Mode::kInputWithPullUp; }
    void write(uint8_t pin, bool high) override {
        level_[pin] = high;
        ++writes;
    }
    bool read(uint8_t pin) override { return level_[pin]; }

private:
    Mode mode_[kPins] = {};
    bool level_[kPins] = {};
};
