// Questions to the name server: answers are no longer than their room, and little longer than the question.
#include "core/setup/dns_catch_all.h"

#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
    constexpr size_t kRecord = 16;
    uint8_t datagram[smr::DnsCatchAll::kMostAnswer];
    const size_t taken = size < sizeof datagram ? size : sizeof datagram;
    memcpy(datagram, bytes, taken);
    const size_t answer = smr::DnsCatchAll::answer(datagram, taken);
    fuzz::require(answer <= sizeof datagram && answer <= taken + kRecord, "an answer is little longer than its question");
    fuzz::require(answer == 0 || (datagram[2] & 0x80U) != 0, "an answer says that it is one");
    fuzz::require(answer == 0 || smr::DnsCatchAll::answer(datagram, answer) == 0, "nobody is made to answer answers");
    return 0;
}

void fuzz::write_seeds(Seeds& seeds) {
    const uint8_t question[] = {1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 'w', 'w', 'w', 2, 'n', 'l', 0, 0, 1, 0, 1};
    seeds.add(question, sizeof question);
    const uint8_t with_options[] = {1, 2, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 2, 'n', 'l', 0, 0, 28, 0, 1, 0, 0, 41, 16, 0, 0, 0, 0, 0, 0, 0};
    seeds.add(with_options, sizeof with_options);
}
