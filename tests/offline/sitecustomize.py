"""Loaded by Python at start when this folder is on PYTHONPATH: any look outside ends the process.

Guards commands that tests run as processes of their own, where the guard of the test run does not
reach.
"""

import os
import sys


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else "a local socket"
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if host not in ("127.0.0.1", "::1", b"127.0.0.1", "a local socket"):
        sys.stderr.write(f"the network was asked for: {event} {arguments[1:]}\n")
        os._exit(97)


sys.addaudithook(_refuse)
