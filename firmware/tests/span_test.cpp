#include "core/health/span.h"

#include "tests/check.h"

using smr::Span;

TEST(a_span_grows_by_what_is_added) {
    Span span;
    CHECK(span.reached(0));
    CHECK(!span.reached(1));
    span.add(1500);
    span.add(600);
    CHECK_EQ(span.millis(), 2100U);
    CHECK_EQ(span.seconds(), 2U);
    CHECK(span.reached(2100));
    CHECK(!span.reached(2101));
    span.clear();
    CHECK_EQ(span.millis(), 0U);
}

TEST(a_span_stops_growing_instead_of_wrapping) {
    Span span;
    for (unsigned day = 0; day < 100; ++day) {
        span.add(24 * smr::kHour);
    }
    CHECK_EQ(span.millis(), 0xFFFFFFFFU);
    span.add(1);
    CHECK(span.reached(0xFFFFFFFF));
}
