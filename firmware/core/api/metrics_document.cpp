#include "core/api/documents.h"

namespace smr {

namespace {

// A figure with its name, as Prometheus wants counters to end in _total.
struct Metric {
    FlashText name;
    bool counter;
    bool known;  // unknown ones are left out
    int64_t value;
};

Metric counter(FlashText name, uint64_t value) { return {name, true, true, static_cast<int64_t>(value)}; }
Metric gauge(FlashText name, int64_t value, bool known = true) { return {name, false, known, value}; }

constexpr uint32_t kMetrics = 32;

Metric metric(const Device& device, uint32_t index, Millis now) {
    const TelegramScanner& scanner = device.p1.scanner();
    const HeapFigures heap = device.port.system.heap();
    const bool joined = device.life.is_joined();
    switch (index) {
        case 0:
            return gauge(SMR_TEXT("uptime_seconds"), device.uptime.seconds());
        case 1:
            return counter(SMR_TEXT("boots_total"), device.reset.boots());
        case 2:
            return gauge(SMR_TEXT("heap_free_bytes"), heap.free);
        case 3:
            return gauge(SMR_TEXT("heap_min_free_bytes"), heap.min_free);
        case 4:
            return gauge(SMR_TEXT("heap_largest_block_bytes"), heap.largest_block);
        case 5:
            return gauge(SMR_TEXT("wifi_joined"), joined ? 1 : 0);
        case 6:
            return gauge(SMR_TEXT("wifi_rssi_dbm"), joined ? device.port.wifi.rssi_dbm() : 0, joined);
        case 7:
            return counter(SMR_TEXT("wifi_disconnects_total"), device.figures.disconnects);
        case 8:
            return counter(SMR_TEXT("p1_bytes_total"), device.p1.bytes());
        case 9:
            return counter(SMR_TEXT("p1_telegrams_total"), scanner.telegrams());
        case 10:
            return counter(SMR_TEXT("p1_crc_valid_total"), scanner.valid());
        case 11:
            return counter(SMR_TEXT("p1_crc_invalid_total"), scanner.invalid());
        case 12:
            return counter(SMR_TEXT("p1_crc_absent_total"), scanner.absent());
        case 13:
            return counter(SMR_TEXT("p1_unfinished_total"), scanner.unfinished());
        case 14:
            return counter(SMR_TEXT("p1_overruns_total"), device.p1.overruns());
        case 15:
            return counter(SMR_TEXT("p1_framing_errors_total"), device.p1.framing_errors());
        case 16:
            return counter(SMR_TEXT("p1_gaps_total"), device.p1.gaps());
        case 17:
            return gauge(SMR_TEXT("p1_last_byte_milliseconds"), elapsed(now, device.p1.last_byte()),
                         device.p1.has_byte());
        case 18:
            return gauge(SMR_TEXT("p1_period_milliseconds"), scanner.period_ms(), scanner.period_ms() > 0);
        case 19:
            return gauge(SMR_TEXT("tcp_clients"), device.clients.connected());
        case 20:
            return counter(SMR_TEXT("tcp_rejected_total"), device.clients.rejected());
        case 21:
            return counter(SMR_TEXT("tcp_closed_total"), device.clients.closed());
        case 22:
            return counter(SMR_TEXT("http_requests_total"), device.figures.requests);
        case 23:
            return counter(SMR_TEXT("http_unauthorized_total"), device.figures.unauthorized);
        case 24:
            return counter(SMR_TEXT("http_locked_out_total"), device.figures.locked_out);
        case 25:
            return counter(SMR_TEXT("watchdog_wifi_restarts_total"), device.reset.wifi_restarts());
        case 26:
            return counter(SMR_TEXT("watchdog_serial_restarts_total"), device.reset.serial_restarts());
        case 27:
            return counter(SMR_TEXT("watchdog_hardware_resets_total"), device.reset.watchdog_resets());
        case 28:
            return counter(SMR_TEXT("crashes_total"), device.reset.crashes());
        case 29:
            return gauge(SMR_TEXT("ota_busy"), device.update.is_busy() ? 1 : 0);
        case 30:
            return gauge(SMR_TEXT("image_on_trial"), device.record.standing() == Standing::kTrial ? 1 : 0);
        default:
            return gauge(SMR_TEXT("image_rolled_back"), device.record.is_rolled_back() ? 1 : 0);
    }
}

void write_build(const Device& device, Text& to) {
    to.append(SMR_TEXT("# TYPE smr_info gauge\nsmr_info{id=\"")).append(device.identity.id(), Identity::kSize);
    to.append(SMR_TEXT("\",version=\""));
    to.append(device.firmware.version, length_of_field(device.firmware.version, kVersionSize));
    to.append(SMR_TEXT("\",board=\"")).append(board_name(device.board)).append(SMR_TEXT("\"} 1\n"));
}

}  // namespace

Produced write_metrics(const Device& device, uint32_t step, Millis now, Text& to) {
    if (step == 0) {
        write_build(device, to);
        return Produced::kMore;
    }
    // Two a step: about 100 bytes each. At least one of each two is known.
    for (uint32_t index = 2 * (step - 1); index < 2 * step && index < kMetrics; ++index) {
        const Metric each = metric(device, index, now);
        if (!each.known) {
            continue;
        }
        to.append(SMR_TEXT("# TYPE smr_")).append(each.name).append(' ');
        to.append(each.counter ? SMR_TEXT("counter") : SMR_TEXT("gauge"));
        to.append(SMR_TEXT("\nsmr_")).append(each.name).append(' ');
        if (each.value < 0) {
            to.append('-');
        }
        to.decimal64(static_cast<uint64_t>(each.value < 0 ? -each.value : each.value)).append('\n');
    }
    return 2 * step >= kMetrics ? Produced::kDone : Produced::kMore;
}

}  // namespace smr
