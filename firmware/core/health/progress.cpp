#include "core/health/progress.h"

namespace smr {

FlashText name_of(Task task) {
    switch (task) {
        case Task::kP1:
            return SMR_TEXT("p1");
        case Task::kHttp:
            return SMR_TEXT("http");
        case Task::kWifi:
            return SMR_TEXT("wifi");
        case Task::kOta:
            return SMR_TEXT("ota");
    }
    return FlashText();
}

void Progress::watch(Task task, Millis limit, Millis now) {
    limit_[static_cast<unsigned>(task)] = limit;
    last_[static_cast<unsigned>(task)] = now;
}

void Progress::unwatch(Task task) { limit_[static_cast<unsigned>(task)] = 0; }

void Progress::made(Task task, Millis now) { last_[static_cast<unsigned>(task)] = now; }

bool Progress::feed(Millis now, Task* late) {
    for (unsigned task = 0; task < kTasks; ++task) {
        if (limit_[task] != 0 && passed(now, last_[task], limit_[task])) {
            *late = static_cast<Task>(task);
            return false;
        }
    }
    system_.feed_watchdog();
    return true;
}

}  // namespace smr
