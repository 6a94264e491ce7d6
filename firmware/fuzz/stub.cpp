// The serial line of the RAM loader: whatever comes, it uses no memory and no flash but what it may, and answers afterwards.
#include "tests/fake_rom.h"

#include "fuzz/fuzz.h"
#include "stub/status.h"

namespace {

using fake_rom::world;

uint8_t line[2 * kMostFrame];

// A frame as the host sends it.
size_t escape(const uint8_t* frame, size_t size, uint8_t* to) {
    size_t made = 0;
    to[made++] = 0xC0;
    for (size_t at = 0; at < size; ++at) {
        if (frame[at] == 0xC0 || frame[at] == 0xDB) {
            to[made++] = 0xDB;
            to[made++] = frame[at] == 0xC0 ? 0xDC : 0xDD;
        } else {
            to[made++] = frame[at];
        }
    }
    to[made++] = 0xC0;
    return made;
}

// A command whose length and check sum are right: hardly anything else would get past them.
size_t sound_frame(uint8_t command, const uint8_t* data, size_t size, uint8_t* to) {
    static uint8_t frame[kMostFrame];
    const bool is_block = (command == kFlashData || command == kCompressedData) && size >= kBlockHeader;
    uint8_t sum = 0xEF;
    for (size_t at = kBlockHeader; at < size; ++at) {
        sum = static_cast<uint8_t>(sum ^ data[at]);
    }
    memset(frame, 0, kFrameHeader);
    frame[1] = command;
    frame[2] = static_cast<uint8_t>(size);
    frame[3] = static_cast<uint8_t>(size >> 8U);
    frame[4] = sum;
    if (size > 0) {
        memcpy(frame + kFrameHeader, data, size);
    }
    if (is_block) {
        const uint32_t length = static_cast<uint32_t>(size) - kBlockHeader;
        for (unsigned byte = 0; byte < 4; ++byte) {
            frame[kFrameHeader + byte] = static_cast<uint8_t>(length >> (8 * byte));
        }
    }
    return escape(frame, kFrameHeader + size, to);
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
    fake_rom::start();
    fuzz::Input input(bytes, size);
    while (!input.empty()) {
        const uint8_t what = input.byte();
        size_t taken = 0;
        const size_t wanted = input.byte();
        const uint8_t* const data = input.take(wanted, &taken);
        if (what == 0) {
            fake_rom::run(data, taken);
        } else if (what != kSetParameters) {
            fake_rom::run(line, sound_frame(what, data, taken, line));
        }
        fuzz::require(world().violations == 0, "the flash is used as it must be");
    }
    static const uint8_t zeros[fake_rom::kFlashSize / 2] = {};
    fuzz::require(memcmp(fake_rom::flash() + sizeof zeros, zeros, sizeof zeros) == 0, "what was not announced stays");
    // An end for what may have begun, then a question.
    const uint8_t end = 0xC0;
    fake_rom::run(&end, 1);
    world().said_size = 0;
    fake_rom::run(line, sound_frame(kSync, nullptr, 0, line));
    const uint8_t answer[] = {0xC0, 1, kSync, 2, 0, 0, 0, 0, 0, 0, 0, 0xC0};
    fuzz::require(world().said_size == 8 * sizeof answer, "it still answers");
    fuzz::require(memcmp(world().said, answer, sizeof answer) == 0, "as it must");
    return 0;
}

void fuzz::write_seeds(Seeds& seeds) {
    // Write "hello" compressed, ask for its MD5, read it back, acknowledge, erase it.
    const uint8_t session[] = {
        kCompressedBegin, 16, 5, 0, 0, 0, 1, 0, 0, 0, 0, 4, 0, 0, 0, 16, 0, 0,
        kCompressedData, 29, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0x78, 0x9C, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x06, 0x2C, 0x02, 0x15,
        kCompressedEnd, 4, 1, 0, 0, 0,
        kMd5, 16, 0, 16, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        kReadFlash, 16, 1, 16, 0, 0, 7, 0, 0, 0, 4, 0, 0, 0, 2, 0, 0, 0,
        0, 6, 0xC0, 7, 0, 0, 0, 0xC0,
        kEraseRegion, 8, 0, 16, 0, 0, 0, 16, 0, 0,
    };
    seeds.add(session, sizeof session);
    const uint8_t plain[] = {
        kFlashBegin, 16, 6, 0, 0, 0, 1, 0, 0, 0, 8, 0, 0, 0, 4, 0, 0, 0,
        kFlashData, 24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 0xFF, 0xFF,
        kFlashEnd, 4, 0, 0, 0, 0,
        kReadRegister, 4, 0, 0x10, 0, 0x40,
        kWriteRegister, 16, 0x40, 2, 0, 0x60, 1, 2, 3, 4, 0xFF, 0, 0, 0, 0, 0, 0, 0,
        kChangeSpeed, 8, 0, 0x10, 0x0E, 0, 0, 0xC2, 1, 0,
        kEraseFlash, 0, kAttach, 4, 0, 0, 0, 0, kRunApplication, 0, kSync, 0,
        0, 5, 0xC0, 0xDB, 0xDD, 0xDB, 1,
    };
    seeds.add(plain, sizeof plain);
}
