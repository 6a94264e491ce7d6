#include "tests/check.h"

#include <stdio.h>
#include <string.h>

namespace check {

namespace {

Case* first = nullptr;
const char* running = "";
unsigned failures = 0;

void print_bytes(const char* label, const void* bytes, size_t size) {
    printf("    %s (%lu bytes): ", label, static_cast<unsigned long>(size));
    const unsigned char* at = static_cast<const unsigned char*>(bytes);
    // Enough to see the difference in most tests without flooding the screen.
    const size_t shown = size < 400 ? size : 400;
    for (size_t index = 0; index < shown; ++index) {
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
    print_bytes("left", left, left_size);
    print_bytes("right", right, right_size);
}

bool same_bytes(const void* left, size_t left_size, const void* right, size_t right_size) {
    return left_size == right_size && (left_size == 0 || memcmp(left, right, left_size) == 0);
}

size_t length(const char* text) { return strlen(text); }

void report(const char* what, unsigned long figure) { printf("%s: %s: %lu\n", running, what, figure); }

}  // namespace check

// Runs all tests, or those whose file or name contains the first argument. Fails if one failed or none ran.
int main(int count, char** arguments) {
    const char* filter = count > 1 ? arguments[1] : "";
    unsigned passed = 0;
    unsigned failed = 0;
    for (check::Case* test = check::first; test != nullptr; test = test->next) {
        if (strstr(test->name, filter) == nullptr && strstr(test->file, filter) == nullptr) {
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
