#include "tests/check.h"

#include <stdio.h>
#include <string.h>

namespace check {

namespace {

Case* first = nullptr;
const char* running = "";
unsigned failures = 0;

// Prints from a little before `from` on: enough to see the difference without flooding the screen.
void print_bytes(const char* label, const void* bytes, size_t size, size_t from) {
    const size_t begin = from < 20 ? 0 : from - 20;
    const size_t shown = size < begin + 300 ? size : begin + 300;
    const unsigned char* at = static_cast<const unsigned char*>(bytes);
    printf("    %s (%lu bytes, from %lu): ", label, static_cast<unsigned long>(size), static_cast<unsigned long>(begin));
    for (size_t index = begin; index < shown; ++index) {
        if (at[index] >= 0x20 && at[index] < 0x7F && at[index] != '\\') {
            printf("%c", at[index]);
        } else {
            printf("\\x%02x", at[index]);
        }
    }
    printf("%s\n", shown < size ? "..." : "");
}

void print_place(const char* file, int line, const char* what) {
    printf("%s:%d: %s: not so: %s\n", file, line, running, what);
    ++failures;
}

}  // namespace

Case::Case(const char* of_file, const char* of_name, Body of_body)
    : file(of_file), name(of_name), body(of_body), next(first) {
    first = this;
}

void failed(const char* file, int line, const char* what) { print_place(file, line, what); }

void failed_numbers(const char* file, int line, const char* what, long long left, long long right) {
    print_place(file, line, what);
    // Printed as two halves where they are large: bare-metal libraries leave out the conversion of long long.
    if (left >= INT32_MIN && left <= INT32_MAX && right >= INT32_MIN && right <= INT32_MAX) {
        printf("    %ld and %ld\n", static_cast<long>(left), static_cast<long>(right));
    } else {
        printf("    0x%08lx%08lx and 0x%08lx%08lx\n", static_cast<unsigned long>((left >> 32) & 0xFFFFFFFF),
               static_cast<unsigned long>(left & 0xFFFFFFFF), static_cast<unsigned long>((right >> 32) & 0xFFFFFFFF),
               static_cast<unsigned long>(right & 0xFFFFFFFF));
    }
}

void failed_bytes(const char* file, int line, const char* what, const void* left, size_t left_size,
                  const void* right, size_t right_size) {
    print_place(file, line, what);
    const unsigned char* left_bytes = static_cast<const unsigned char*>(left);
    const unsigned char* right_bytes = static_cast<const unsigned char*>(right);
    size_t same = 0;
    while (same < left_size && same < right_size && left_bytes[same] == right_bytes[same]) {
        ++same;
    }
    print_bytes("left", left, left_size, same);
    print_bytes("right", right, right_size, same);
}

bool same_bytes(const void* left, size_t left_size, const void* right, size_t right_size) {
    return left_size == right_size && (left_size == 0 || memcmp(left, right, left_size) == 0);
}

size_t length(const char* text) { return strlen(text); }

void report(const char* what, unsigned long figure) { printf("%s: %s: %lu\n", running, what, figure); }

}  // namespace check

namespace {

bool contains(const check::Case& test, const char* word) {
    return strstr(test.name, word) != nullptr || strstr(test.file, word) != nullptr;
}

// Words choose tests by file or name, or leave them out with a '-' before. Without one that chooses, all are meant.
bool is_chosen(const check::Case& test, int count, char** words) {
    bool is_any_meant = true;
    bool is_meant = false;
    for (int index = 0; index < count; ++index) {
        const char* const word = words[index];
        if (word[0] == '-') {
            if (contains(test, word + 1)) {
                return false;
            }
        } else {
            is_any_meant = false;
            is_meant = is_meant || contains(test, word);
        }
    }
    return is_any_meant || is_meant;
}

}  // namespace

// Runs all tests, or those that the arguments choose. Fails if one failed or none ran.
int main(int count, char** arguments) {
    unsigned passed = 0;
    unsigned failed = 0;
    for (check::Case* test = check::first; test != nullptr; test = test->next) {
        if (!is_chosen(*test, count - 1, arguments + 1)) {
            continue;
        }
        check::running = test->name;
        const unsigned before = check::failures;
        test->body();
        if (check::failures == before) {
            ++passed;
        } else {
            printf("FAILED %s (%s)\n", test->name, test->file);
            ++failed;
        }
    }
    printf("%u passed, %u failed\n", passed, failed);
    return failed == 0 && passed > 0 ? 0 : 1;
}
