#include "stub/commands.h"

#include "stub/bytes.h"
#include "stub/line.h"
#include "stub/rom.h"
#include "stub/status.h"

enum { kDigest = 16, kSyncAnswers = 8, kChunk = 4096 };

static void send_u32(uint32_t value) {
    for (uint32_t shift = 0; shift < 32; shift += 8) {
        slip_send((uint8_t)(value >> shift));
    }
}

void answer_value(uint8_t command, uint32_t value, const uint8_t* data, uint32_t size, uint8_t status) {
    enum { kAnswer = 1, kStatusBytes = 2 };
    slip_end();
    slip_send(kAnswer);
    slip_send(command);
    slip_send((uint8_t)(size + kStatusBytes));
    slip_send(0);
    send_u32(value);
    for (uint32_t index = 0; index < size; ++index) {
        slip_send(data[index]);
    }
    slip_send(status);
    slip_send(0);
    slip_end();
}

void answer(uint8_t command, uint8_t status) { answer_value(command, 0, 0, 0, status); }

/* --- registers: those of the peripherals, and the ROM to be read. The memory of the stub is nobody's business. */

static int is_register(uint32_t address) {
    return (address & 3U) == 0 && ((address >= 0x3FF00000 && address < 0x3FF20000) || (address >= 0x60000000 && address < 0x60002000));
}

static int is_rom(uint32_t address) { return (address & 3U) == 0 && address >= 0x40000000 && address < 0x40010000; }

static void read_register(uint32_t address) {
    if (is_register(address) || is_rom(address)) {
        answer_value(kReadRegister, chip_read(address), 0, 0, kOk);
    } else {
        answer(kReadRegister, kInvalid);
    }
}

/* Address, value, mask, microseconds to wait before: once or several times. */
static uint8_t write_registers(const uint8_t* data, uint32_t size) {
    enum { kOne = 16, kLongestWait = 1000000 };
    for (uint32_t at = 0; at < size; at += kOne) {
        const uint32_t address = get_u32(data + at);
        const uint32_t mask = get_u32(data + at + 8);
        const uint32_t wait = get_u32(data + at + 12);
        if (!is_register(address) || wait > kLongestWait) {
            return kInvalid;
        }
        chip_delay(wait);
        const uint32_t former = mask == 0xFFFFFFFF ? 0 : chip_read(address) & ~mask;
        chip_write(address, former | (get_u32(data + at + 4) & mask));
    }
    return kOk;
}

/* --- the rest */

static void change_speed(uint32_t baud, uint32_t former_baud) {
    enum { kSlowest = 9600, kFastest = 4000000 };
    if (baud < kSlowest || baud > kFastest || former_baud < kSlowest || former_baud > kFastest) {
        answer(kChangeSpeed, kInvalid);
        return;
    }
    answer(kChangeSpeed, kOk);
    line_flush();
    line_change_speed(baud, former_baud);
}

static void digest_flash(Stub* stub, uint32_t address, uint32_t size) {
    if (!flash_holds(stub->flash_size, address, size)) {
        answer(kMd5, kInvalid);
        return;
    }
    Md5Context context;
    uint8_t digest[kDigest];
    MD5Init(&context);
    while (size > 0) {
        const uint32_t part = size < kChunk ? size : kChunk;
        const uint8_t* bytes;
        const uint8_t status = flash_read(stub->flash_size, address, part, stub->window, &bytes);
        if (status != kOk) {
            answer(kMd5, status);
            return;
        }
        MD5Update(&context, bytes, part);
        address += part;
        size -= part;
    }
    MD5Final(digest, &context);
    answer_value(kMd5, 0, digest, kDigest, kOk);
}

static void run_application(void) {
    line_flush();
    chip_reset();
}

/* Bytes of data that a command has, or has at least; 0 for those that take any. */
static uint32_t least_data(uint8_t command) {
    switch (command) {
        case kFlashBegin:
        case kFlashData:
        case kWriteRegister:
        case kCompressedBegin:
        case kCompressedData:
        case kMd5:
        case kReadFlash:
            return 16;
        case kSetParameters:
            return 24;
        case kEraseRegion:
        case kChangeSpeed:
            return 8;
        case kFlashEnd:
        case kCompressedEnd:
        case kReadRegister:
            return 4;
        default:
            return 0;
    }
}

/* Whether so many bytes of data are right for a command. */
static int fits(uint8_t command, const uint8_t* data, uint32_t size) {
    const uint32_t least = least_data(command);
    switch (command) {
        case kFlashData:
        case kCompressedData:
            return size >= least;
        case kWriteRegister:
            return size >= least && (size & 15U) == 0;
        case kFlashBegin:
        case kCompressedBegin:
            /* Newer hosts add whether the flash is encrypted, which the ESP8266's cannot be. */
            return size == least || (size == least + 4 && get_u32(data + least) == 0);
        default:
            return least == 0 || size == least;
    }
}

static void run_command(Stub* stub, uint8_t command, const uint8_t* data, uint32_t size, uint32_t check_sum) {
    if (!fits(command, data, size)) {
        answer(command, kBadLength);
        return;
    }
    /* What reads the flash or changes it behind its back ends a write; it needs the window, too. */
    if (command == kMd5 || command == kReadFlash || command == kEraseFlash || command == kEraseRegion || command == kSetParameters) {
        stub->write = kNoWrite;
    }
    switch (command) {
        case kSync:
            for (uint32_t count = 0; count < kSyncAnswers; ++count) {
                answer(kSync, kOk);
            }
            break;
        case kReadRegister:
            read_register(get_u32(data));
            break;
        case kWriteRegister:
            answer(command, write_registers(data, size));
            break;
        case kChangeSpeed:
            change_speed(get_u32(data), get_u32(data + 4));
            break;
        case kAttach:
            SelectSpiFunction();
            answer(command, kOk);
            break;
        case kSetParameters:
            answer(command, flash_set_size(&stub->flash_size, get_u32(data + 4)));
            break;
        case kFlashBegin:
        case kCompressedBegin:
            begin_write(stub, command, data);
            break;
        case kFlashData:
        case kCompressedData:
            take_block(stub, command, data, size, check_sum);
            break;
        case kFlashEnd:
        case kCompressedEnd:
            end_write(stub, command, data);
            break;
        case kMd5:
            digest_flash(stub, get_u32(data), get_u32(data + 4));
            break;
        case kEraseFlash:
            answer(command, flash_erase_all());
            break;
        case kEraseRegion:
            answer(command, flash_erase(stub->flash_size, get_u32(data), get_u32(data + 4)));
            break;
        case kReadFlash:
            read_flash(stub, data);
            break;
        case kRunApplication:
            run_application();
            break;
        default:
            answer(command, kUnknownCommand);
    }
}

/* A frame that is no command is line noise, or an answer: nothing is said to it. */
static void take_frame(Stub* stub, const uint8_t* frame, uint32_t size) {
    enum { kRequest = 0 };
    if (size < kFrameHeader || frame[0] != kRequest) {
        return;
    }
    if (get_u16(frame + 2) != size - kFrameHeader) {
        answer(frame[1], kBadLength);
        return;
    }
    run_command(stub, frame[1], frame + kFrameHeader, size - kFrameHeader, get_u32(frame + 4));
}

void stub_begin(Stub* stub) {
    frames_begin(&stub->frames);
    stub->write = kNoWrite;
    stub->problem = kOk;
    SelectSpiFunction();
    flash_set_size(&stub->flash_size, kMostFlash);
    slip_end();
    slip_send('O');
    slip_send('H');
    slip_send('A');
    slip_send('I');
    slip_end();
}

void stub_run(Stub* stub) {
    for (;;) {
        const int goes_on = line_pump();
        uint32_t size = 0;
        const uint8_t* const frame = frames_first(&stub->frames, &size);
        if (frame != 0) {
            take_frame(stub, frame, size);
            frames_release(&stub->frames);
        } else if (!goes_on) {
            return;
        }
    }
}
