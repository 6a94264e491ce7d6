/* Cuts the power of virtual gateways at every operation, and looks at what becomes of them.
 *
 * usage: model [byte-step [second-every [third-every [record-every [header-times [scenario]]]]]]
 *
 * A first cut is made at every operation of a scenario, in every way, and where the way has a byte at every `byte-step`-th, or at each of
 * a word or a header. After each cut the gateway goes on once with each way in which unstable bits can read. After every
 * `second-every`-th cut a second one is made at every later operation, and after every `third-every`-th of those a third somewhere.
 * The record bears most: words of it are cut again and again, so that all of their bits are unstable, and after one and two such cuts,
 * or every `record-every`-th, another is made at every later operation; where the second was in a header, that is done `header-times`
 * times. Ends with 0 if no gateway was harmed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boot/model/world.h"

typedef struct Plan {
    uint32_t byte_step;
    uint32_t second_every;
    uint32_t third_every;
    uint32_t record_every;
    uint32_t header_times;
    const char* only;
} Plan;

/* After so many it ends. */
#ifndef MODEL_MOST_FAILURES
#define MODEL_MOST_FAILURES 5
#endif

enum { kMostCuts = 3, kHeaderSize = 4 * SMR_BOOT_WORD_LOG };

typedef struct Tally {
    /* Runs to the end, by cuts before. */
    unsigned long runs[kMostCuts + 1];
    unsigned long cuts[kMostCuts + 1];
    unsigned long failures;
} Tally;

static Plan plan;
static Tally tally;
static Cut made[kMostCuts];

static void judge(const World* world, uint32_t cuts) {
    const char* const wrong = world_verdict(world, cuts);
    ++tally.runs[cuts];
    if (wrong == 0) {
        return;
    }
    printf("%s: %s, image %u, reasons %u, policy %u", world->scenario->name, wrong, world->end, world->reasons_seen,
           world->flash.policy);
    for (uint32_t index = 0; index < cuts; ++index) {
        printf("; cut at operation %ld, way %u, byte %u", made[index].operation, made[index].mode, made[index].byte);
    }
    printf("\n");
    if (++tally.failures == MODEL_MOST_FAILURES) {
        printf("that is enough\n");
        exit(EXIT_FAILURE);
    }
}

static bool run(World* world, const World* from, uint32_t policy, Cut cut) {
    *world = *from;
    world->flash.cut = cut;
    world->flash.policy = policy;
    world->flash.operations = 0;
    world->starts = 0;
    return world_run(world);
}

static Cut no_cut(void) {
    const Cut cut = {-1, 0, 0};
    return cut;
}

static Cut some_cut(long operation) {
    const Cut cut = {operation, any_number() % kEraseModes, any_number() % 3 != 0 ? any_number() % SMR_BOOT_SECTOR : any_number() % 4};
    return cut;
}

static void after(const World* cut, uint32_t cuts);

/* One more cut where `world` stands. */
static void cut_again(const World* from, uint32_t cuts, long operation) {
    World world;
    made[cuts] = some_cut(operation);
    if (run(&world, from, any_number() % kPolicies, made[cuts])) {
        judge(&world, cuts);
        return;
    }
    after(&world, cuts + 1);
}

static void after(const World* cut, uint32_t cuts) {
    World world;
    const unsigned long number = tally.cuts[cuts]++;
    long operations = 0;
    for (uint32_t policy = 0; policy < kPolicies; ++policy) {
        if (!run(&world, cut, policy, no_cut())) {
            abort();
        }
        judge(&world, cuts);
        operations = world.flash.operations;
    }
    if (cuts == 1 && plan.second_every != 0 && number % plan.second_every == 0) {
        for (long operation = 0; operation < operations; ++operation) {
            cut_again(cut, cuts, operation);
        }
    }
    if (cuts == 2 && plan.third_every != 0 && number % plan.third_every == 0) {
        cut_again(cut, cuts, (long)(any_number() % (uint32_t)(operations + 1)));
    }
}

static void cut_first(const World* fresh, Cut cut) {
    World world;
    made[0] = cut;
    if (run(&world, fresh, any_number() % kPolicies, cut)) {
        judge(&world, 0);
        return;
    }
    after(&world, 1);
}

/* Those that change from start to start: they do most harm. */
static uint32_t some_policy(void) { return any_number() % 2 == 0 ? kMixed : kInTurn; }

/* A last cut and what comes of it. True if it was in the erase of a record sector. */
static bool cut_last(const World* from, uint32_t cuts, uint32_t policy, Cut cut) {
    World world;
    made[cuts] = cut;
    if (run(&world, from, policy, cut)) {
        judge(&world, cuts);
        return false;
    }
    ++tally.cuts[cuts + 1];
    const World after_cut = world;
    if (!run(&world, &after_cut, policy, no_cut())) {
        abort();
    }
    judge(&world, cuts + 1);
    const Flash* const flash = &after_cut.flash;
    return flash->cut_was_erase && (flash->cut_at == SMR_BOOT_RECORD_0 || flash->cut_at == SMR_BOOT_RECORD_1);
}

/* Cuts of words of the record, one after another, each with a last cut at every operation behind it. */
static void cut_record(const World* from, uint32_t cuts, uint32_t policy) {
    World world;
    if (!run(&world, from, policy, no_cut())) {
        abort();
    }
    judge(&world, cuts);
    const long operations = world.flash.operations;
    for (long operation = 0; operation < operations; ++operation) {
        if (cuts > 0 && cut_last(from, cuts, policy, some_cut(operation))) {
            for (uint32_t way = 0; way < kEraseModes; ++way) {
                const Cut cut = {operation, way, any_number() % SMR_BOOT_SECTOR};
                cut_last(from, cuts, policy, cut);
            }
        }
        const Cut undecided = {operation, kWriteNothing, 0};
        made[cuts] = undecided;
        if (cuts + 1 == kMostCuts || any_number() % plan.record_every != 0 || run(&world, from, policy, undecided) ||
            world.flash.cut_was_erase || world.flash.cut_size > kHeaderSize) {
            continue;
        }
        ++tally.cuts[cuts + 1];
        const World cut = world;
        /* A log that moves is in two sectors: much depends on how its header reads from now on. */
        const uint32_t times = cuts == 1 && cut.flash.cut_size == kHeaderSize ? plan.header_times : 1;
        for (uint32_t time = 0; time < times; ++time) {
            cut_record(&cut, cuts + 1, cuts == 0 ? some_policy() : policy);
        }
    }
}

/* All ways of cutting one operation. */
static void cut_everywhere(const World* fresh, long operation) {
    enum { kTimes = 3 };
    World probe;
    const Cut completed = {operation, kWriteAll, 0};
    if (run(&probe, fresh, kZeros, completed)) {
        return;
    }
    const bool is_erase = probe.flash.cut_was_erase;
    for (uint32_t mode = 0; mode < (is_erase ? kEraseModes : kWriteModes); ++mode) {
        const bool has_bytes = is_erase ? erase_has_bytes(mode) : mode == kWriteBytes;
        const uint32_t bytes = probe.flash.cut_size <= kHeaderSize ? 1 : plan.byte_step;
        const uint32_t step = has_bytes ? bytes : !is_erase && mode == kWritePages ? MODEL_PAGE : probe.flash.cut_size;
        /* Another byte each time, where not all are tried. */
        for (uint32_t byte = step > 1 && has_bytes ? any_number() % step : 0; byte < probe.flash.cut_size; byte += step) {
            const Cut cut = {operation, mode, byte};
            for (uint32_t times = 0; times < (is_erase && !has_bytes ? kTimes : 1); ++times) {
                cut_first(fresh, cut);
            }
        }
    }
}

static uint32_t most_erases(const World* world, uint32_t from, uint32_t count) {
    uint32_t most = 0;
    for (uint32_t sector = from / SMR_BOOT_SECTOR; sector < from / SMR_BOOT_SECTOR + count; ++sector) {
        most = world->flash.cells.erases[sector] > most ? world->flash.cells.erases[sector] : most;
    }
    return most;
}

static void try_scenario(const Scenario* scenario) {
    World fresh;
    World world;
    const Tally before = tally;
    world_prepare(scenario);
    world_begin(&fresh, scenario);
    /* The causes of starts differ from time to time. */
    long operations = 0;
    for (uint32_t times = 0; times < kPolicies; ++times) {
        if (!run(&world, &fresh, kZeros, no_cut())) {
            abort();
        }
        judge(&world, 0);
        operations = world.flash.operations > operations ? world.flash.operations : operations;
    }
    for (long operation = 0; operation < operations; ++operation) {
        cut_everywhere(&fresh, operation);
    }
    cut_record(&fresh, 0, kMixed);
    printf("%-44s %4ld operations, %6lu first cuts, %8lu runs; most erases: application %u, staged %u, hole %u, records %u\n",
           scenario->name, operations, tally.cuts[1] - before.cuts[1],
           tally.runs[0] + tally.runs[1] + tally.runs[2] + tally.runs[3] - before.runs[0] - before.runs[1] - before.runs[2] - before.runs[3],
           most_erases(&world, SMR_BOOT_APPLICATION, SMR_BOOT_MOST_SECTORS),
           most_erases(&world, SMR_BOOT_STAGING + SMR_BOOT_SECTOR, SMR_BOOT_MOST_SECTORS), most_erases(&world, SMR_BOOT_STAGING, 1),
           world.flash.cells.erases[SMR_BOOT_RECORD_0 / SMR_BOOT_SECTOR] +
               world.flash.cells.erases[SMR_BOOT_RECORD_1 / SMR_BOOT_SECTOR]);
    fflush(stdout);
}

static uint32_t argument(int count, char** arguments, int index, uint32_t otherwise) {
    return count > index ? (uint32_t)strtoul(arguments[index], 0, 10) : otherwise;
}

int main(int count, char** arguments) {
    plan.byte_step = argument(count, arguments, 1, 8);
    plan.second_every = argument(count, arguments, 2, 50);
    plan.third_every = argument(count, arguments, 3, 8);
    plan.record_every = argument(count, arguments, 4, 1);
    plan.header_times = argument(count, arguments, 5, 2);
    plan.only = count > 6 ? arguments[6] : 0;
    for (uint32_t index = 0; index < kScenarioCount; ++index) {
        if (plan.only == 0 || strcmp(plan.only, kScenarios[index].name) == 0) {
            try_scenario(&kScenarios[index]);
        }
    }
    printf("%u scenarios, sectors of %u bytes: %lu first cuts, %lu second, %lu third; %lu runs, %lu failures\n", kScenarioCount,
           SMR_BOOT_SECTOR, tally.cuts[1], tally.cuts[2], tally.cuts[3],
           tally.runs[0] + tally.runs[1] + tally.runs[2] + tally.runs[3], tally.failures);
    return tally.failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
