#include "core/api/api.h"

#include "core/api/config_patch.h"
#include "core/api/documents.h"
#include "core/setup/captive_portal.h"
#include "core/web/pages.h"

namespace smr {

namespace {

// What the notes of an exchange hold, by route.
//   kPage                the PageId
//   kStatus              the clients listed
//   kFrame               start and end of the telegram; its check in the upper two bits, and its age in ms below them
//   kEvents              the next event, and where to end
//   kFirmware, kUpdate   the number of this exchange's upload
//   kRefused             the finding of the guard
//   kWrongMethod         the route
constexpr unsigned kFirstNote = 0;
constexpr unsigned kSecondNote = 1;
constexpr unsigned kThirdNote = 2;

constexpr unsigned kCheckShift = 30;
constexpr uint32_t kMostAge = (uint32_t{1} << kCheckShift) - 1;

Route route_in(const Exchange& exchange) { return static_cast<Route>(exchange.route); }

Media media_of(PageId id) {
    switch (id) {
        case PageId::kStyle:
            return Media::kStyle;
        case PageId::kScript:
            return Media::kScript;
        case PageId::kDashboard:
        case PageId::kPortal:
            break;
    }
    return Media::kHtml;
}

Answer network_is_tried() {
    return Answer::error(409, SMR_TEXT("busy"), SMR_TEXT("A network is being tried: wait for it."));
}

Answer not_found() { return Answer::error(404, SMR_TEXT("not-found"), SMR_TEXT("There is nothing of that name here.")); }

}  // namespace

bool Api::is_own_site(const Request& request, Exchange& exchange, Answer* answer) {
    TextOf<kNumberedNameSize> host_name;
    write_host_name(device_.settings, device_.identity, host_name);
    OwnNames names;
    names.id = Slice(device_.identity.id(), Identity::kSize);
    names.name = Slice(host_name.data(), host_name.size());
    write_name_number(device_.figures.name_number, host_name);
    names.numbered = Slice(host_name.data(), host_name.size());
    if (exchange.peer.is_at_access_point() && !is_own_host(request.host(), names)) {
        // Somebody at the access point who looks for the internet.
        const Slice host = request.host();
        const Slice path = request.path();
        if (CaptivePortal::answer(host.data, host.size, path.data, path.size, request.is_read()) ==
            CaptivePortal::Answer::kRedirect) {
            exchange.route = static_cast<uint8_t>(Route::kPortalRedirect);
            *answer = Answer::empty(302);
            return false;
        }
    }
    const Guard::Finding finding = Guard::check_site(request, names);
    if (finding == Guard::Finding::kPass) {
        return true;
    }
    exchange.route = static_cast<uint8_t>(Route::kRefused);
    exchange.notes[kFirstNote] = static_cast<uint32_t>(finding);
    *answer = guard_.answer_to(finding);
    return false;
}

bool Api::is_admin(const Request& request, Exchange& exchange, Answer* answer) {
    if (!device_.settings.has_admin) {
        *answer = Answer::error(403, SMR_TEXT("no-password"),
                                SMR_TEXT("This gateway has no admin password yet: open its page to set one."));
        return false;
    }
    const Guard::Finding finding = guard_.check_admin(request, exchange.peer, device_.settings.admin, exchange.now);
    if (finding == Guard::Finding::kPass) {
        return true;
    }
    if (finding == Guard::Finding::kLockedOut) {
        events_.record(EventCode::kLoginLocked, device_.uptime.seconds(), detail_of(exchange.peer.address));
    }
    exchange.route = static_cast<uint8_t>(Route::kRefused);
    exchange.notes[kFirstNote] = static_cast<uint32_t>(finding);
    *answer = guard_.answer_to(finding);
    return false;
}

// Who may do what. A gateway that was never commissioned is set up by whoever stands beside it; later only the admin may.
bool Api::is_admitted(const Request& request, Exchange& exchange, Answer* answer) {
    const Access access = access_of(route_in(exchange), request.method());
    const bool looks_on = access == Access::kWatcher && life_.is_access_point_on() && life_.attempt() != Attempt::kIdle;
    if (access == Access::kAnybody || looks_on) {
        return true;
    }
    if (access == Access::kClaim) {
        if (life_.may_claim()) {
            return true;
        }
        *answer = Answer::error(403, SMR_TEXT("claim-closed"),
                                SMR_TEXT("The time to set the first password is over: a factory reset opens it again."));
        return false;
    }
    if (access == Access::kSetup || access == Access::kWatcher) {
        if (life_.portal() == Portal::kOpen) {
            return true;
        }
        if (life_.portal() == Portal::kClosed && life_.attempt() != Attempt::kJoining) {
            *answer = Answer::error(403, SMR_TEXT("not-in-setup"), SMR_TEXT("The gateway is not in setup."));
            return false;
        }
    }
    return is_admin(request, exchange, answer);
}

Plan Api::on_head(const Request& request, Exchange& exchange, Answer* answer) {
    if (!is_own_site(request, exchange, answer)) {
        return Plan::kAnswer;
    }
    const Slice path = request.path();
    const Route route = route_of(path);
    exchange.route = static_cast<uint8_t>(route);
    if (route == Route::kNone) {
        PageId id;
        if (!find_page(path.data, path.size, &id)) {
            // Phones probe by address too.
            const bool to_portal = exchange.peer.is_at_access_point() && request.is_read() && !path.starts_with(SMR_TEXT("/api/"));
            exchange.route = static_cast<uint8_t>(to_portal ? Route::kPortalRedirect : Route::kNone);
            *answer = to_portal ? Answer::empty(302) : not_found();
            return Plan::kAnswer;
        }
        exchange.route = static_cast<uint8_t>(Route::kPage);
        exchange.notes[kFirstNote] = static_cast<uint32_t>(id);
    }
    if (!is_allowed(route_in(exchange), request.method())) {
        exchange.notes[kFirstNote] = exchange.route;
        exchange.route = static_cast<uint8_t>(Route::kWrongMethod);
        *answer = Answer::error(405, SMR_TEXT("wrong-method"), SMR_TEXT("That cannot be done with this method."));
        return Plan::kAnswer;
    }
    if (route == Route::kNone) {
        *answer = page(request, exchange);
        return Plan::kAnswer;
    }
    if (!is_admitted(request, exchange, answer)) {
        return Plan::kAnswer;
    }
    return begin(request, exchange, answer);
}

// "/" is the page that its visitor needs now. The portal is open to all who come to the access point: the small browsers that phones
// open for it cannot log in, and the page itself knows nothing. What it asks of the API is another matter.
Answer Api::page(const Request& request, Exchange& exchange) {
    PageId id = static_cast<PageId>(exchange.notes[kFirstNote]);
    // After joining, the portal goes on for those at the access point only: they see how it went. The others come for the dashboard.
    const bool portal = life_.portal() != Portal::kClosed || life_.may_claim() || exchange.peer.is_at_access_point();
    if (id == PageId::kDashboard && portal) {
        id = PageId::kPortal;
        exchange.notes[kFirstNote] = static_cast<uint32_t>(id);
    }
    Answer answer;
    if (!portal && !is_admin(request, exchange, &answer)) {
        return answer;
    }
    const Page found = smr::page(id);
    return Answer::fixed(200, media_of(id), found.body, true);
}

Plan Api::begin(const Request& request, Exchange& exchange, Answer* answer) {
    const Millis now = exchange.now;
    switch (route_in(exchange)) {
        case Route::kInfo:
        case Route::kStatus:
        case Route::kScan:
            if (route_in(exchange) == Route::kScan && life_.scan_state() != ScanState::kRunning &&
                (life_.scan_state() == ScanState::kNone || request.query_number(SMR_TEXT("again"), &exchange.notes[1]))) {
                life_.start_scan(now);
            }
            *answer = Answer::steps(200, Media::kJson);
            return Plan::kAnswer;
        case Route::kMetrics:
            *answer = Answer::steps(200, Media::kMetrics);
            return Plan::kAnswer;
        case Route::kFrame:
            *answer = frame(exchange);
            return Plan::kAnswer;
        case Route::kEvents: {
            uint32_t since = 0;
            request.query_number(SMR_TEXT("since"), &since);
            exchange.notes[kFirstNote] = device_.events.begin(since);
            exchange.notes[kSecondNote] = device_.events.next();
            *answer = Answer::steps(200, Media::kJson);
            return Plan::kAnswer;
        }
        case Route::kConfig:
        case Route::kProvision:
            *answer = Answer::steps(200, Media::kJson);
            return request.is_read() ? Plan::kAnswer : Plan::kCollect;
        case Route::kClaim:
            return Plan::kCollect;
        case Route::kRestart:
            control_.restart(RestartReason::kRequest, 0, now);
            *answer = Answer::empty(202);
            return Plan::kAnswer;
        case Route::kFactoryReset:
            *answer = control_.factory_reset(now)
                          ? Answer::empty(202)
                          : Answer::error(500, SMR_TEXT("flash-failed"), SMR_TEXT("The settings could not be erased."));
            return Plan::kAnswer;
        case Route::kWifiReset:
            if (life_.is_trying()) {
                *answer = network_is_tried();
                return Plan::kAnswer;
            }
            *answer = control_.forget_network(now)
                          ? Answer::empty(202)
                          : Answer::error(500, SMR_TEXT("flash-failed"), SMR_TEXT("The settings could not be saved."));
            return Plan::kAnswer;
        case Route::kIdentify:
            control_.identify(now);
            *answer = Answer::empty(202);
            return Plan::kAnswer;
        case Route::kRollback:
            *answer = roll_back(now);
            return Plan::kAnswer;
        case Route::kFirmware:
        case Route::kUpdate:
            if (control_.is_restarting()) {
                *answer = Answer::error(409, SMR_TEXT("busy"), SMR_TEXT("The gateway is about to restart."));
                return Plan::kAnswer;
            }
            if (!upload_.begin(request, route_in(exchange) == Route::kUpdate, answer)) {
                return Plan::kAnswer;
            }
            exchange.notes[kFirstNote] = upload_.number();
            return Plan::kStream;
        default:
            *answer = not_found();
            return Plan::kAnswer;
    }
}

bool Api::on_body(Exchange& exchange, const uint8_t* bytes, size_t count, Answer* answer) {
    return upload_.take(bytes, count, route_in(exchange) == Route::kUpdate, answer);
}

Answer Api::on_end(Exchange& exchange, const uint8_t* body, size_t count) {
    switch (route_in(exchange)) {
        case Route::kConfig:
            return change_settings(exchange, body, count);
        case Route::kProvision:
            return provision(exchange, body, count);
        case Route::kClaim:
            return claim(exchange, body, count);
        default:
            return upload_.end(route_in(exchange) == Route::kUpdate);
    }
}

Answer Api::on_wait(Exchange&) { return upload_.outcome(); }

Answer Api::frame(Exchange& exchange) const {
    const TelegramScanner& scanner = device_.p1.scanner();
    if (!scanner.has_last() || !device_.p1.ring().holds(scanner.last().start)) {
        return Answer::error(404, SMR_TEXT("no-frame"), SMR_TEXT("No complete telegram has come from the meter yet."));
    }
    exchange.notes[kFirstNote] = scanner.last().start;
    exchange.notes[kSecondNote] = scanner.last().end;
    // The next telegram may be complete before the headers are written.
    const Millis age = elapsed(exchange.now, scanner.last().at);
    exchange.notes[kThirdNote] = static_cast<uint32_t>(scanner.last().check) << kCheckShift | (age < kMostAge ? age : kMostAge);
    return Answer::sized(200, Media::kBytes, scanner.last().end - scanner.last().start);
}

Answer Api::roll_back(Millis now) {
    if (device_.update.is_busy() || control_.is_restarting()) {
        return Answer::error(409, SMR_TEXT("busy"), SMR_TEXT("An update is under way, or the gateway is about to restart."));
    }
    if (device_.kept.state() == KeptImage::State::kReading) {
        return Answer::error(409, SMR_TEXT("busy"), SMR_TEXT("The image before is still being read: ask again in a minute."));
    }
    Descriptor previous;
    if (!find_previous_image(device_, &previous)) {
        return Answer::error(409, SMR_TEXT("no-previous-image"), SMR_TEXT("This gateway holds no image that it could go back to."));
    }
    return control_.roll_back(WhyBack::kRequested, now)
               ? Answer::empty(202)
               : Answer::error(500, SMR_TEXT("flash-failed"), SMR_TEXT("The order to the boot loader could not be written."));
}

Answer Api::change_settings(Exchange& exchange, const uint8_t* body, size_t count) {
    Settings wanted = device_.settings;
    bool password_changed = false;
    const PatchProblem problem = patch_settings(body, count, device_, &wanted, &password_changed);
    if (problem.code.size() > 0) {
        return Answer::error(problem.status, problem.code, problem.message);
    }
    const bool moves = !is_same_network(wanted, device_.settings);
    const WifiCredentials wifi = wanted.wifi;
    const AddressSettings addresses = wanted.addresses;
    if (moves && life_.is_trying()) {
        return network_is_tried();
    }
    // A new network is tried before it is kept.
    wanted.wifi = device_.settings.wifi;
    wanted.addresses = device_.settings.addresses;
    if (!control_.keep(wanted, exchange.now)) {
        return Answer::error(500, SMR_TEXT("flash-failed"), SMR_TEXT("The settings could not be saved."));
    }
    if (password_changed) {
        guard_.forget();
    }
    if (!moves) {
        return Answer::steps(200, Media::kJson);
    }
    // Wishes left from elsewhere are not this admin's.
    life_.forget_wanted();
    if (!life_.try_network(wifi, addresses, exchange.now)) {
        return network_is_tried();
    }
    return Answer::steps(202, Media::kJson);
}

Answer Api::provision(Exchange& exchange, const uint8_t* body, size_t count) {
    Provisioning wanted;
    const PatchProblem problem = read_provisioning(body, count, device_, &wanted);
    if (problem.code.size() > 0) {
        return Answer::error(problem.status, problem.code, problem.message);
    }
    if (life_.portal() == Portal::kOpen && !wanted.has_admin) {
        return Answer::error(422, SMR_TEXT("password-missing"), SMR_TEXT("Choose an admin password."));
    }
    life_.forget_wanted();
    if (wanted.has_name) {
        life_.want_name(wanted.name, wanted.name_size);
    }
    if (wanted.has_admin) {
        life_.want_admin(wanted.admin);
    }
    const AddressSettings by_dhcp = {};
    if (!life_.try_network(wanted.wifi, by_dhcp, exchange.now, WifiLife::AfterFailure::kForgetWishes)) {
        return network_is_tried();
    }
    return Answer::steps(202, Media::kJson);
}

Answer Api::claim(Exchange& exchange, const uint8_t* body, size_t count) {
    Settings wanted = device_.settings;
    const PatchProblem problem = read_claim(body, count, device_, &wanted);
    if (problem.code.size() > 0) {
        return Answer::error(problem.status, problem.code, problem.message);
    }
    if (!life_.may_claim()) {
        return Answer::error(403, SMR_TEXT("claim-closed"), SMR_TEXT("Somebody else was faster, or the time is over."));
    }
    if (!control_.keep(wanted, exchange.now)) {
        return Answer::error(500, SMR_TEXT("flash-failed"), SMR_TEXT("The password could not be saved."));
    }
    events_.record(EventCode::kAdminClaimed, device_.uptime.seconds(), detail_of(exchange.peer.address));
    return Answer::empty(204);
}

void Api::write_headers(Exchange& exchange, Text& to) {
    switch (route_in(exchange)) {
        case Route::kRefused:
            guard_.write_headers(static_cast<Guard::Finding>(exchange.notes[kFirstNote]), exchange.peer, to, exchange.now);
            break;
        case Route::kPortalRedirect:
            to.append(SMR_TEXT("Location: ")).append(CaptivePortal::location()).append(SMR_TEXT("\r\n"));
            break;
        case Route::kWrongMethod:
            to.append(SMR_TEXT("Allow: ")).append(allowed_methods(static_cast<Route>(exchange.notes[kFirstNote])));
            to.append(SMR_TEXT("\r\n"));
            break;
        case Route::kFrame:
            if (exchange.notes[kFirstNote] != exchange.notes[kSecondNote]) {
                const TelegramCheck check = static_cast<TelegramCheck>(exchange.notes[kThirdNote] >> kCheckShift);
                to.append(SMR_TEXT("X-SMR-CRC: "));
                to.append(check == TelegramCheck::kValid     ? SMR_TEXT("valid")
                          : check == TelegramCheck::kInvalid ? SMR_TEXT("invalid")
                                                             : SMR_TEXT("absent"));
                to.append(SMR_TEXT("\r\nX-SMR-Age-Ms: ")).decimal(exchange.notes[kThirdNote] & kMostAge);
                to.append(SMR_TEXT("\r\n"));
            }
            break;
        case Route::kPage:
            to.append(SMR_TEXT("ETag: ")).append(smr::page(static_cast<PageId>(exchange.notes[kFirstNote])).etag);
            to.append(SMR_TEXT("\r\n"));
            break;
        default:
            break;
    }
}

Produced Api::produce(Exchange& exchange, uint32_t step, Text& to) {
    switch (route_in(exchange)) {
        case Route::kInfo:
            return write_info(device_, step, to);
        case Route::kStatus:
            return write_status(device_, step, exchange.now, &exchange.notes[kFirstNote], to);
        case Route::kEvents:
            return write_events(device_, step, &exchange.notes[kFirstNote], exchange.notes[kSecondNote], to);
        case Route::kConfig:
            return write_config(device_, step, to);
        case Route::kScan:
            return write_scan(device_, step, to);
        case Route::kProvision:
            return write_provision(device_, to);
        case Route::kMetrics:
            return write_metrics(device_, step, exchange.now, to);
        case Route::kFrame:
            return write_frame(exchange, to);
        case Route::kFirmware:
        case Route::kUpdate:
            return upload_.write(to);
        default:
            return Produced::kBroken;
    }
}

Produced Api::write_frame(Exchange& exchange, Text& to) const {
    const ByteRing& ring = device_.p1.ring();
    Position& at = exchange.notes[kFirstNote];
    const Position end = exchange.notes[kSecondNote];
    if (!ring.holds(at)) {
        // The reader was too slow: the meter's next telegrams are here now.
        return Produced::kBroken;
    }
    size_t count = 0;
    const uint8_t* piece = ring.piece(at, &count);
    const size_t left = end - at;
    const size_t most = to.room() < left ? to.room() : left;
    const size_t taken = count < most ? count : most;
    to.append(reinterpret_cast<const char*>(piece), taken);
    at += static_cast<Position>(taken);
    return at == end ? Produced::kDone : Produced::kMore;
}

void Api::on_close(Exchange& exchange, bool complete) {
    const Route route = route_in(exchange);
    // Somebody else's may have begun since this one failed.
    const bool uploads =
        (route == Route::kFirmware || route == Route::kUpdate) && exchange.notes[kFirstNote] == upload_.number();
    if (uploads && !complete) {
        upload_.abandon();
    }
}

}  // namespace smr
