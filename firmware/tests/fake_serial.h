// A serial line that a test feeds.
#pragma once

#include <string.h>

#include "core/port.h"

class FakeSerial final : public smr::Serial {
public:
    static constexpr size_t kBuffer = 8192;

    // Bytes from the meter. What does not fit counts as overrun, as in the chip's receive buffer.
    void feed(const void* bytes, size_t count) {
        const uint8_t* from = static_cast<const uint8_t*>(bytes);
        for (size_t index = 0; index < count; ++index) {
            if (size_ == kBuffer) {
                ++overruns_;
            } else {
                buffer_[(first_ + size_++) % kBuffer] = from[index];
            }
        }
    }
    void feed(const char* text) { feed(text, strlen(text)); }

    size_t waiting() const { return size_; }

    // What the gateway sent, since the last clear_sent().
    const uint8_t* sent() const { return sent_; }
    size_t sent_size() const { return sent_size_; }
    void clear_sent() { sent_size_ = 0; }

    const smr::LineSettings& settings() const { return settings_; }
    unsigned configured() const { return configured_; }
    // How many bytes the line takes at a time.
    void take_at_most(size_t count) { at_most_ = count; }
    void set_idles_high(bool high) { idles_high_ = high; }

    void configure(const smr::LineSettings& settings) override {
        settings_ = settings;
        ++configured_;
    }
    size_t receive(uint8_t* to, size_t count) override {
        size_t taken = 0;
        while (taken < count && size_ > 0) {
            to[taken++] = buffer_[first_];
            first_ = (first_ + 1) % kBuffer;
            --size_;
        }
        return taken;
    }
    size_t send(const uint8_t* from, size_t count) override {
        const size_t room = at_most_ < sizeof sent_ - sent_size_ ? at_most_ : sizeof sent_ - sent_size_;
        const size_t taken = count < room ? count : room;
        memcpy(sent_ + sent_size_, from, taken);
        sent_size_ += taken;
        return taken;
    }
    uint32_t overruns() override { return overruns_; }
    uint32_t framing_errors() override { return 0; }
    bool idles_high() override { return idles_high_; }

private:
    uint8_t buffer_[kBuffer] = {};
    size_t first_ = 0;
    size_t size_ = 0;
    uint8_t sent_[4096] = {};
    size_t sent_size_ = 0;
    size_t at_most_ = sizeof sent_;
    uint32_t overruns_ = 0;
    smr::LineSettings settings_ = {};
    unsigned configured_ = 0;
    bool idles_high_ = false;
};
