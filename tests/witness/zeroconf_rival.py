"""Has a gateway's name on the loopback interface, and defends it until standard input ends.

Usage: zeroconf_rival.py NAME
"""

import socket
import sys

from zeroconf import IPVersion, ServiceInfo, Zeroconf


def main():
    name = sys.argv[1]
    info = ServiceInfo(
        "_http._tcp.local.",
        f"{name}._http._tcp.local.",
        addresses=[socket.inet_aton("127.0.0.1")],
        port=9,
        server=f"{name}.local.",
    )
    zeroconf = Zeroconf(interfaces=["127.0.0.1"], ip_version=IPVersion.V4Only)
    zeroconf.register_service(info)
    print("registered", flush=True)
    sys.stdin.read()
    zeroconf.unregister_service(info)
    zeroconf.close()


main()
