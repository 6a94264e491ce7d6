// lwIP 1.4 as the SDK carries it. In tests of the port <lwip/...> is a stand-in.
#pragma once

#if defined(SMR_NONOS)
#include "port/nonos/sdk.h"

extern "C" {
#include <lwip/igmp.h>
#include <lwip/netif.h>
#include <lwip/pbuf.h>
#include <lwip/tcp.h>
#include <lwip/tcp_impl.h>
#include <lwip/udp.h>
#include <netif/wlan_lwip_if.h>
}

// The library was built with options that no header tells. Where it reads and writes these was looked up in its machine code.
static_assert(sizeof(tcp_pcb) == 176 && offsetof(tcp_pcb, snd_buf) == 114 && offsetof(tcp_pcb, snd_queuelen) == 116 &&
                  offsetof(tcp_pcb, recv) == 140 && offsetof(tcp_pcb, errf) == 152,
              "a connection as liblwip_536 has it");
#else
#include <lwip/igmp.h>
#include <lwip/netif.h>
#include <lwip/pbuf.h>
#include <lwip/tcp.h>
#include <lwip/udp.h>
#endif
