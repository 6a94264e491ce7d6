// An Improv client for tests: makes packets, and reads what the gateway answers.
#pragma once

#include <string.h>

#include "core/port.h"

struct ImprovPacket {
    uint8_t bytes[300];
    size_t size = 0;

    // Any packet, right or wrong as the arguments are.
    ImprovPacket(uint8_t type, const void* data, size_t data_size) {
        memcpy(bytes, "IMPROV\x01", 7);
        bytes[7] = type;
        bytes[8] = static_cast<uint8_t>(data_size);
        if (data_size > 0) {
            memcpy(bytes + 9, data, data_size);
        }
        size = 9 + data_size;
        uint8_t sum = 0;
        for (size_t index = 0; index < size; ++index) {
            sum = static_cast<uint8_t>(sum + bytes[index]);
        }
        bytes[size++] = sum;
        bytes[size++] = '\n';
    }

    static ImprovPacket command(uint8_t number, const void* arguments = nullptr, size_t arguments_size = 0) {
        uint8_t data[2 + 253];
        data[0] = number;
        data[1] = static_cast<uint8_t>(arguments_size);
        if (arguments_size > 0) {
            memcpy(data + 2, arguments, arguments_size);
        }
        return ImprovPacket(3, data, 2 + arguments_size);
    }

    static ImprovPacket credentials(const char* ssid, const char* secret) {
        uint8_t arguments[200];
        const size_t ssid_size = strlen(ssid);
        const size_t secret_size = strlen(secret);
        arguments[0] = static_cast<uint8_t>(ssid_size);
        memcpy(arguments + 1, ssid, ssid_size);
        arguments[1 + ssid_size] = static_cast<uint8_t>(secret_size);
        memcpy(arguments + 2 + ssid_size, secret, secret_size);
        return command(1, arguments, 2 + ssid_size + secret_size);
    }
};

// The packets in what a gateway sent, as text: "error 0, state 2, result 3 [smr|1.2.0]". Wrong framing shows as "?".
class ImprovAnswers {
public:
    ImprovAnswers(const uint8_t* bytes, size_t size) {
        size_t at = 0;
        while (at < size) {
            const size_t left = size - at;
            // A newline, nine bytes of header, data, the check sum, a newline.
            const bool framed = left >= 12 && bytes[at] == '\n' && memcmp(bytes + at + 1, "IMPROV\x01", 7) == 0;
            const size_t data_size = framed ? bytes[at + 9] : 0;
            if (!framed || left < 12 + data_size || bytes[at + 11 + data_size] != '\n' ||
                sum(bytes + at + 1, 9 + data_size) != bytes[at + 10 + data_size]) {
                add("?");
                return;
            }
            if (at > 0) {
                add(", ");
            }
            describe(bytes[at + 8], bytes + at + 10, data_size);
            at += 12 + data_size;
        }
    }

    const char* data() const { return text_; }
    size_t size() const { return size_; }

private:
    static uint8_t sum(const uint8_t* bytes, size_t count) {
        unsigned total = 0;
        for (size_t index = 0; index < count; ++index) {
            total += bytes[index];
        }
        return static_cast<uint8_t>(total);
    }
    void describe(uint8_t type, const uint8_t* data, size_t size) {
        if ((type == 1 || type == 2) && size == 1) {
            add(type == 1 ? "state " : "error ");
            number(data[0]);
        } else if (type == 4 && size >= 2 && data[1] == size - 2) {
            add("result ");
            number(data[0]);
            add(" [");
            size_t at = 2;
            while (at < size) {
                if (at > 2) {
                    add("|");
                }
                if (at + 1 + data[at] > size) {
                    add("?");
                    return;
                }
                add(reinterpret_cast<const char*>(data + at + 1), data[at]);
                at += 1U + data[at];
            }
            add("]");
        } else {
            add("?");
        }
    }
    void number(unsigned value) {
        if (value >= 10) {
            number(value / 10);
        }
        const char digit = static_cast<char>('0' + value % 10);
        add(&digit, 1);
    }
    void add(const char* text) { add(text, strlen(text)); }
    void add(const char* text, size_t count) {
        for (size_t index = 0; index < count && size_ < sizeof text_; ++index) {
            text_[size_++] = text[index];
        }
    }

    char text_[1024] = {};
    size_t size_ = 0;
};
