/* FLASH_BEGIN, FLASH_DATA, FLASH_END, and the same for compressed data. */
#include "stub/bytes.h"
#include "stub/commands.h"
#include "stub/line.h"
#include "stub/status.h"

static uint8_t write_decompressed(void* self, const uint8_t* bytes, uint32_t size) {
    return flash_writer_put((FlashWriter*)self, bytes, size);
}

/* Size, number of blocks, bytes in each, address. */
void begin_write(Stub* stub, uint8_t command, const uint8_t* data) {
    const uint32_t size = get_u32(data);
    stub->write = kNoWrite;
    stub->block_size = get_u32(data + 8);
    if (stub->block_size > kMostBlock || (stub->block_size == 0 && size > 0)) {
        answer(command, kBadBlockSize);
        return;
    }
    const uint8_t status = flash_writer_begin(&stub->writer, stub->flash_size, get_u32(data + 12), size);
    if (status == kOk) {
        stub->write = command == kFlashBegin ? kPlainWrite : kCompressedWrite;
        stub->problem = kOk;
        stub->next_block = 0;
        inflate_begin(&stub->inflate, (uint8_t*)stub->window, write_decompressed, &stub->writer);
    }
    answer(command, status);
}

/* The host fills the last block up with ones. */
static uint8_t write_plain(FlashWriter* writer, const uint8_t* bytes, uint32_t size) {
    const uint32_t left = writer->end - writer->at;
    const uint32_t wanted = size < left ? size : left;
    for (uint32_t index = wanted; index < size; ++index) {
        if (bytes[index] != 0xFF) {
            return kTooMuch;
        }
    }
    /* A block that is no multiple of 4 can only be the last: what is written has to stay aligned. */
    if ((wanted & 3U) != 0 && wanted != left) {
        return kBadBlockSize;
    }
    return flash_writer_put(writer, bytes, wanted);
}

/* Length, number of the block, two zeros; then the bytes. */
void take_block(Stub* stub, uint8_t command, const uint8_t* data, uint32_t size, uint32_t check_sum) {
    enum { kCheckSumSeed = 0xEF };
    const uint8_t* const bytes = data + kBlockHeader;
    const uint32_t length = size - kBlockHeader;
    const uint32_t number = get_u32(data + 4);
    if (stub->write != (command == kFlashData ? kPlainWrite : kCompressedWrite)) {
        answer(command, kNotWriting);
        return;
    }
    if (get_u32(data) != length) {
        answer(command, kBadLength);
        return;
    }
    if (length > stub->block_size) {
        answer(command, kBadBlockSize);
        return;
    }
    uint8_t sum = kCheckSumSeed;
    for (uint32_t index = 0; index < length; ++index) {
        sum ^= bytes[index];
    }
    if (sum != (uint8_t)check_sum) {
        answer(command, kBadChecksum);
        return;
    }
    /* The host did not get the last answer and sends the block again. */
    if (stub->next_block > 0 && number == stub->next_block - 1) {
        answer(command, stub->problem);
        return;
    }
    if (number != stub->next_block) {
        answer(command, kInvalid);
        return;
    }
    answer(command, stub->problem);
    if (stub->problem == kOk) {
        ++stub->next_block;
        stub->problem = command == kFlashData ? write_plain(&stub->writer, bytes, length) : inflate_feed(&stub->inflate, bytes, length);
    }
}

static uint8_t outcome(const Stub* stub, uint8_t command) {
    if (stub->write != (command == kFlashEnd ? kPlainWrite : kCompressedWrite)) {
        return kNotWriting;
    }
    if (stub->problem != kOk) {
        return stub->problem;
    }
    const int is_whole = stub->writer.at == stub->writer.end;
    /* A write of nothing needs no blocks. */
    const int needs_stream = stub->write == kCompressedWrite && stub->next_block > 0;
    return is_whole && (!needs_stream || inflate_is_complete(&stub->inflate)) ? kOk : kTooLittle;
}

/* 0 to restart, 1 to stay. */
void end_write(Stub* stub, uint8_t command, const uint8_t* data) {
    const uint8_t status = outcome(stub, command);
    stub->write = kNoWrite;
    answer(command, status);
    if (status == kOk && get_u32(data) == 0) {
        line_flush();
        chip_reset();
    }
}
