"""Waits for a gateway of the given name on the loopback interface and prints what python-zeroconf knows of it, as JSON.

Usage: zeroconf_browser.py NAME
"""

import json
import queue
import sys

from zeroconf import IPVersion, ServiceBrowser, ServiceStateChange, Zeroconf

LIMIT_S = 60
TYPES = ["_smr._tcp.local.", "_http._tcp.local.", "_arduino._tcp.local."]


def main():
    wanted = sys.argv[1]
    found = queue.Queue()

    def changed(zeroconf, service_type, name, state_change):
        if name == f"{wanted}.{service_type}" and state_change is ServiceStateChange.Added:
            found.put((service_type, name))

    zeroconf = Zeroconf(interfaces=["127.0.0.1"], ip_version=IPVersion.V4Only)
    browser = ServiceBrowser(zeroconf, TYPES, handlers=[changed])
    services = {}
    while len(services) < len(TYPES):
        service_type, name = found.get(timeout=LIMIT_S)
        info = zeroconf.get_service_info(service_type, name, timeout=LIMIT_S * 1000)
        services[service_type.split(".")[0]] = {
            "host": info.server,
            "addresses": info.parsed_addresses(),
            "port": info.port,
            "txt": info.decoded_properties,
        }
    browser.cancel()
    zeroconf.close()
    print(json.dumps(services))


main()
