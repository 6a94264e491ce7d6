// Stands in for lwIP in tests of the port.
#pragma once

#include "tests/fake_lwip/fake_lwip.h"
