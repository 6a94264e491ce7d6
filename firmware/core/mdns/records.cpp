#include "core/mdns/records.h"

#include "core/base/flash.h"

namespace smr::mdns {

namespace {

// Host names, and what leads to them, may change with every new address; what a service is called lasts (RFC 6762 section 10).
constexpr uint16_t kShort = 120;
constexpr uint16_t kLong = 4500;
constexpr size_t kColumns = 4;

constexpr uint8_t number(Name name) { return static_cast<uint8_t>(name); }

// Name, type, whether it lasts, target.
const uint8_t kKinds[kRecords][kColumns] SMR_IN_FLASH = {
    {number(Name::kSmr), kTypePtr, 1, number(Name::kSmrInstance)},
    {number(Name::kHttp), kTypePtr, 1, number(Name::kHttpInstance)},
    {number(Name::kArduino), kTypePtr, 1, number(Name::kArduinoInstance)},
    {number(Name::kSmrInstance), kTypeSrv, 0, number(Name::kHost)},
    {number(Name::kHttpInstance), kTypeSrv, 0, number(Name::kHost)},
    {number(Name::kArduinoInstance), kTypeSrv, 0, number(Name::kHost)},
    {number(Name::kSmrInstance), kTypeTxt, 1, 0},
    {number(Name::kHttpInstance), kTypeTxt, 1, 0},
    {number(Name::kArduinoInstance), kTypeTxt, 1, 0},
    {number(Name::kHost), kTypeA, 0, 0},
    {number(Name::kId), kTypeA, 0, 0},
    {number(Name::kKinds), kTypePtr, 1, number(Name::kSmr)},
    {number(Name::kKinds), kTypePtr, 1, number(Name::kHttp)},
    {number(Name::kKinds), kTypePtr, 1, number(Name::kArduino)},
    {number(Name::kHost), kTypeNsec, 0, 0},
    {number(Name::kId), kTypeNsec, 0, 0},
    {number(Name::kSmrInstance), kTypeNsec, 0, 0},
    {number(Name::kHttpInstance), kTypeNsec, 0, 0},
    {number(Name::kArduinoInstance), kTypeNsec, 0, 0},
};

}  // namespace

RecordKind kind_of(Record record) {
    uint8_t row[kColumns];
    FlashBytes(kKinds, sizeof kKinds).copy(static_cast<size_t>(record) * kColumns, row, kColumns);
    return {static_cast<Name>(row[0]), row[1], row[2] != 0 ? kLong : kShort, static_cast<Name>(row[3])};
}

}  // namespace smr::mdns
