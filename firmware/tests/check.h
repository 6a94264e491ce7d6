// A small test framework that runs on the host and on bare metal: no heap, no exceptions, no library.
//
//     TEST(a_fresh_ring_is_empty) {
//         ByteRing ring;
//         CHECK_EQ(ring.size(), 0);
//     }
//
// A check that fails prints its place and values; the test goes on, so that one run shows all that is wrong.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace check {

// A test case; it enters itself into the list of all.
class Case {
public:
    using Body = void (*)();
    Case(const char* file, const char* name, Body body);

    const char* file;
    const char* name;
    Body body;
    Case* next;
};

// What failed, with the place. `left` and `right` are what was compared.
void failed(const char* file, int line, const char* what);
void failed_numbers(const char* file, int line, const char* what, long long left, long long right);
void failed_bytes(const char* file, int line, const char* what, const void* left, size_t left_size,
                  const void* right, size_t right_size);

bool same_bytes(const void* left, size_t left_size, const void* right, size_t right_size);
size_t length(const char* text);

// Prints a figure that belongs to the result, such as the number of power cuts tried.
void report(const char* what, unsigned long figure);

// Whether long tests are done in full. Everywhere else, with sanitizers and in the simulator, they are samples of that.
#if defined(SMR_FULL)
constexpr bool kFull = true;
#else
constexpr bool kFull = false;
#endif

// Reproducible numbers for tests that try many cases (xorshift).
class Random {
public:
    explicit Random(uint32_t seed) : state_(seed == 0 ? 1 : seed) {}
    uint32_t next() {
        state_ ^= state_ << 13U;
        state_ ^= state_ >> 17U;
        state_ ^= state_ << 5U;
        return state_;
    }
    // 0 up to but without `limit`, which is not 0.
    uint32_t below(uint32_t limit) { return next() % limit; }
    uint8_t byte() { return static_cast<uint8_t>(next() >> 16U); }

private:
    uint32_t state_;
};

struct InPlace {
    void* at;
};

}  // namespace check

inline void* operator new(size_t, check::InPlace place) noexcept { return place.at; }

namespace check {

// A fresh object in memory of its own, for what is too large for a stack. Each call ends the life of the one before.
template <typename Kind>
Kind& fresh() {
    alignas(Kind) static uint8_t storage[sizeof(Kind)];
    return *new (InPlace{storage}) Kind();
}

}  // namespace check

#define TEST(name)                                               \
    static void name();                                          \
    static ::check::Case case_of_##name(__FILE__, #name, &name); \
    static void name()

#define CHECK(condition)                                     \
    do {                                                     \
        if (!(condition)) {                                  \
            ::check::failed(__FILE__, __LINE__, #condition); \
        }                                                    \
    } while (false)

// Compares numbers, booleans and enumerations.
#define CHECK_EQ(left, right)                                                                             \
    do {                                                                                                  \
        const auto left_value = (left);                                                                   \
        const auto right_value = (right);                                                                 \
        if (static_cast<long long>(left_value) != static_cast<long long>(right_value)) {                  \
            ::check::failed_numbers(__FILE__, __LINE__, #left " == " #right,                              \
                                    static_cast<long long>(left_value), static_cast<long long>(right_value)); \
        }                                                                                                 \
    } while (false)

#define CHECK_BYTES(left, left_size, right, right_size)                                                 \
    do {                                                                                                \
        if (!::check::same_bytes((left), (left_size), (right), (right_size))) {                         \
            ::check::failed_bytes(__FILE__, __LINE__, #left " == " #right, (left), (left_size), (right), \
                                  (right_size));                                                        \
        }                                                                                               \
    } while (false)

// Compares a smr::Text (or anything with data() and size()) with a literal.
#define CHECK_TEXT(text, literal) CHECK_BYTES((text).data(), (text).size(), (literal), ::check::length(literal))
