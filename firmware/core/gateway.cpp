#include "core/gateway.h"

namespace smr {

Gateway::Gateway(const Port& port, const Descriptor& firmware, Board board, Millis now)
    : port_(port),
      firmware_(firmware),
      map_(flash_map(board)),
      store_(port.flash, map_),
      settings_(),
      p1_(port.serial),
      clients_(port.network, p1_) {
    store_.load(&settings_);
    port_.serial.configure(settings_.line);
    port_.network.listen(TcpService::kP1);
    tick(now);
}

void Gateway::tick(Millis now) {
    p1_.tick(now);
    clients_.tick(now);
    port_.system.feed_watchdog();
}

}  // namespace smr
