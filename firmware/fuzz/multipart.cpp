// Forms: the pieces in which a form comes make no difference.
#include "core/http/multipart.h"

#include "fuzz/fuzz.h"

namespace {

struct Taken {
    uint8_t bytes[8192];
    size_t size = 0;
};

bool take(void* self, const uint8_t* bytes, size_t count) {
    Taken* const taken = static_cast<Taken*>(self);
    fuzz::require(count <= sizeof taken->bytes - taken->size, "no more comes out than went in");
    memcpy(taken->bytes + taken->size, bytes, count);
    taken->size += count;
    return true;
}

smr::MultipartFile::State run(smr::Slice type, const uint8_t* body, size_t size, size_t piece, Taken* taken) {
    smr::MultipartFile file;
    if (!file.begin(type)) {
        return smr::MultipartFile::State::kFailed;
    }
    smr::MultipartFile::Taker taker;
    taker.self = taken;
    taker.take = take;
    for (size_t at = 0; at < size && file.state() != smr::MultipartFile::State::kFailed; at += piece) {
        file.feed(body + at, size - at < piece ? size - at : piece, taker);
    }
    return file.state();
}

}  // namespace

int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
    if (size < 2 || size > 4096) {
        return 0;
    }
    fuzz::Input input(bytes, size);
    const size_t piece = 1U + input.byte();
    size_t type_size = 0;
    const uint8_t* const type = input.take(input.byte(), &type_size);
    size_t body_size = 0;
    const uint8_t* const body = input.rest(&body_size);
    const smr::Slice content_type(reinterpret_cast<const char*>(type), type_size);
    static Taken whole;
    static Taken split;
    whole.size = split.size = 0;
    const smr::MultipartFile::State one = run(content_type, body, body_size, body_size + 1, &whole);
    const smr::MultipartFile::State other = run(content_type, body, body_size, piece, &split);
    fuzz::require(one == other, "pieces do not change the outcome");
    if (one != smr::MultipartFile::State::kFailed) {
        fuzz::require(whole.size == split.size && memcmp(whole.bytes, split.bytes, whole.size) == 0, "nor the file");
    }
    return 0;
}

void fuzz::write_seeds(Seeds& seeds) {
    const char* const type = "multipart/form-data; boundary=\"a'b\"";
    const char* const body =
        "--a'b\r\nContent-Disposition: form-data; name=other\r\n\r\nx\r\n--a'b\r\nContent-Disposition: form-data; "
        "name=\"firmware\"; filename=\"f\\\"b\"\r\nContent-Type: a/b\r\n\r\nbytes\r\n-\r\n--a\r\n--a'b--\r\n";
    uint8_t seed[512];
    for (uint8_t piece = 0; piece < 3; ++piece) {
        seed[0] = piece;
        seed[1] = static_cast<uint8_t>(strlen(type));
        memcpy(seed + 2, type, strlen(type));
        memcpy(seed + 2 + strlen(type), body, strlen(body));
        seeds.add(seed, 2 + strlen(type) + strlen(body));
    }
}
