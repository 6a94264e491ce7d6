// The dashboard and the setup portal, compressed, as they are served. Made from firmware/web.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "core/base/flash.h"

namespace smr {

enum class PageId : uint8_t { kDashboard, kPortal, kStyle, kScript };
constexpr uint8_t kPageCount = 4;

struct Page {
    FlashText path;  // begins with '/'
    FlashText content_type;
    FlashText etag;   // quoted, as it goes into the header; changes with the bytes
    FlashBytes body;  // gzip (RFC 1952): to be sent with Content-Encoding: gzip
};

Page page(PageId id);

// The page of a path without its query; false if there is none. "/" is the dashboard; which page it shows before setup
// is done is the caller's to say.
bool find_page(const char* path, size_t size, PageId* id);

}  // namespace smr
