// DNS messages in words, for tests: written from and read into text, without the core's own reader and writer.
//
// A line each: "qd ANY kitchen.local QU", "an A kitchen.local 120! 192.168.1.77", "an SRV Kitchen._smr._tcp.local 120! 80 kitchen.local",
// "an TXT x._smr._tcp.local 4500! a=b c=d", "ar NSEC kitchen.local 120! A". The section first; "!" is the bit for what takes the place of
// all others.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "core/base/text.h"
#include "tests/check.h"

namespace dns {

struct Kind {
    const char* word;
    uint16_t number;
};
constexpr Kind kTypes[] = {{"A", 1}, {"PTR", 12}, {"TXT", 16}, {"AAAA", 28}, {"SRV", 33}, {"NSEC", 47}, {"ANY", 255}};
constexpr const char* kSections[] = {"qd", "an", "ns", "ar"};

inline uint16_t number_of(const char* word) {
    for (const Kind& kind : kTypes) {
        if (strcmp(kind.word, word) == 0) {
            return kind.number;
        }
    }
    return 0;
}

// A message as somebody else would send it: nothing is compressed.
class Written {
public:
    static constexpr size_t kCapacity = 1400;

    explicit Written(bool response = false, uint16_t id = 0) {
        memset(bytes, 0, 12);
        bytes[0] = static_cast<uint8_t>(id >> 8);
        bytes[1] = static_cast<uint8_t>(id);
        bytes[2] = response ? 0x84 : 0;
    }

    Written& truncated() {
        bytes[2] |= 2;
        return *this;
    }
    Written& ask(const char* type, const char* name, bool unicast = false) {
        put_name(name).put16(number_of(type)).put16(unicast ? 0x8001 : 1);
        return count(0);
    }
    // `data` are the words that follow the time to live. Section: 1 answer, 2 authority, 3 additional.
    Written& address(unsigned section, const char* name, uint32_t seconds, const uint8_t (&address)[4]) {
        const size_t data = head(name, 1, seconds);
        put(address, sizeof address);
        return finish(section, data);
    }
    Written& pointer(unsigned section, const char* name, uint32_t seconds, const char* target) {
        const size_t data = head(name, 12, seconds);
        put_name(target);
        return finish(section, data);
    }
    Written& service(unsigned section, const char* name, uint32_t seconds, uint16_t port, const char* host) {
        const size_t data = head(name, 33, seconds);
        put16(0).put16(0).put16(port).put_name(host);
        return finish(section, data);
    }
    // One string.
    Written& text(unsigned section, const char* name, uint32_t seconds, const char* string) {
        const size_t data = head(name, 16, seconds);
        put8(static_cast<uint8_t>(strlen(string))).put(string, strlen(string));
        return finish(section, data);
    }
    Written& raw(unsigned section, const char* name, const char* type, uint32_t seconds, const void* from, size_t count_) {
        const size_t data = head(name, number_of(type), seconds);
        put(from, count_);
        return finish(section, data);
    }

    size_t size = 12;
    uint8_t bytes[kCapacity];

private:
    Written& put(const void* from, size_t count_) {
        memcpy(bytes + size, from, count_);
        size += count_;
        return *this;
    }
    Written& put8(uint8_t value) { return put(&value, 1); }
    Written& put16(unsigned value) { return put8(static_cast<uint8_t>(value >> 8)).put8(static_cast<uint8_t>(value)); }
    Written& put_name(const char* name) {
        while (*name != '\0') {
            const char* end = strchr(name, '.');
            const size_t label = end != nullptr ? static_cast<size_t>(end - name) : strlen(name);
            put8(static_cast<uint8_t>(label)).put(name, label);
            name += label + (end != nullptr ? 1 : 0);
        }
        return put8(0);
    }
    size_t head(const char* name, uint16_t type, uint32_t seconds) {
        put_name(name).put16(type).put16(1).put16(seconds >> 16).put16(seconds & 0xFFFFU).put16(0);
        return size;
    }
    Written& finish(unsigned section, size_t data) {
        bytes[data - 2] = static_cast<uint8_t>((size - data) >> 8);
        bytes[data - 1] = static_cast<uint8_t>(size - data);
        return count(section);
    }
    Written& count(unsigned section) {
        ++bytes[4 + 2 * section + 1];
        return *this;
    }
};

// A message in words. A message that is not well-formed fails the test.
class Read {
public:
    Read(const uint8_t* bytes, size_t size) : bytes_(bytes), size_(size) {
        size_t at = 12;
        for (unsigned section = 0; section < 4; ++section) {
            for (unsigned left = u16(4 + 2 * section); left > 0 && sound_; --left) {
                read_entry(section, &at);
                lines_.append('\n');
            }
        }
        CHECK(sound_ && at == size && !lines_.overflowed());
        lines_.append('\0');
    }

    uint16_t id() const { return u16(0); }
    bool is_response() const { return (bytes_[2] & 0x80) != 0; }
    unsigned count(unsigned section) const { return u16(4 + 2 * section); }
    const char* lines() const { return lines_.data(); }
    // Whether there is this very line.
    bool says(const char* line) const {
        const size_t length = strlen(line);
        for (const char* at = lines(); (at = strstr(at, line)) != nullptr; ++at) {
            if ((at == lines() || at[-1] == '\n') && at[length] == '\n') {
                return true;
            }
        }
        return false;
    }
    // Whether a line begins so.
    bool mentions(const char* beginning) const {
        for (const char* at = lines(); (at = strstr(at, beginning)) != nullptr; ++at) {
            if (at == lines() || at[-1] == '\n') {
                return true;
            }
        }
        return false;
    }

private:
    uint16_t u16(size_t at) const {
        return at + 2 <= size_ ? static_cast<uint16_t>(bytes_[at] << 8 | bytes_[at + 1]) : uint16_t{0};
    }
    void words(const char* text) { lines_.append(text, strlen(text)); }
    void bytes(size_t at, size_t count) {
        sound_ = sound_ && at + count <= size_;
        if (sound_) {
            lines_.append(reinterpret_cast<const char*>(bytes_ + at), count);
        }
    }

    void read_name(size_t* at) {
        size_t from = *at;
        bool jumped = false;
        for (unsigned labels = 0; labels < 20 && sound_; ++labels) {
            sound_ = from < size_;
            if (sound_ && bytes_[from] >= 0xC0) {
                const size_t to = u16(from) & 0x3FFFU;
                *at = jumped ? *at : from + 2;
                jumped = true;
                sound_ = to < from;
                from = to;
                continue;
            }
            const size_t label = sound_ ? bytes_[from] : 0;
            sound_ = sound_ && label < 64;
            if (label == 0) {
                *at = jumped ? *at : from + 1;
                return;
            }
            if (labels > 0 && lines_.data()[lines_.size() - 1] != ' ') {
                lines_.append('.');
            }
            bytes(from + 1, label);
            from += 1 + label;
        }
        sound_ = false;
    }

    void read_entry(unsigned section, size_t* at) {
        const size_t name_at = *at;
        skip_name(at);
        const uint16_t type = u16(*at);
        const uint16_t of_class = u16(*at + 2);
        sound_ = sound_ && (of_class & 0x7FFF) == 1;
        words(kSections[section]);
        lines_.append(' ');
        for (const Kind& kind : kTypes) {
            if (kind.number == type) {
                words(kind.word);
            }
        }
        lines_.append(' ');
        size_t from = name_at;
        read_name(&from);
        *at += 4;
        if (section == 0) {
            words((of_class & 0x8000) != 0 ? " QU" : "");
            return;
        }
        lines_.append(' ').decimal(static_cast<uint32_t>(u16(*at)) << 16 | u16(*at + 2));
        words((of_class & 0x8000) != 0 ? "! " : " ");
        const size_t data_size = u16(*at + 4);
        *at += 6;
        sound_ = sound_ && *at + data_size <= size_;
        if (sound_) {
            read_data(type, *at, data_size);
        }
        *at += data_size;
    }

    void read_data(uint16_t type, size_t at, size_t data_size) {
        const size_t end = at + data_size;
        switch (type) {
            case 1:
                sound_ = data_size == 4;
                lines_.ipv4(bytes_ + at);
                return;
            case 33:
                sound_ = u16(at) == 0 && u16(at + 2) == 0;
                lines_.decimal(u16(at + 4)).append(' ');
                at += 6;
                [[fallthrough]];
            case 12:
                read_name(&at);
                break;
            case 16:
                while (at < end && sound_) {
                    const size_t string = bytes_[at];
                    bytes(at + 1, string);
                    at += 1 + string;
                    words(at < end ? " " : "");
                }
                break;
            case 47:
                skip_name(&at);
                read_types(at, end);
                return;
            default:
                return;
        }
        sound_ = sound_ && at == end;
    }

    void read_types(size_t at, size_t end) {
        sound_ = sound_ && bytes_[at] == 0 && at + 2 + bytes_[at + 1] == end;
        bool first = true;
        for (size_t index = 0; sound_ && index < bytes_[at + 1] * size_t{8}; ++index) {
            if ((bytes_[at + 2 + index / 8] & (0x80U >> (index % 8))) == 0) {
                continue;
            }
            words(first ? "" : " ");
            first = false;
            for (const Kind& kind : kTypes) {
                words(kind.number == index ? kind.word : "");
            }
        }
    }

    void skip_name(size_t* at) {
        while (*at < size_ && bytes_[*at] != 0 && bytes_[*at] < 0xC0) {
            *at += 1U + bytes_[*at];
        }
        *at += *at < size_ && bytes_[*at] != 0 ? 2 : 1;
    }

    const uint8_t* bytes_;
    size_t size_;
    bool sound_ = true;
    smr::TextOf<3000> lines_;
};

}  // namespace dns
