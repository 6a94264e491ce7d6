#include "core/setup/dns_catch_all.h"

namespace smr {

namespace {

// Header (RFC 1035 section 4.1.1): id, flags, and the numbers of questions, answers, authorities and additional records; 16 bits
// each, most significant byte first.
constexpr size_t kHeaderSize = 12;
constexpr size_t kFlagsAt = 2;
constexpr size_t kQuestionsAt = 4;
constexpr size_t kAnswersAt = 6;
constexpr size_t kAdditionalAt = 10;

constexpr uint8_t kIsResponse = 0x80;
constexpr uint8_t kOperation = 0x78;
constexpr uint8_t kIsAuthoritative = 0x04;
constexpr uint8_t kIsTruncated = 0x02;
constexpr uint8_t kRecursionDesired = 0x01;
constexpr uint8_t kRecursionAvailable = 0x80;

constexpr size_t kMostName = 255;
constexpr uint8_t kMostLabel = 63;
constexpr uint16_t kTypeA = 1;
constexpr uint16_t kTypeAny = 255;
constexpr uint16_t kClassInternet = 1;
constexpr uint16_t kClassAny = 255;
// Short: in the next network the name is somebody else again.
constexpr uint8_t kSecondsToLive = 10;
constexpr unsigned kAnswersPerTick = 4;

uint16_t get_network_u16(const uint8_t* from) { return static_cast<uint16_t>((from[0] << 8) | from[1]); }

// Where the name that begins at `at` ends; 0 if it is not one, or not all there. A name in a question has no reason to be
// compressed: pointers are refused.
size_t end_of_name(const uint8_t* datagram, size_t at, size_t size) {
    const size_t begin = at;
    while (at < size) {
        const uint8_t label = datagram[at];
        if (label > kMostLabel) {
            return 0;
        }
        at += 1U + label;
        if (at - begin > kMostName) {
            return 0;
        }
        if (label == 0) {
            return at;
        }
    }
    return 0;
}

}  // namespace

size_t DnsCatchAll::answer(uint8_t datagram[kMostAnswer], size_t size) {
    if (size < kHeaderSize) {
        return 0;
    }
    const uint8_t flags = datagram[kFlagsAt];
    if ((flags & (kIsResponse | kOperation | kIsTruncated)) != 0 || get_network_u16(datagram + kQuestionsAt) != 1 ||
        get_network_u16(datagram + kAnswersAt) != 0) {
        return 0;
    }
    size_t end = end_of_name(datagram, kHeaderSize, size);
    if (end == 0 || size - end < 4) {
        return 0;
    }
    const uint16_t type = get_network_u16(datagram + end);
    const uint16_t of_class = get_network_u16(datagram + end + 2);
    if (of_class != kClassInternet && of_class != kClassAny) {
        return 0;
    }
    end += 4;
    const bool has_address = type == kTypeA || type == kTypeAny;
    datagram[kFlagsAt] = static_cast<uint8_t>(kIsResponse | kIsAuthoritative | (flags & kRecursionDesired));
    datagram[kFlagsAt + 1] = kRecursionAvailable;
    datagram[kAnswersAt + 1] = has_address ? 1 : 0;
    for (size_t at = kAnswersAt + 2; at < kAdditionalAt + 2; ++at) {
        datagram[at] = 0;
    }
    if (!has_address) {
        return end;
    }
    // The name, as a pointer to the question.
    datagram[end++] = 0xC0;
    datagram[end++] = kHeaderSize;
    datagram[end++] = 0;
    datagram[end++] = kTypeA;
    datagram[end++] = 0;
    datagram[end++] = kClassInternet;
    datagram[end++] = 0;
    datagram[end++] = 0;
    datagram[end++] = 0;
    datagram[end++] = kSecondsToLive;
    datagram[end++] = 0;
    datagram[end++] = 4;
    datagram[end++] = 192;
    datagram[end++] = 168;
    datagram[end++] = 4;
    datagram[end++] = 1;
    return end;
}

void DnsCatchAll::tick(bool wanted) {
    if (wanted != open_) {
        if (wanted) {
            open_ = network_.open(UdpService::kDns);
        } else {
            network_.close(UdpService::kDns);
            open_ = false;
        }
    }
    for (unsigned round = 0; open_ && round < kAnswersPerTick; ++round) {
        uint8_t datagram[kMostAnswer];
        Peer from = {};
        const size_t size = network_.receive_from(UdpService::kDns, &from, datagram, sizeof datagram);
        if (size == 0) {
            return;
        }
        // A station in the home network has a name server that tells the truth.
        const size_t answer_size = from.is_at_access_point() ? answer(datagram, size) : 0;
        if (answer_size > 0) {
            // A lost answer is asked for again.
            network_.send_to(UdpService::kDns, from, datagram, answer_size);
        }
    }
}

}  // namespace smr
