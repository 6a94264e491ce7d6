/* First status byte of an answer; the second is 0. The numbers are those esptool knows ("Serial Protocol"). */
#ifndef SMR_STUB_STATUS_H
#define SMR_STUB_STATUS_H

enum {
    kOk = 0x00,
    kBadLength = 0xC0,
    kBadChecksum = 0xC1,
    kBadBlockSize = 0xC2,
    /* A command with parameters that make no sense here. */
    kInvalid = 0xC3,
    kFlashFailed = 0xC4,
    kFlashLocked = 0xC5,
    kNotWriting = 0xC6,
    kBrokenStream = 0xC7,
    kTooLittle = 0xC8,
    kTooMuch = 0xC9,
    kUnknownCommand = 0xFF,
};

#endif
