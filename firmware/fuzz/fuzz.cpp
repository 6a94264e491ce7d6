#include "fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/check.h"

namespace fuzz {

void require(bool holds, const char* what) {
    if (!holds) {
        fprintf(stderr, "does not hold: %s\n", what);
        abort();
    }
}

void Seeds::add(const void* bytes, size_t size) {
    char path[512];
    snprintf(path, sizeof path, "%s/%u", folder_, count_++);
    FILE* const file = fopen(path, "wb");
    require(file != nullptr && fwrite(bytes, 1, size, file) == size && fclose(file) == 0, "a seed can be written");
}

void Seeds::add(uint8_t first, const char* text) {
    uint8_t bytes[2048];
    const size_t size = strlen(text) < sizeof bytes - 1 ? strlen(text) : sizeof bytes - 1;
    bytes[0] = first;
    memcpy(bytes + 1, text, size);
    add(bytes, size + 1);
}

}  // namespace fuzz

int LLVMFuzzerInitialize(int*, char***) {
    const char* const folder = getenv("SMR_FUZZ_SEEDS");
    if (folder != nullptr) {
        fuzz::Seeds seeds(folder);
        fuzz::write_seeds(seeds);
        exit(0);
    }
    return 0;
}

// The fakes check how a test uses them. An input may do that in any way: what must hold here is said by require().
namespace check {

bool same_bytes(const void* left, size_t left_size, const void* right, size_t right_size) {
    return left_size == right_size && (left_size == 0 || memcmp(left, right, left_size) == 0);
}
size_t length(const char* text) { return strlen(text); }
void failed(const char*, int, const char*) {}
void failed_numbers(const char*, int, const char*, long long, long long) {}
void failed_bytes(const char*, int, const char*, const void*, size_t, const void*, size_t) {}
void report(const char*, unsigned long) {}

}  // namespace check
