// The image in the slot of staged ones: the one before, which a rollback would bring back, or one that was rolled back.
#pragma once

#include <stdint.h>

#include "core/ota/boot_record.h"
#include "core/ota/descriptor.h"
#include "core/port.h"

namespace smr {

// Reads it a little at a time: half a megabyte takes some 2,000 steps.
class KeptImage {
public:
    enum class State : uint8_t {
        kNone,  // there is none, or something new was staged over it
        kReading,
        kWhole,
        kDamaged,
    };

    // `record` must have been loaded before begin().
    KeptImage(Flash& flash, const BootRecord& record) : flash_(flash), record_(record) {}
    KeptImage(const KeptImage&) = delete;
    KeptImage& operator=(const KeptImage&) = delete;

    // Begins with what the record says to be there.
    void begin();
    // Reads 256 bytes more.
    void tick();

    State state() const { return record_.has_staged() ? State::kNone : state_; }
    // What a whole one says of itself; false if that is not known.
    bool describe(Descriptor* to) const;

private:
    void look_for_descriptor(const uint8_t* piece);

    Flash& flash_;
    const BootRecord& record_;
    uint32_t address_ = 0;
    uint32_t length_ = 0;       // of the application
    uint32_t offset_ = 0;       // what is read next
    uint32_t crc_ = 0;
    uint32_t word_before_ = 0;
    uint32_t descriptor_ = 0;   // where it is; 0 is nowhere
    bool has_several_ = false;
    State state_ = State::kNone;
};

#if defined(SMR_LX106)
static_assert(sizeof(KeptImage) <= 36, "budget of the kept image");
#endif

}  // namespace smr
