#include "core/health/progress.h"

#include "core/base/text.h"
#include "tests/check.h"
#include "tests/fake_system.h"

using smr::Progress;
using smr::Task;

TEST(the_watchdog_is_fed_while_every_task_makes_progress) {
    FakeSystem system;
    Progress progress(system);
    Task late = Task::kP1;
    for (unsigned task = 0; task < smr::kTasks; ++task) {
        progress.watch(static_cast<Task>(task), 1000, 0);
    }
    for (smr::Millis now = 0; now < 10000; now += 500) {
        for (unsigned task = 0; task < smr::kTasks; ++task) {
            progress.made(static_cast<Task>(task), now);
        }
        CHECK(progress.feed(now, &late));
    }
    CHECK_EQ(system.watchdog_feeds, 20U);
}

TEST(one_task_that_is_late_starves_the_watchdog_and_is_named) {
    for (unsigned stuck = 0; stuck < smr::kTasks; ++stuck) {
        FakeSystem system;
        Progress progress(system);
        for (unsigned task = 0; task < smr::kTasks; ++task) {
            progress.watch(static_cast<Task>(task), 1000, 0);
        }
        for (unsigned task = 0; task < smr::kTasks; ++task) {
            if (task != stuck) {
                progress.made(static_cast<Task>(task), 999);
            }
        }
        Task late = stuck == 0 ? Task::kOta : Task::kP1;
        CHECK(progress.feed(999, &late));
        CHECK(!progress.feed(1000, &late));
        CHECK_EQ(late, stuck);
        CHECK_EQ(system.watchdog_feeds, 1U);
    }
}

TEST(a_task_that_gets_on_again_is_forgiven) {
    FakeSystem system;
    Progress progress(system);
    Task late = Task::kOta;
    progress.watch(Task::kHttp, 1000, 0);
    CHECK(!progress.feed(2000, &late));
    progress.made(Task::kHttp, 2500);
    CHECK(progress.feed(2500, &late));
}

TEST(a_task_that_is_not_watched_is_never_late) {
    FakeSystem system;
    Progress progress(system);
    Task late = Task::kP1;
    CHECK(progress.feed(1000000, &late));
    progress.watch(Task::kOta, 1000, 1000000);
    progress.unwatch(Task::kOta);
    CHECK(progress.feed(2000000, &late));
    // Watched again, its time begins anew.
    progress.watch(Task::kOta, 1000, 3000000);
    CHECK(progress.feed(3000999, &late));
    CHECK(!progress.feed(3001000, &late));
}

TEST(progress_goes_on_over_the_wrap_of_time) {
    FakeSystem system;
    Progress progress(system);
    Task late = Task::kOta;
    progress.watch(Task::kP1, 1000, 0xFFFFFF00);
    CHECK(progress.feed(0x100, &late));
    CHECK(!progress.feed(0x300, &late));
    progress.made(Task::kP1, 0x300);
    CHECK(progress.feed(0x300, &late));
}

TEST(every_task_has_a_name) {
    smr::TextOf<32> names;
    for (unsigned task = 0; task < smr::kTasks; ++task) {
        names.append(smr::name_of(static_cast<Task>(task))).append(' ');
    }
    CHECK_TEXT(names, "p1 http wifi ota ");
}
