// Keeps the hardware watchdog from biting, as long as every task gets on with its work.
#pragma once

#include <stdint.h>

#include "core/base/flash.h"
#include "core/base/time.h"
#include "core/port.h"

namespace smr {

// What has to make progress. The numbers are details of events and of the reset record: they never change.
enum class Task : uint8_t { kP1 = 0, kHttp = 1, kWifi = 2, kOta = 3 };

constexpr unsigned kTasks = 4;

// "p1", "http", "wifi", "ota".
FlashText name_of(Task task);

// The watchdogs of the chip see only whether somebody feeds them: a loop that turns without getting anywhere is never caught.
// So each task that is watched reports its progress (work done, or nothing to do), and the hardware watchdog, 8.19 s, is fed only
// while none is late. A task that gets on again in time is forgiven.
class Progress {
public:
    explicit Progress(System& system) : system_(system) {}
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    // From now on `task` has to report at least every `limit`, which is above 0 and below 49 days.
    void watch(Task task, Millis limit, Millis now);
    void unwatch(Task task);

    // `task` got on with its work.
    void made(Task task, Millis now);

    // Feeds the watchdog unless a task is late. True if it did; else `late` says which, the first of several.
    bool feed(Millis now, Task* late);

private:
    System& system_;
    Millis limit_[kTasks] = {};  // 0: not watched
    Millis last_[kTasks] = {};
};

#if defined(SMR_LX106)
static_assert(sizeof(Progress) <= 36, "budget of the progress monitor");
#endif

}  // namespace smr
