// What of the SDK stays out of the image: functions that its libraries call, here without anything in them, so that the linker does not take the parts
// of the libraries that have them.
#include "port/nonos/lwip.h"

extern "C" {
#include <lwip/dns.h>

void espconn_init(void);

// The SDK's own interface above lwIP. The port uses lwIP's.
void espconn_init(void) {}

// lwIP's client of the DNS. A gateway looks no names up, and so cannot be lied to; it also saves a kilobyte of RAM.
void dns_init(void) {}
void dns_tmr(void) {}
void dns_setserver(u8_t, ip_addr_t*) {}
}
