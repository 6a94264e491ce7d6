/* A gateway and what happens to it: images, their updates, and starts of the chip until nothing is left to do or power is cut. */
#ifndef SMR_BOOT_MODEL_WORLD_H
#define SMR_BOOT_MODEL_WORLD_H

#include "boot/boot.h"
#include "boot/model/flash.h"

enum { kNone = 0, kOld = 1, kNew = 2, kThird = 3, kImages = 4 };
/* Sets of images, and of reasons. */
#define ONLY(number) (1U << (number))
#define NO_REASON 0U

/* What an image does when it runs. */
typedef struct Image {
    uint32_t sectors;
    /* On trial it is alive at its start of this number; 0 never. */
    uint32_t alive;
    /* On trial it does not find its network at its start of this number; 0 always finds it. */
    uint32_t lost;
    /* On trial it ticks for 60 s each time, without being alive yet. */
    bool ticks;
    /* Once it is confirmed its user wants the image before. */
    bool regretted;
    /* Image that it is updated to; kNone. */
    uint32_t update;
    /* Image that it is updated to after it was brought back; kNone. */
    uint32_t retry;
} Image;

/* What starts the chip again. */
enum { kAnyCause, kPowerOns, kRestarts };

typedef struct Scenario {
    const char* name;
    Image images[kImages];
    uint32_t causes;
    /* Sector of the staging slot that wears out, from 1 on for B[0], and at its erase of this number. */
    uint32_t worn;
    uint32_t worn_from;
    /* The first request comes before all of its image is staged. */
    bool hasty;
    /* The old image is spoilt in the staging slot while the new one is on trial. */
    bool spoilt;
    /* Images that it may end with, after no cut, one, two, and more. */
    uint32_t ends[4];
    /* Reasons of a return that are told without a cut, and the ones that must and may be told with one. */
    uint32_t reasons;
    uint32_t reasons_that_must;
    uint32_t reasons_that_may;
} Scenario;

typedef struct World {
    const Scenario* scenario;
    Flash flash;
    /* Image that was confirmed last, the one before it, and the one that is on its way. */
    uint32_t standing;
    uint32_t previous;
    uint32_t candidate;
    /* Starts on trial. */
    uint32_t trials;
    uint32_t reasons_seen;
    bool was_hasty;
    bool was_cut;
    uint32_t starts;
    /* How it ended. */
    bool ended;
    uint32_t end;
    const char* wrong;
} World;

/* Makes the images of a scenario. */
void world_prepare(const Scenario* scenario);
void world_begin(World* world, const Scenario* scenario);
/* Runs to the end, or to the cut: then false. */
bool world_run(World* world);
/* What is wrong at the end of a run with so many cuts; null if nothing is. */
const char* world_verdict(const World* world, uint32_t cuts);

extern const Scenario kScenarios[];
extern const uint32_t kScenarioCount;

#endif
