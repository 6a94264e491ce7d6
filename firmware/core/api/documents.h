// The documents of the HTTP API, written in steps of at most 400 bytes. See docs/schema for their schemas.
#pragma once

#include <stdint.h>

#include "core/api/device.h"
#include "core/base/text.h"
#include "core/http/handler.h"

namespace smr {

// smr.info/1: what anybody may know.
Produced write_info(const Device& device, uint32_t step, Text& to);

// smr.status/1: all figures. `listed` keeps, from step to step, which clients the document lists.
Produced write_status(const Device& device, uint32_t step, Millis now, uint32_t* listed, Text& to);

// smr.events/1: the events from `*at` on, which moves on with them, up to but without `end`.
Produced write_events(const Device& device, uint32_t step, uint32_t* at, uint32_t end, Text& to);

// smr.config/1: the settings, without anything secret.
Produced write_config(const Device& device, uint32_t step, Text& to);

// smr.scan/1: the networks in reach.
Produced write_scan(const Device& device, uint32_t step, Text& to);

// smr.provision/1: how the attempt to join goes.
Produced write_provision(const Device& device, Text& to);

// The figures of the status in the Prometheus text format 0.0.4.
Produced write_metrics(const Device& device, uint32_t step, Millis now, Text& to);

}  // namespace smr
