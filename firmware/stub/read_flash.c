/* READ_FLASH: packets of the flash's content, each acknowledged with the number of bytes that have come, then their MD5. */
#include "stub/bytes.h"
#include "stub/commands.h"
#include "stub/line.h"
#include "stub/rom.h"
#include "stub/status.h"

enum { kDigest = 16, kMostPacket = 16384, kMostInFlight = 64 };

static void send_packet(const uint8_t* bytes, uint32_t size) {
    slip_end();
    for (uint32_t index = 0; index < size; ++index) {
        slip_send(bytes[index]);
    }
    slip_end();
}

/* Whether the host goes on listening: it sends acknowledgements, and only those. */
static int goes_on(const Stub* stub) { return line_pump() && !frames_is_waiting(&stub->frames); }

/* Address, size, bytes in a packet, packets without acknowledgement. A command in between ends the reading and is done. */
void read_flash(Stub* stub, const uint8_t* data) {
    const uint32_t address = get_u32(data);
    const uint32_t size = get_u32(data + 4);
    const uint32_t packet = get_u32(data + 8);
    uint32_t in_flight = get_u32(data + 12);
    if (!flash_holds(stub->flash_size, address, size) || packet == 0 || packet > kMostPacket || in_flight == 0) {
        answer(kReadFlash, kInvalid);
        return;
    }
    in_flight = in_flight < kMostInFlight ? in_flight : kMostInFlight;
    /* Nothing that comes from now on may find its place taken. */
    frames_release(&stub->frames);
    stub->frames.acknowledged = 0;
    answer(kReadFlash, kOk);
    Md5Context context;
    MD5Init(&context);
    uint32_t sent = 0;
    while (stub->frames.acknowledged < size) {
        if (stub->frames.acknowledged > sent || !goes_on(stub)) {
            return;
        }
        if (sent == size || sent - stub->frames.acknowledged >= in_flight * packet) {
            continue;
        }
        const uint32_t part = size - sent < packet ? size - sent : packet;
        const uint8_t* bytes;
        const uint8_t status = flash_read(stub->flash_size, address + sent, part, stub->window, &bytes);
        if (status != kOk) {
            /* A packet that is too short tells the host at once. */
            send_packet(&status, 1);
            return;
        }
        MD5Update(&context, bytes, part);
        send_packet(bytes, part);
        sent += part;
    }
    uint8_t digest[kDigest];
    MD5Final(digest, &context);
    send_packet(digest, kDigest);
}
