#include "core/api/routes.h"

namespace smr {

namespace {

// A rest behind "/api/v1/".
Route api_route_of(Slice rest) {
    if (rest.is(SMR_TEXT("info"))) {
        return Route::kInfo;
    }
    if (rest.is(SMR_TEXT("status"))) {
        return Route::kStatus;
    }
    if (rest.is(SMR_TEXT("frame"))) {
        return Route::kFrame;
    }
    if (rest.is(SMR_TEXT("events"))) {
        return Route::kEvents;
    }
    if (rest.is(SMR_TEXT("config"))) {
        return Route::kConfig;
    }
    if (rest.is(SMR_TEXT("restart"))) {
        return Route::kRestart;
    }
    if (rest.is(SMR_TEXT("factory-reset"))) {
        return Route::kFactoryReset;
    }
    if (rest.is(SMR_TEXT("wifi-reset"))) {
        return Route::kWifiReset;
    }
    if (rest.is(SMR_TEXT("identify"))) {
        return Route::kIdentify;
    }
    if (rest.is(SMR_TEXT("rollback"))) {
        return Route::kRollback;
    }
    if (rest.is(SMR_TEXT("firmware"))) {
        return Route::kFirmware;
    }
    if (rest.is(SMR_TEXT("scan"))) {
        return Route::kScan;
    }
    if (rest.is(SMR_TEXT("provision"))) {
        return Route::kProvision;
    }
    if (rest.is(SMR_TEXT("claim"))) {
        return Route::kClaim;
    }
    return Route::kNone;
}

bool is_read(Method method) { return method == Method::kGet || method == Method::kHead; }

}  // namespace

Route route_of(Slice path) {
    const FlashText api = SMR_TEXT("/api/v1/");
    if (path.starts_with(api)) {
        return api_route_of(path.from(api.size()));
    }
    if (path.is(SMR_TEXT("/update"))) {
        return Route::kUpdate;
    }
    if (path.is(SMR_TEXT("/metrics"))) {
        return Route::kMetrics;
    }
    return Route::kNone;
}

Access access_of(Route route, Method method) {
    switch (route) {
        case Route::kInfo:
            return Access::kAnybody;
        case Route::kProvision:
            return is_read(method) ? Access::kWatcher : Access::kSetup;
        case Route::kScan:
            return Access::kSetup;
        case Route::kClaim:
            return Access::kClaim;
        default:
            return Access::kAdmin;
    }
}

FlashText allowed_methods(Route route) {
    switch (route) {
        case Route::kConfig:
            return SMR_TEXT("GET, HEAD, PATCH");
        case Route::kProvision:
            return SMR_TEXT("GET, HEAD, POST");
        case Route::kRestart:
        case Route::kFactoryReset:
        case Route::kWifiReset:
        case Route::kIdentify:
        case Route::kRollback:
        case Route::kFirmware:
        case Route::kUpdate:
        case Route::kClaim:
            return SMR_TEXT("POST");
        default:
            return SMR_TEXT("GET, HEAD");
    }
}

bool is_allowed(Route route, Method method) {
    switch (route) {
        case Route::kConfig:
            return is_read(method) || method == Method::kPatch;
        case Route::kProvision:
            return is_read(method) || method == Method::kPost;
        case Route::kRestart:
        case Route::kFactoryReset:
        case Route::kWifiReset:
        case Route::kIdentify:
        case Route::kRollback:
        case Route::kFirmware:
        case Route::kUpdate:
        case Route::kClaim:
            return method == Method::kPost;
        default:
            return is_read(method);
    }
}

}  // namespace smr
