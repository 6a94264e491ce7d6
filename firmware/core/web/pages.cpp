#include "core/web/pages.h"

namespace smr {

bool find_page(const char* path, size_t size, PageId* id) {
    for (uint8_t index = 0; index < kPageCount; ++index) {
        const PageId candidate = static_cast<PageId>(index);
        if (page(candidate).path.equals(path, size)) {
            *id = candidate;
            return true;
        }
    }
    return false;
}

}  // namespace smr
