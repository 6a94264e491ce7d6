#include "port/nonos/disconnect_reason.h"

#include "tests/check.h"

namespace {

using smr::StationState;

TEST(a_handshake_that_goes_silent_is_told_as_a_wrong_password) {
    CHECK(smr::station_state_of_reason(15) == StationState::kWrongPassword);
    CHECK(smr::station_state_of_reason(202) == StationState::kWrongPassword);
    CHECK(smr::station_state_of_reason(204) == StationState::kWrongPassword);
}

TEST(only_a_network_that_nobody_answers_for_is_told_as_not_found) {
    for (unsigned reason = 0; reason < 256; ++reason) {
        const bool not_found = smr::station_state_of_reason(static_cast<uint8_t>(reason)) == StationState::kNotFound;
        CHECK_EQ(not_found, reason == 201);
    }
}

TEST(every_other_reason_is_a_failure) {
    CHECK(smr::station_state_of_reason(2) == StationState::kFailed);
    CHECK(smr::station_state_of_reason(200) == StationState::kFailed);
    CHECK(smr::station_state_of_reason(203) == StationState::kFailed);
}

}  // namespace
