#include "core/mdns/writer.h"

#include "tests/check.h"
#include "tests/dns_words.h"
#include "tests/fake_link.h"

using smr::mdns::kRecords;
using smr::mdns::Record;
using smr::mdns::RecordSet;
using smr::mdns::Section;
using smr::mdns::Style;
using smr::mdns::Writer;
using smr::mdns::Zone;

namespace {

struct Scene {
    Scene() : station(link, 0, 77, "Kitchen"), zone(station.host, station.identity, smr::mdns::Texts::of(station)) {
        zone.names.take(station.settings, 1);
        zone.active = RecordSet::all();
        memcpy(zone.address, station.place.address, sizeof zone.address);
    }
    FakeLink link;
    Station station;
    Zone zone;
};

}  // namespace

TEST(what_does_not_fit_leaves_a_message_that_can_be_read) {
    Scene& scene = check::fresh<Scene>();
    unsigned most = 0;
    for (size_t capacity = smr::mdns::kHeaderSize; capacity <= 800; ++capacity) {
        uint8_t buffer[800];
        memset(buffer, 0xEE, sizeof buffer);
        Writer writer(buffer, capacity, scene.zone, capacity % 2 == 0 ? Style::kNeighbour : Style::kLegacy);
        writer.begin_response();
        unsigned written = 0;
        for (unsigned index = 0; index < kRecords; ++index) {
            written += writer.record(Section::kAnswer, static_cast<Record>(index)) ? 1U : 0U;
        }
        CHECK(writer.size() <= capacity);
        CHECK(capacity == sizeof buffer || buffer[capacity] == 0xEE);
        const dns::Read read(buffer, writer.size());
        CHECK_EQ(read.count(1), written);
        most = written > most ? written : most;
    }
    CHECK_EQ(most, kRecords);
}

TEST(a_name_that_is_there_is_pointed_to) {
    Scene& scene = check::fresh<Scene>();
    uint8_t buffer[200];
    Writer writer(buffer, sizeof buffer, scene.zone);
    writer.begin_response();
    writer.record(Section::kAnswer, Record::kSmrPointer);
    const size_t first = writer.size();
    writer.record(Section::kAnswer, Record::kSmrPointer);
    // Name, type, class, time to live, length of the data, name.
    CHECK_EQ(writer.size() - first, 2 + 2 + 2 + 4 + 2 + 2);
    writer.record(Section::kAdditional, Record::kSmrService);
    const dns::Read read(buffer, writer.size());
    CHECK(read.says("an PTR _smr._tcp.local 4500 Kitchen._smr._tcp.local"));
    CHECK(read.says("ar SRV Kitchen._smr._tcp.local 120! 80 kitchen.local"));
}

TEST(a_question_that_does_not_fit_is_not_counted) {
    Scene& scene = check::fresh<Scene>();
    uint8_t buffer[40];
    Writer writer(buffer, sizeof buffer, scene.zone);
    writer.begin_query();
    CHECK(writer.question(smr::mdns::Name::kHost));
    CHECK(!writer.question(smr::mdns::Name::kArduinoInstance));
    CHECK_EQ(dns::Read(buffer, writer.size()).count(0), 1);
}
