// Finds the file in a multipart/form-data body (RFC 7578) that comes in pieces.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/slice.h"

namespace smr {

// Hands on the bytes of the field `firmware`, which must be there once; skips all other fields.
class MultipartFile {
public:
    // Where the bytes go. False refuses the rest.
    struct Taker {
        void* self;
        bool (*take)(void* self, const uint8_t* bytes, size_t count);
    };
    enum class State : uint8_t {
        kReading,
        kComplete,  // the closing boundary was read, and the field was there; what follows is ignored
        kFailed,
    };
    enum class Problem : uint8_t {
        kNone,
        kNotMultipart,  // the content type is another, or has no usable boundary
        kMalformed,
        kHeaders,   // of a part: longer than kHeaderLimit
        kTooMany,   // more than kPartLimit parts
        kNoFile,    // no field `firmware`
        kTwoFiles,
        kRefused,   // by the taker
    };
    static constexpr size_t kBoundaryLimit = 70;  // RFC 2046, 5.1.1
    static constexpr size_t kHeaderLimit = 1024;
    static constexpr unsigned kPartLimit = 8;

    // Begins with the request's Content-Type; false if that is none to begin with.
    bool begin(Slice content_type);

    // The next bytes of the body, in pieces of any size. When the body ends, the state must be kComplete.
    State feed(const uint8_t* bytes, size_t count, const Taker& taker);

    State state() const { return state_; }
    Problem problem() const { return problem_; }

private:
    // Where in the body the next byte belongs.
    enum class At : uint8_t { kContent, kAfterBoundary, kHeaderLine };
    // Where in a header line.
    enum class Header : uint8_t { kName, kType, kParameter, kArgumentBegin, kToken, kQuoted, kEscape, kAfterQuoted, kSkip };
    static constexpr size_t kDelimiterLimit = kBoundaryLimit + 4;  // CRLF and two dashes before the boundary
    static constexpr size_t kWord = 20;

    State fail(Problem problem);
    bool take_content(uint8_t byte);
    State take_after_boundary(uint8_t byte);
    State take_header(uint8_t byte);
    State end_header_line();
    void take_header_letter(char letter);
    void add_to_word(char letter);
    bool word_is(FlashText text) const;

    char delimiter_[kDelimiterLimit];
    char word_[kWord];
    uint16_t header_size_ = 0;
    uint8_t delimiter_size_ = 0;
    uint8_t matched_ = 0;  // of the delimiter
    uint8_t word_size_ = 0;
    uint8_t parts_ = 0;
    uint8_t dashes_ = 0;  // after a boundary
    State state_ = State::kFailed;
    Problem problem_ = Problem::kNotMultipart;
    At at_ = At::kContent;
    Header header_ = Header::kName;
    bool after_cr_ = false;
    bool line_is_empty_ = true;
    bool argument_counts_ = false;
    bool is_file_ = false;       // the present part
    bool had_file_ = false;
};

}  // namespace smr
