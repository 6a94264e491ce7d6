/* Runs the loader's image through updates whose power is cut, once and twice, and says what became of them. */
#include "boot/machine/machine.h"

_Noreturn void machine_main(void);

/* Semihosting of QEMU. */
enum { kHostExit = 1, kHostWrite = 4, kHostArgumentCount = 1000, kHostArgumentsSize = 1001, kHostArguments = 1002, kOutput = 1 };

void say(const char* text) {
    uint32_t size = 0;
    while (text[size] != 0) {
        ++size;
    }
    host_call(kHostWrite, kOutput, (uint32_t)text, size);
}

void say_number(uint32_t number) {
    char digits[11];
    uint32_t at = sizeof digits - 1;
    digits[at] = 0;
    do {
        uint32_t quotient = 0;
        uint32_t rest = 0;
        for (uint32_t bit = 0x80000000U; bit != 0; bit >>= 1U) {
            rest = rest << 1U | ((number & bit) != 0 ? 1U : 0U);
            quotient <<= 1U;
            if (rest >= 10) {
                rest -= 10;
                quotient |= 1U;
            }
        }
        digits[--at] = (char)('0' + rest);
        number = quotient;
    } while (number != 0);
    say(digits + at);
}

static _Noreturn void end(uint32_t status) {
    host_call(kHostExit, status, 0, 0);
    for (;;) {
    }
}

enum { kNoCut = -1, kMostStarts = 40 };

static int32_t first;
static int32_t second;
static uint32_t runs;
static uint32_t cuts_made;

void fail(const char* what) {
    say("FAILED: ");
    say(script->name);
    say(": ");
    say(what);
    say("; cuts ");
    say_number((uint32_t)(first + 1));
    say(" and ");
    say_number((uint32_t)(second + 1));
    say(" (0: none); last line: ");
    say(chip.line);
    say("\n");
    end(1);
}

/* One run to its end. */
static void run(uint32_t first_way, uint32_t second_way) {
    uint32_t cuts = 0;
    gateway_begin();
    chip.operations = 0;
    chip.cut = first;
    chip.way = first_way;
    chip.power_on = true;
    for (uint32_t starts = 0; starts < kMostStarts; ++starts) {
        const uint32_t result = chip_start();
        if (result == kDone) {
            if (((cuts == 0 ? script->ends : script->ends_after_cuts) & 1U << gateway_end) == 0) {
                fail("ends with another image");
            }
            ++runs;
            cuts_made += cuts;
            return;
        }
        /* A dip of power may be shorter than the memory of the real-time clock. */
        chip.power_on = result == kCut ? any_number() % 4 != 0 : any_number() % 4 == 0;
        if (result == kCut) {
            ++cuts;
            chip.operations = 0;
            chip.cut = cuts == 1 ? second : kNoCut;
            chip.way = second_way;
        }
    }
    fail("never comes to an end");
}

/* Each operation is cut in so many ways, by turns: operations come in fours, so that each kind is cut in another way the next time. */
static void try_script(uint32_t seconds, uint32_t ways) {
    const uint32_t before = runs;
    first = second = kNoCut;
    run(0, 0);
    const int32_t operations = chip.operations;
    const uint32_t application = chip.erases[0x01];
    const uint32_t staged = chip.erases[0x7E];
    for (first = 0; first < operations; first += script->cut_step) {
        for (uint32_t turn = 0; turn < ways; ++turn) {
            const uint32_t way = ((uint32_t)first + (uint32_t)first / kWays + turn) & (kWays - 1);
            second = kNoCut;
            run(way, 0);
            for (uint32_t count = 0; count < seconds; ++count) {
                second = (int32_t)(any_number() >> 8U) & 63;
                run(way, any_number() >> 8U & (kWays - 1));
            }
        }
    }
    say(script->name);
    say(": ");
    say_number((uint32_t)operations);
    say(" operations, ");
    say_number(runs - before);
    say(" runs; erases: application ");
    say_number(application);
    say(", staged ");
    say_number(staged);
    say("\n");
}

#define OLD (1U << kOld)
#define NEW (1U << kNew)
#define THIRD (1U << kThird)
static const Script kScripts[] = {
    {"good", 2, 1, false, NEW, NEW, 1},
    {"good at its third start", 2, 3, false, NEW, NEW | OLD, 1},
    {"never alive", 2, 0, false, OLD, OLD, 1},
    {"requested back, then forward", 2, 1, true, THIRD, THIRD, 1},
    {"the largest, never alive", 123, 0, false, OLD, OLD, 467},
};

/* The arguments: second cuts behind each first one, and in how many ways each operation is cut. */
static uint32_t read_argument(int32_t index, uint32_t otherwise) {
    static uint32_t arguments[64];
    if (host_call(kHostArgumentsSize, 0, 0, 0) > (int32_t)sizeof arguments || host_call(kHostArgumentCount, 0, 0, 0) <= index) {
        return otherwise;
    }
    host_call(kHostArguments, (uint32_t)arguments, 0, 0);
    uint32_t number = 0;
    for (const char* digit = (const char*)arguments[index]; *digit != 0; ++digit) {
        number = (number << 3U) + (number << 1U) + (uint32_t)(*digit - '0');
    }
    return number;
}

void machine_main(void) {
    const uint32_t seconds = read_argument(1, 1);
    const uint32_t ways = read_argument(2, kWays);
    for (uint32_t index = 0; index < sizeof kScripts / sizeof kScripts[0]; ++index) {
        script = &kScripts[index];
        try_script(seconds, ways);
    }
    say("boot.bin on LX106: ");
    say_number(runs);
    say(" runs, ");
    say_number(cuts_made);
    say(" cuts, 0 failures; stack ");
    say_number(chip.most_stack);
    say(" bytes\n");
    end(0);
}
