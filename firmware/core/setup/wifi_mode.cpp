#include "core/setup/wifi_mode.h"

namespace smr {

FlashText name_of(Mode mode) {
    switch (mode) {
        case Mode::kSetup:
            return SMR_TEXT("setup");
        case Mode::kFallback:
            return SMR_TEXT("fallback");
        case Mode::kJoining:
            return SMR_TEXT("joining");
        case Mode::kRun:
            return SMR_TEXT("run");
        case Mode::kUnclaimed:
            return SMR_TEXT("unclaimed");
    }
    return FlashText();
}

FlashText name_of(Attempt attempt) {
    switch (attempt) {
        case Attempt::kIdle:
            return SMR_TEXT("idle");
        case Attempt::kJoining:
            return SMR_TEXT("joining");
        case Attempt::kJoined:
            return SMR_TEXT("joined");
        case Attempt::kFailed:
            return SMR_TEXT("failed");
    }
    return FlashText();
}

FlashText name_of(JoinProblem problem) {
    switch (problem) {
        case JoinProblem::kWrongPassword:
            return SMR_TEXT("wrong-password");
        case JoinProblem::kNotFound:
            return SMR_TEXT("not-found");
        case JoinProblem::kNoAddress:
            return SMR_TEXT("no-address");
        case JoinProblem::kFailed:
            return SMR_TEXT("failed");
        case JoinProblem::kNone:
            break;
    }
    return FlashText();
}

}  // namespace smr
