#include "core/web/pages.h"

#include "core/base/crc.h"
#include "tests/check.h"

namespace {

constexpr size_t kGzipHeader = 10;
constexpr size_t kGzipTrailer = 8;
constexpr size_t kBudget = 12 * 1024;

// The CRC-32 of what the flash holds, read as the server reads it: in pieces.
uint32_t crc_of(const smr::FlashBytes& bytes) {
    uint8_t piece[100];
    uint32_t crc = 0;
    size_t offset = 0;
    for (size_t count = bytes.copy(0, piece, sizeof piece); count > 0; count = bytes.copy(offset, piece, sizeof piece)) {
        crc = smr::crc32_ieee(crc, piece, count);
        offset += count;
    }
    return crc;
}

bool is_path(smr::PageId expected, const char* path) {
    smr::PageId id = smr::PageId::kScript;
    return smr::find_page(path, check::length(path), &id) && id == expected;
}

}  // namespace

TEST(every_page_is_gzip_and_all_fit_the_budget) {
    size_t together = 0;
    for (uint8_t index = 0; index < smr::kPageCount; ++index) {
        const smr::Page page = smr::page(static_cast<smr::PageId>(index));
        CHECK(page.body.size() > kGzipHeader + kGzipTrailer);
        CHECK_EQ(page.body.at(0), 0x1F);
        CHECK_EQ(page.body.at(1), 0x8B);
        CHECK_EQ(page.body.at(2), 8);
        together += page.body.size();
    }
    CHECK(together <= kBudget);
    check::report("bytes of pages", static_cast<unsigned long>(together));
}

TEST(the_tag_of_a_page_is_the_crc_of_its_bytes) {
    for (uint8_t index = 0; index < smr::kPageCount; ++index) {
        const smr::Page page = smr::page(static_cast<smr::PageId>(index));
        uint32_t tag = 0;
        CHECK_EQ(page.etag.size(), 10);
        for (size_t digit = 1; digit < 9; ++digit) {
            const char letter = page.etag.at(digit);
            tag = tag << 4U | static_cast<uint32_t>(letter <= '9' ? letter - '0' : letter - 'a' + 10);
        }
        CHECK_EQ(tag, crc_of(page.body));
    }
}

TEST(a_page_is_found_by_its_whole_path_only) {
    CHECK(is_path(smr::PageId::kDashboard, "/"));
    CHECK(is_path(smr::PageId::kPortal, "/setup"));
    CHECK(is_path(smr::PageId::kStyle, "/style.css"));
    CHECK(is_path(smr::PageId::kScript, "/app.js"));
    const char* strangers[] = {"", "/app", "/app.js/", "/style.css?", "/index.html", "/..", "//"};
    smr::PageId id;
    for (const char* stranger : strangers) {
        CHECK(!smr::find_page(stranger, check::length(stranger), &id));
    }
}
