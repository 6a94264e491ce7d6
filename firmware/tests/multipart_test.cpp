#include "core/http/multipart.h"

#include <string.h>

#include "tests/check.h"

using smr::MultipartFile;
using smr::Slice;
using State = smr::MultipartFile::State;
using Problem = smr::MultipartFile::Problem;

namespace {

struct Sink {
    static bool take(void* self, const uint8_t* bytes, size_t count) {
        Sink& sink = *static_cast<Sink*>(self);
        ++sink.calls;
        if (count == 0 || sink.size + count > sizeof sink.bytes) {
            return false;
        }
        memcpy(sink.bytes + sink.size, bytes, count);
        sink.size += count;
        return sink.calls < sink.refuse_from;
    }
    MultipartFile::Taker taker() {
        MultipartFile::Taker result;
        result.self = this;
        result.take = &take;
        return result;
    }

    uint8_t bytes[2000];
    size_t size = 0;
    unsigned calls = 0;
    unsigned refuse_from = 100000;
};

Slice slice(const char* text) { return Slice(text, check::length(text)); }

constexpr char kType[] = "multipart/form-data; boundary=XyZ";

State read(MultipartFile& file, Sink& sink, const char* body, size_t size, size_t piece) {
    CHECK(file.begin(slice(kType)));
    const uint8_t* const bytes = reinterpret_cast<const uint8_t*>(body);
    for (size_t at = 0; at < size; at += piece) {
        file.feed(bytes + at, size - at < piece ? size - at : piece, sink.taker());
    }
    return file.state();
}

Problem problem_of(const char* body) {
    MultipartFile file;
    Sink sink;
    read(file, sink, body, check::length(body), 7);
    return file.problem();
}

// With content that begins like a boundary again and again.
const char kContent[] = "\x01\r\n--Xy\r\r\n--X\r\n-\r\n\r\n\r\r--XyZ\r\n\0--XyZ-";
const char kBefore[] =
    "To be ignored\r\n--XyZ\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\nvalue\r\n"
    "--XyZ \t\r\ncontent-type: x\r\nCONTENT-disposition: form-data; filename=\"a;name=\\\"b\\\".bin\"; NAME=\"firmware\"\r\n\r\n";
const char kAfter[] = "\r\n--XyZ\r\nContent-Disposition: form-data; name=\"last\"\r\n\r\n\r\n--XyZ--\r\nepilogue\r\n--XyZ\r\n";

}  // namespace

TEST(the_file_is_found_however_the_body_is_split) {
    char body[600];
    size_t size = 0;
    memcpy(body, kBefore, sizeof kBefore - 1);
    size += sizeof kBefore - 1;
    memcpy(body + size, kContent, sizeof kContent - 1);
    size += sizeof kContent - 1;
    memcpy(body + size, kAfter, sizeof kAfter - 1);
    size += sizeof kAfter - 1;
    for (size_t piece = 1; piece <= size; ++piece) {
        MultipartFile file;
        Sink sink;
        CHECK_EQ(read(file, sink, body, size, piece), State::kComplete);
        CHECK_BYTES(sink.bytes, sink.size, kContent, sizeof kContent - 1);
    }
    for (size_t split = 0; split <= size; ++split) {
        MultipartFile file;
        Sink sink;
        file.begin(slice(kType));
        file.feed(reinterpret_cast<const uint8_t*>(body), split, sink.taker());
        file.feed(reinterpret_cast<const uint8_t*>(body) + split, size - split, sink.taker());
        CHECK_EQ(file.state(), State::kComplete);
        CHECK_BYTES(sink.bytes, sink.size, kContent, sizeof kContent - 1);
    }
}

TEST(random_content_comes_out_as_it_went_in) {
    check::Random random(21);
    const char letters[] = "\r\n-XyZ\0a";
    for (unsigned round = 0; round < 300; ++round) {
        char body[600] = "--XyZ\r\nContent-Disposition: form-data; name=firmware\r\n\r\n";
        const size_t begin = check::length(body);
        size_t size = begin;
        const size_t wanted = 1 + random.below(300);
        while (size < begin + wanted) {
            body[size++] = letters[random.below(sizeof letters - 1)];
            // The one thing content must not hold.
            if (size >= begin + 7 && memcmp(body + size - 7, "\r\n--XyZ", 7) == 0) {
                body[size - 1] = 'z';
            }
        }
        memcpy(body + size, "\r\n--XyZ--", 9);
        MultipartFile file;
        Sink sink;
        CHECK_EQ(read(file, sink, body, size + 9, 1 + random.below(40)), State::kComplete);
        CHECK_BYTES(sink.bytes, sink.size, body + begin, size - begin);
    }
}

TEST(large_pieces_are_handed_on_without_being_cut_up) {
    char body[1200] = "--XyZ\r\nContent-Disposition: form-data; name=\"firmware\"\r\n\r\n";
    const size_t begin = check::length(body);
    memset(body + begin, 0x5A, 1000);
    MultipartFile file;
    Sink sink;
    CHECK_EQ(read(file, sink, body, begin + 1000, sizeof body), State::kReading);
    CHECK_EQ(sink.calls, 1U);
    CHECK_EQ(sink.size, 1000U);
}

TEST(an_empty_file_is_a_file) {
    MultipartFile file;
    Sink sink;
    const char body[] = "--XyZ\r\nContent-Disposition: form-data; name=\"firmware\"\r\n\r\n\r\n--XyZ--";
    CHECK_EQ(read(file, sink, body, sizeof body - 1, 5), State::kComplete);
    CHECK_EQ(sink.size, 0U);
}

TEST(a_body_that_ends_early_is_not_complete) {
    const char body[] = "--XyZ\r\nContent-Disposition: form-data; name=\"firmware\"\r\n\r\nabc\r\n--XyZ--";
    for (size_t size = 0; size < sizeof body - 1; ++size) {
        MultipartFile file;
        Sink sink;
        CHECK_EQ(read(file, sink, body, size, 3), State::kReading);
    }
}

TEST(the_boundary_comes_from_the_content_type) {
    MultipartFile file;
    CHECK(file.begin(slice("multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW")));
    CHECK(file.begin(slice("Multipart/Form-Data ; charset=utf-8 ; BOUNDARY=\"a b\"")) == false);
    CHECK(file.begin(slice("multipart/form-data;boundary=\"a:b\"")));
    CHECK(file.begin(slice("multipart/form-data; boundary=0123456789012345678901234567890123456789012345678901234567890123456789")));
    const char* const bad[] = {"", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
                               "multipart/mixed; boundary=x", "application/octet-stream", "multipart/form-data; boundary=a\"b",
                               "multipart/form-data; boundary=01234567890123456789012345678901234567890123456789012345678901234567890"};
    for (const char* type : bad) {
        CHECK(!file.begin(slice(type)));
        CHECK_EQ(file.problem(), Problem::kNotMultipart);
        Sink sink;
        CHECK_EQ(file.feed(reinterpret_cast<const uint8_t*>("--x"), 3, sink.taker()), State::kFailed);
    }
}

TEST(bodies_that_are_wrong_are_refused_with_the_reason) {
    CHECK_EQ(problem_of("--XyZ--"), Problem::kNoFile);
    CHECK_EQ(problem_of("--XyZ\r\nContent-Disposition: form-data; name=\"firmwares\"\r\n\r\nx\r\n--XyZ--"), Problem::kNoFile);
    CHECK_EQ(problem_of("--XyZ\r\nContent-Disposition: form-data; filename=\"firmware\"\r\n\r\nx\r\n--XyZ--"), Problem::kNoFile);
    CHECK_EQ(problem_of("--XyZ\r\nX-Disposition: form-data; name=\"firmware\"\r\n\r\nx\r\n--XyZ--"), Problem::kNoFile);
    CHECK_EQ(problem_of("--XyZ\r\nContent-Disposition: form-data; name=\"a-name-that-is-longer-than-any\"\r\n\r\nx\r\n--XyZ--"),
             Problem::kNoFile);
    CHECK_EQ(problem_of("--XyZ\r\nContent-Disposition: form-data; name=\"firmware\"\r\n\r\nx\r\n"
                        "--XyZ\r\nContent-Disposition: form-data; name=\"firmware\"\r\n\r\nx\r\n--XyZ--"),
             Problem::kTwoFiles);
    CHECK_EQ(problem_of("--XyZa"), Problem::kMalformed);
    CHECK_EQ(problem_of("--XyZ\ra"), Problem::kMalformed);
    CHECK_EQ(problem_of("--XyZ-a"), Problem::kMalformed);
    CHECK_EQ(problem_of("--XyZ\r\nContent\n"), Problem::kMalformed);
    CHECK_EQ(problem_of("--XyZ\r\nA: b\rc"), Problem::kMalformed);
}

TEST(parts_and_their_headers_have_limits) {
    MultipartFile file;
    Sink sink;
    file.begin(slice(kType));
    const char part[] = "--XyZ\r\n\r\n\r\n";
    for (unsigned count = 0; count < MultipartFile::kPartLimit; ++count) {
        CHECK_EQ(file.feed(reinterpret_cast<const uint8_t*>(part), sizeof part - 1, sink.taker()), State::kReading);
    }
    file.feed(reinterpret_cast<const uint8_t*>(part), sizeof part - 1, sink.taker());
    CHECK_EQ(file.problem(), Problem::kTooMany);
    file.begin(slice(kType));
    file.feed(reinterpret_cast<const uint8_t*>(part), 7, sink.taker());
    for (unsigned count = 0; count <= MultipartFile::kHeaderLimit; ++count) {
        file.feed(reinterpret_cast<const uint8_t*>("x"), 1, sink.taker());
    }
    CHECK_EQ(file.problem(), Problem::kHeaders);
}

TEST(who_takes_the_bytes_can_refuse_them) {
    MultipartFile file;
    Sink sink;
    sink.refuse_from = 2;
    const char body[] = "--XyZ\r\nContent-Disposition: form-data; name=\"firmware\"\r\n\r\nabcdefghijklmnop\r\n--XyZ--";
    CHECK_EQ(read(file, sink, body, sizeof body - 1, 5), State::kFailed);
    CHECK_EQ(file.problem(), Problem::kRefused);
    CHECK_EQ(sink.calls, 2U);
}
