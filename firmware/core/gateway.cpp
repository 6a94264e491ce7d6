#include "core/gateway.h"

namespace smr {

namespace {

// Without progress of a task for so long the watchdog is not fed any more; it bites 8.19 s later.
constexpr Millis kTaskLimit = 20 * kSecond;
// How long somebody in the portal may think between two requests.
constexpr Millis kSetupPause = 2 * kMinute;

bool is_same_line(const LineSettings& left, const LineSettings& right) {
    return left.baud == right.baud && left.data_bits == right.data_bits && left.parity == right.parity &&
           left.stop_bits == right.stop_bits && left.inverted == right.inverted;
}

Identity identity_of(Wifi& wifi) {
    uint8_t mac[6];
    wifi.mac(mac);
    return Identity(mac);
}

}  // namespace

Gateway::Gateway(const Port& port, const Descriptor& firmware, Board board, Millis now)
    : port_(port),
      firmware_(firmware),
      board_(board),
      identity_(identity_of(port.wifi)),
      store_(port.flash, flash_map(board)),
      settings_(),
      p1_(port.serial),
      clients_(port.network, p1_),
      reset_(port.system),
      progress_(port.system),
      wifi_watchdog_(now),
      serial_watchdog_(now),
      led_(port.pins),
      button_(port.pins),
      life_(port.wifi, settings_),
      improv_identity_(),
      serial_setup_(port.serial, life_, settings_, improv_identity_),
      dns_(port.network),
      record_(port.flash),
      update_(port.flash, port.crypto, record_, board),
      image_(port.flash, port.crypto),
      kept_(port.flash, record_),
      trial_(now),
      arduino_ota_(port.network, port.crypto, port.system, update_, settings_),
      control_(port, identity_, store_, settings_, events_, reset_, record_, uptime_, led_, button_),
      device_{port_,  identity_, firmware_, board_,  uptime_, settings_, p1_,   clients_,
              events_, reset_,   update_,   image_,  record_, kept_,     life_, figures_},
      chronicle_(device_, events_, figures_),
      api_(device_, control_, update_, life_, events_, now),
      http_(port.network, Handler::of(api_)) {
    uptime_.start(now);
    asked_ = now - kSetupPause;
    reset_.begin();
    record_.load();
    const bool was_rolled_back = record_.standing() == Standing::kRolledBack;
    if (was_rolled_back) {
        reset_.rolled_back(static_cast<uint8_t>(record_.why_back()));
    }
    events_.record(EventCode::kBoot, 0, static_cast<uint32_t>(reset_.reason()));
    if (was_rolled_back) {
        events_.record(EventCode::kRolledBack, 0, static_cast<uint32_t>(record_.why_back()));
    }
    store_.load(&settings_);
    improv_identity_.version = firmware_.version;
    improv_identity_.version_size = static_cast<uint8_t>(length_of_field(firmware_.version, kVersionSize));
    improv_identity_.board = board_name(board_);
    improv_identity_.id = identity_.id();
    improv_identity_.id_size = Identity::kSize;
    control_.apply(now);
    led_.show_start(now);
    configure_line();
    life_.start(now);
    image_.begin();
    kept_.begin();
    port_.network.listen(TcpService::kP1);
    http_.start();
    progress_.watch(Task::kP1, kTaskLimit, now);
    progress_.watch(Task::kHttp, kTaskLimit, now);
    progress_.watch(Task::kWifi, kTaskLimit, now);
    progress_.watch(Task::kOta, kTaskLimit, now);
    tick(now);
}

void Gateway::tick(Millis now) {
    uptime_.advance(now);
    tick_line(now);
    clients_.close_to_access_point(life_.is_access_point_on() && settings_.commissioned);
    clients_.tick(now);
    progress_.made(Task::kP1, now);

    tick_wifi(now);
    progress_.made(Task::kWifi, now);

    api_.tick(now);
    http_.tick(now);
    if (figures_.requests != http_.requests()) {
        figures_.requests = http_.requests();
        asked_ = now;
    }
    figures_.unauthorized = api_.guard().unauthorized();
    figures_.locked_out = api_.guard().locked_out();
    progress_.made(Task::kHttp, now);

    update_.tick(life_.is_joined());
    arduino_ota_.tick(now);
    if (update_.state() == FirmwareUpdate::State::kReady) {
        control_.restart(RestartReason::kOta, 0, now);
    }
    tick_image(now);
    progress_.made(Task::kOta, now);

    chronicle_.tick();
    tick_watchdogs(now);
    tick_button(now);
    led_.tick(now);
    control_.tick(now, http_.is_busy() || arduino_ota_.is_active());
    report_progress(now);
}

void Gateway::tick_line(Millis now) {
    improv_identity_.name = settings_.name;
    improv_identity_.name_size = settings_.name_size;
    improv_identity_.http_port = port_.network.tcp_port(TcpService::kHttp);
    serial_setup_.tick(now);
    if (serial_setup_.has_line()) {
        return;
    }
    if (!is_same_line(line_, settings_.line)) {
        configure_line();
    }
    p1_.tick(now);
    if (p1_.scanner().telegrams() != telegrams_) {
        telegrams_ = p1_.scanner().telegrams();
        reset_.meter_heard();
        led_.show_telegram(now);
    }
}

void Gateway::configure_line() {
    if (!serial_setup_.has_line()) {
        line_ = settings_.line;
        port_.serial.configure(line_);
    }
}

void Gateway::tick_wifi(Millis now) {
    life_.tick(now);
    Settings changed = settings_;
    if (life_.take_settings(&changed)) {
        control_.keep(changed, now);
    }
    if (life_.is_joined() && !joined_) {
        led_.show_joined(now);
    }
    joined_ = life_.is_joined();
    led_.set_setup(life_.portal() != Portal::kClosed);
    dns_.tick(life_.is_access_point_on());
}

void Gateway::tick_image(Millis now) {
    // One after the other, so that a tick stays short.
    if (!image_.is_done()) {
        image_.tick(update_.spare_hash(), update_.number());
    } else {
        kept_.tick();
    }
    if (control_.is_restarting()) {
        // The next life decides. It may have been told to go back.
        return;
    }
    const bool in_the_air = life_.known_network_problem() != JoinProblem::kNotFound;
    const bool on_trial = record_.standing() == Standing::kTrial;
    switch (trial_.step(now, {on_trial, record_.was_joined(), life_.is_joined(), in_the_air})) {
        case TrialAction::kSteady:
            if (record_.state().power_ons != 0) {
                record_.end_row_of_power_ons();
            }
            break;
        case TrialAction::kAlive:
            image_is_alive(now);
            break;
        case TrialAction::kGiveUp:
            give_up(now);
            break;
        case TrialAction::kNone:
            break;
    }
}

void Gateway::image_is_alive(Millis now) {
    const Standing standing = record_.standing();
    // Also what the loader refused: it would look at the staged image again at each start.
    if (standing != Standing::kNone && standing != Standing::kConfirmed && standing != Standing::kRolledBackSeen &&
        !record_.confirm()) {
        return trial_.begin_again();
    }
    if (standing == Standing::kTrial || standing == Standing::kStuck) {
        events_.record(EventCode::kImageConfirmed, uptime_.seconds(), uptime_.seconds());
    }
    if (firmware_.security_version > settings_.security_floor && settings_.commissioned) {
        // From now on rollback protection, if it is on, refuses what is older than this. Not before: the image before might have to come back.
        Settings raised = settings_;
        raised.security_floor = firmware_.security_version;
        control_.keep(raised, now);
    }
}

void Gateway::give_up(Millis now) {
    if (life_.attempt() == Attempt::kJoining || kept_.state() == KeptImage::State::kReading) {
        return;
    }
    // Without a whole image to go back to, this one goes on, with all its watchdogs.
    const bool done =
        kept_.state() == KeptImage::State::kWhole ? control_.roll_back(WhyBack::kNetworkNotReached, now) : record_.confirm();
    if (!done) {
        trial_.begin_again();
    }
}

void Gateway::tick_watchdogs(Millis now) {
    // A restart of an image on trial would count against it: what it cannot mend, Trial sees.
    const bool undisturbed =
        !update_.is_busy() && !control_.is_restarting() && record_.standing() != Standing::kTrial;
    // Whoever is at the access point to set the gateway up anew must not lose it.
    const bool nobody_in_setup = life_.attempt() != Attempt::kJoining &&
                                 !(life_.is_access_point_on() && !passed(now, asked_, kSetupPause));
    switch (wifi_watchdog_.step(now, {life_.is_joined(), undisturbed && nobody_in_setup})) {
        case WifiAction::kReconnect:
            events_.record(EventCode::kWifiReconnect, uptime_.seconds(), wifi_watchdog_.lost_seconds());
            life_.reconnect(now);
            break;
        case WifiAction::kRestart:
            control_.restart(RestartReason::kWifiLost, 0, now);
            break;
        case WifiAction::kNone:
            break;
    }
    const bool watched = !serial_setup_.has_line() && life_.portal() != Portal::kOpen;
    switch (serial_watchdog_.step(now, {p1_.bytes(), watched, reset_.was_meter_heard(), undisturbed})) {
        case SerialAction::kSilent:
            events_.record(EventCode::kSerialSilent, uptime_.seconds(), serial_watchdog_.silent_seconds());
            break;
        case SerialAction::kResumed:
            events_.record(EventCode::kSerialResumed, uptime_.seconds(), serial_watchdog_.silent_seconds());
            break;
        case SerialAction::kReinitialise:
            events_.record(EventCode::kSerialReinit, uptime_.seconds(), serial_watchdog_.silent_seconds());
            configure_line();
            break;
        case SerialAction::kReinitialiseAgain:
            configure_line();
            break;
        case SerialAction::kRestart:
            control_.restart(RestartReason::kSerialSilent, 0, now);
            break;
        case SerialAction::kNone:
            break;
    }
}

void Gateway::tick_button(Millis now) {
    switch (button_.tick(now)) {
        case ButtonAction::kPressed:
            events_.record(EventCode::kButton, uptime_.seconds());
            break;
        case ButtonAction::kFactoryReset:
            control_.factory_reset(now);
            break;
        case ButtonAction::kNone:
            break;
    }
}

void Gateway::report_progress(Millis now) {
    Task late = Task::kP1;
    const bool fed = progress_.feed(now, &late);
    if (!fed && !task_late_) {
        events_.record(EventCode::kTaskLate, uptime_.seconds(), static_cast<uint32_t>(late));
        reset_.announce(RestartReason::kStuck, static_cast<uint8_t>(late));
    } else if (fed && task_late_) {
        reset_.withdraw();
    }
    task_late_ = !fed;
}

bool Gateway::announce(unsigned index, Text& to) const {
    switch (index) {
        case 0:
            to.append(SMR_TEXT("txtvers=1"));
            return true;
        case 1:
            to.append(SMR_TEXT("id=")).append(identity_.id(), Identity::kSize);
            return true;
        case 2:
            to.append(SMR_TEXT("fw=")).append(firmware_.version, length_of_field(firmware_.version, kVersionSize));
            return true;
        case 3:
            to.append(SMR_TEXT("board=")).append(board_name(board_));
            return true;
        case 4:
            to.append(SMR_TEXT("p1=")).decimal(port_.network.tcp_port(TcpService::kP1));
            return true;
        case 5:
            to.append(settings_.arduino_ota && settings_.has_admin ? SMR_TEXT("ota=http,arduino")
                                                                   : SMR_TEXT("ota=http"));
            return true;
        case 6:
            to.append(SMR_TEXT("state=")).append(name_of(life_.mode()));
            return true;
        default:
            return false;
    }
}

}  // namespace smr
