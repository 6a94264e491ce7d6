// Placement new, without a library of C++.
#pragma once

#include <stddef.h>

inline void* operator new(size_t, void* where) noexcept { return where; }
