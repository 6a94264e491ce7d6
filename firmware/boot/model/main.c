/* Cuts the power of virtual gateways at every operation, and looks at what becomes of them.
 *
 * usage: model [byte-step [second-every [third-every [record-every [scenario]]]]]
 *
 * A first cut is made at every operation of a scenario, in every way, and where the way has a byte at every `byte-step`-th, or at each of
 * a word or a header. After each cut the gateway goes on once with each way in which unstable bits can read. After every
 * `second-every`-th cut a second one is made at every later operation, and after every `third-every`-th of those a third somewhere.
 * The record bears most: words of it are cut again and again, so that all of their bits are unstable, and after one and two such cuts,
 * or every `record-every`-th, another is made at every later operation. Ends with 0 if no gateway was harmed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boot/model/world.h"

typedef struct Plan {
    uint32_t byte_step;
    uint32_t second_every;
    uint32_t third_every;
    uint32_t record_every;
    const char* only;
} Plan;

enum { kMostCuts = 3, kMostFailures = 5, kHeaderSize = 4 * SMR_BOOT_WORD_LOG };

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
    if (++tally.failures == kMostFailures) {
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

/* Cuts of words of the record, one after another, each with a last cut at every operation behind it. */
static void cut_record(const World* from, uint32_t cuts) {
    World world;
    if (!run(&world, from, kMixed, no_cut())) {
        abort();
    }
    judge(&world, cuts);
    const long operations = world.flash.operations;
    for (long operation = 0; operation < operations; ++operation) {
        if (cuts > 0) {
            made[cuts] = some_cut(operation);
            ++tally.cuts[cuts];
            if (!run(&world, from, kMixed, made[cuts]) && !run(&world, &world, kMixed, no_cut())) {
                abort();
            }
            judge(&world, cuts + 1);
        }
        const Cut undecided = {operation, kWriteNothing, 0};
        made[cuts] = undecided;
        if (cuts + 1 < kMostCuts && any_number() % plan.record_every == 0 && !run(&world, from, kMixed, undecided) &&
            !world.flash.cut_was_erase && world.flash.cut_size <= kHeaderSize) {
            ++tally.cuts[cuts];
            const World cut = world;
            cut_record(&cut, cuts + 1);
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
    cut_record(&fresh, 0);
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
    plan.only = count > 5 ? arguments[5] : 0;
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
