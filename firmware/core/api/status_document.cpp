#include "core/api/documents.h"
#include "core/api/json.h"

namespace smr {

namespace {


// The parts of the document, each a step; between kTcp and kHttp the clients of the stream take one step each.
enum Part : uint32_t { kDevice, kFirmware, kReset, kWifi, kAddress, kP1, kP1Times, kTcp, kHttp, kOta };

void write_padded(Json& json, FlashText key, const char* field, size_t capacity) {
    json.text(key, field, length_of_field(field, capacity));
}

void write_device(const Device& device, Json& json) {
    size_t size = 0;
    const char* name = name_of(device, &size);
    json.open().word(SMR_TEXT("schema"), SMR_TEXT("smr.status/1")).open(SMR_TEXT("device"));
    json.text(SMR_TEXT("id"), device.identity.id(), Identity::kSize).text(SMR_TEXT("name"), name, size);
    json.mac(SMR_TEXT("mac"), device.identity.mac()).word(SMR_TEXT("board"), board_name(device.board));
}

void write_firmware(const Device& device, Json& json) {
    json.open(SMR_TEXT("firmware"));
    write_padded(json, SMR_TEXT("version"), device.firmware.version, kVersionSize);
    write_padded(json, SMR_TEXT("build"), device.firmware.build, kBuildSize);
    if (device.image.sha256() != nullptr) {
        json.hex(SMR_TEXT("sha256"), device.image.sha256(), kSha256Size);
    } else {
        json.null(SMR_TEXT("sha256"));
    }
    json.close();
    json.number(SMR_TEXT("uptime_s"), device.uptime.seconds());
    json.number(SMR_TEXT("boot_count"), device.reset.boots());
}

void write_reset(const Device& device, Json& json) {
    json.open(SMR_TEXT("reset"));
    json.word(SMR_TEXT("cause"), code_of(device.reset.chip_reset()));
    json.word(SMR_TEXT("reason"), code_of(device.reset.reason()));
    CrashRegisters crash;
    if (device.reset.last_crash(&crash)) {
        json.open(SMR_TEXT("exception")).number(SMR_TEXT("cause"), crash.cause);
        json.address(SMR_TEXT("epc1"), crash.epc1).address(SMR_TEXT("epc2"), crash.epc2);
        json.address(SMR_TEXT("epc3"), crash.epc3).address(SMR_TEXT("excvaddr"), crash.address);
        json.address(SMR_TEXT("depc"), crash.depc).close();
    } else {
        json.null(SMR_TEXT("exception"));
    }
    json.close().close();
    const HeapFigures heap = device.port.system.heap();
    json.open(SMR_TEXT("heap")).number(SMR_TEXT("free"), heap.free).number(SMR_TEXT("min_free"), heap.min_free);
    json.number(SMR_TEXT("largest_block"), heap.largest_block).close();
}

void write_wifi(const Device& device, Json& json) {
    const WifiCredentials& wifi = device.settings.wifi;
    json.open(SMR_TEXT("wifi")).word(SMR_TEXT("mode"), name_of(device.life.mode()));
    if (wifi.ssid_size > 0) {
        json.text(SMR_TEXT("ssid"), reinterpret_cast<const char*>(wifi.ssid), wifi.ssid_size);
    } else {
        json.null(SMR_TEXT("ssid"));
    }
}

void write_address(const Device& device, Json& json) {
    Wifi& wifi = device.port.wifi;
    uint8_t address[4];
    if (device.life.is_joined()) {
        json.signed_number(SMR_TEXT("rssi_dbm"), wifi.rssi_dbm()).number(SMR_TEXT("channel"), wifi.channel());
    } else {
        json.null(SMR_TEXT("rssi_dbm")).null(SMR_TEXT("channel"));
    }
    if (wifi.station_address(address)) {
        json.ipv4(SMR_TEXT("ip"), address);
    } else {
        json.null(SMR_TEXT("ip"));
    }
    json.number(SMR_TEXT("disconnects"), device.figures.disconnects);
    json.number(SMR_TEXT("last_disconnect_reason"), wifi.last_disconnect_reason()).close();
}

void write_p1(const Device& device, Json& json) {
    const LineSettings& line = device.settings.line;
    const TelegramScanner& scanner = device.p1.scanner();
    const char format[] = {static_cast<char>('0' + line.data_bits), line.parity, static_cast<char>('0' + line.stop_bits)};
    json.open(SMR_TEXT("p1")).number(SMR_TEXT("baud"), line.baud).text(SMR_TEXT("format"), format, sizeof format);
    json.boolean(SMR_TEXT("inverted"), line.inverted).number64(SMR_TEXT("bytes"), device.p1.bytes());
    json.number(SMR_TEXT("telegrams"), scanner.telegrams()).number(SMR_TEXT("crc_valid"), scanner.valid());
    json.number(SMR_TEXT("crc_invalid"), scanner.invalid()).number(SMR_TEXT("crc_absent"), scanner.absent());
    json.number(SMR_TEXT("unfinished"), scanner.unfinished()).number(SMR_TEXT("overruns"), device.p1.overruns());
    json.number(SMR_TEXT("framing_errors"), device.p1.framing_errors()).number(SMR_TEXT("gaps"), device.p1.gaps());
}

void write_p1_times(const Device& device, Millis now, Json& json) {
    const TelegramScanner& scanner = device.p1.scanner();
    if (device.p1.has_byte()) {
        json.number(SMR_TEXT("last_byte_ms"), elapsed(now, device.p1.last_byte()));
    } else {
        json.null(SMR_TEXT("last_byte_ms"));
    }
    if (scanner.has_last()) {
        json.number(SMR_TEXT("last_telegram_ms"), elapsed(now, scanner.last().at));
    } else {
        json.null(SMR_TEXT("last_telegram_ms"));
    }
    if (scanner.period_ms() > 0) {
        json.number(SMR_TEXT("period_ms"), scanner.period_ms());
    } else {
        json.null(SMR_TEXT("period_ms"));
    }
    json.close();
}

void write_tcp(const Device& device, uint32_t* listed, Json& json) {
    *listed = 0;
    for (unsigned place = 0; place < FanOut::kClients; ++place) {
        *listed |= device.clients.client(place).connection != kNoConnection ? 1U << place : 0U;
    }
    json.open(SMR_TEXT("tcp")).number(SMR_TEXT("port"), device.port.network.tcp_port(TcpService::kP1));
    json.number(SMR_TEXT("max_clients"), FanOut::kClients);
    json.number(SMR_TEXT("connected"), device.clients.connected());
    json.number(SMR_TEXT("rejected"), device.clients.rejected()).open_array(SMR_TEXT("clients"));
}

unsigned count_of(uint32_t listed) {
    unsigned count = 0;
    for (; listed != 0; listed &= listed - 1) {
        ++count;
    }
    return count;
}

// The client listed as number `index`, as it is now: it may have gone since the list was made.
void write_client(const Device& device, uint32_t listed, uint32_t index, Text& to) {
    unsigned place = 0;
    for (unsigned seen = 0;; ++place) {
        seen += (listed >> place) & 1U;
        if (seen == index + 1) {
            break;
        }
    }
    const FanOut::Client& client = device.clients.client(place);
    Json json(to, index > 0);
    TextOf<24> peer;
    peer.ipv4(client.peer.address).append(':').decimal(client.peer.port);
    json.open().text(SMR_TEXT("peer"), peer.data(), peer.size());
    json.number(SMR_TEXT("connected_s"), client.connected_s).number64(SMR_TEXT("sent"), client.sent);
    json.number(SMR_TEXT("dropped_telegrams"), client.dropped_telegrams);
    json.number(SMR_TEXT("lag"), client.connection == kNoConnection ? 0 : device.clients.lag(client)).close();
}

void write_http(const Device& device, Json& json) {
    json.close_array().close();
    json.open(SMR_TEXT("http")).number(SMR_TEXT("requests"), device.figures.requests);
    json.number(SMR_TEXT("unauthorized"), device.figures.unauthorized);
    json.number(SMR_TEXT("locked_out"), device.figures.locked_out).close();
    json.open(SMR_TEXT("watchdog")).number(SMR_TEXT("wifi_restarts"), device.reset.wifi_restarts());
    json.number(SMR_TEXT("serial_restarts"), device.reset.serial_restarts());
    json.number(SMR_TEXT("tcp_closed"), device.clients.closed());
    json.number(SMR_TEXT("hw_resets"), device.reset.watchdog_resets()).close();
}

FlashText name_of(FirmwareUpdate::State state) {
    switch (state) {
        case FirmwareUpdate::State::kReceiving:
            return SMR_TEXT("receiving");
        case FirmwareUpdate::State::kVerifying:
            return SMR_TEXT("verifying");
        case FirmwareUpdate::State::kReady:
            return SMR_TEXT("ready");
        case FirmwareUpdate::State::kIdle:
        case FirmwareUpdate::State::kFailed:
            break;
    }
    return SMR_TEXT("idle");
}

FlashText name_of(Standing standing) {
    switch (standing) {
        case Standing::kTrial:
        case Standing::kStuck:
        case Standing::kUnfinished:
            return SMR_TEXT("trial");
        case Standing::kRolledBack:
        case Standing::kRolledBackSeen:
            return SMR_TEXT("rolled-back");
        case Standing::kNone:
        case Standing::kRefused:
        case Standing::kConfirmed:
            break;
    }
    return SMR_TEXT("confirmed");
}

// What came of the last update: of one that failed in this life, of what the boot loader did before it, or of one that runs now.
void write_last_update(const Device& device, Json& json) {
    const bool failed = device.update.state() == FirmwareUpdate::State::kFailed;
    const bool refused = device.record.standing_at_start() == Standing::kRefused;
    if (failed || refused) {
        json.open(SMR_TEXT("last")).word(SMR_TEXT("result"), SMR_TEXT("failed"));
        // The loader refuses what does not read back as it was verified.
        json.word(SMR_TEXT("error"), code_of(failed ? device.update.problem() : ImageProblem::kFlash));
        json.null(SMR_TEXT("version")).close();
    } else if (device.record.is_rolled_back()) {
        json.open(SMR_TEXT("last")).word(SMR_TEXT("result"), SMR_TEXT("rolled-back"));
        json.word(SMR_TEXT("error"), code_of(device.record.why_back()));
        Descriptor left;
        if (device.kept.describe(&left)) {
            write_padded(json, SMR_TEXT("version"), left.version, kVersionSize);
        } else {
            json.null(SMR_TEXT("version"));
        }
        json.close();
    } else if (device.reset.reason() == RestartReason::kOta || device.record.standing_at_start() == Standing::kTrial) {
        json.open(SMR_TEXT("last")).word(SMR_TEXT("result"), SMR_TEXT("updated")).null(SMR_TEXT("error"));
        write_padded(json, SMR_TEXT("version"), device.firmware.version, kVersionSize);
        json.close();
    } else {
        json.null(SMR_TEXT("last"));
    }
}

void write_ota(const Device& device, Json& json) {
    const FirmwareUpdate& update = device.update;
    json.open(SMR_TEXT("ota")).word(SMR_TEXT("state"), name_of(update.state()));
    json.number(SMR_TEXT("received"), update.is_busy() ? update.received() : 0);
    json.number(SMR_TEXT("size"), update.is_busy() ? update.size() : 0);
    json.word(SMR_TEXT("image"), name_of(device.record.standing()));
    Descriptor previous;
    if (find_previous_image(device, &previous)) {
        json.open(SMR_TEXT("previous"));
        write_padded(json, SMR_TEXT("version"), previous.version, kVersionSize);
        json.close();
    } else {
        json.null(SMR_TEXT("previous"));
    }
    write_last_update(device, json);
    json.close().close();
}

}  // namespace

Produced write_info(const Device& device, uint32_t step, Text& to) {
    Json json(to, step > 0);
    if (step == 0) {
        size_t size = 0;
        const char* name = name_of(device, &size);
        json.open().word(SMR_TEXT("schema"), SMR_TEXT("smr.info/1"));
        json.text(SMR_TEXT("id"), device.identity.id(), Identity::kSize).text(SMR_TEXT("name"), name, size);
        return Produced::kMore;
    }
    json.open(SMR_TEXT("firmware"));
    write_padded(json, SMR_TEXT("version"), device.firmware.version, kVersionSize);
    write_padded(json, SMR_TEXT("build"), device.firmware.build, kBuildSize);
    json.close().word(SMR_TEXT("board"), board_name(device.board));
    json.word(SMR_TEXT("state"), name_of(device.life.mode())).number(SMR_TEXT("api"), 1).close();
    return Produced::kDone;
}

Produced write_status(const Device& device, uint32_t step, Millis now, uint32_t* listed, Text& to) {
    const uint32_t clients = step > kTcp ? count_of(*listed) : 0;
    if (step > kTcp && step <= kTcp + clients) {
        write_client(device, *listed, step - kTcp - 1, to);
        return Produced::kMore;
    }
    Json json(to, step > kDevice);
    switch (step - clients) {
        case kDevice:
            write_device(device, json);
            break;
        case kFirmware:
            write_firmware(device, json);
            break;
        case kReset:
            write_reset(device, json);
            break;
        case kWifi:
            write_wifi(device, json);
            break;
        case kAddress:
            write_address(device, json);
            break;
        case kP1:
            write_p1(device, json);
            break;
        case kP1Times:
            write_p1_times(device, now, json);
            break;
        case kTcp:
            write_tcp(device, listed, json);
            break;
        case kHttp:
            write_http(device, json);
            break;
        default:
            write_ota(device, json);
            return Produced::kDone;
    }
    return Produced::kMore;
}

}  // namespace smr
