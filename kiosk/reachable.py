"""Where screens reach this station: not at its own loopback, unless hall and screens are this very machine."""

import socket
from urllib.parse import urlsplit

PORT = 8621
LOOPBACK = ("127.0.0.1", "localhost", "::1")
EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - compared with


def listen_at(hall: str, set_to: str) -> str:
    """``set_to``, else as the hall's address wants it."""
    if set_to:
        return set_to
    return f"127.0.0.1:{PORT}" if urlsplit(hall).hostname in LOOPBACK else f"0.0.0.0:{PORT}"


def told_as(hall: str, listen: str, set_to: str) -> str:
    """What the hall is told of it. Where it is heard at every address, the one from which the hall is reached; empty
    while there is no way to the hall."""
    if set_to:
        return set_to
    host, _, port = listen.rpartition(":")
    if host.strip("[]") not in EVERYWHERE:
        return f"http://{host}:{port}"
    ours = _ours(hall)
    return f"http://{f'[{ours}]' if ':' in ours else ours}:{port}" if ours else ""


def _ours(hall: str) -> str:
    """Nothing is sent: the system only says which of its addresses it would take."""
    parts = urlsplit(hall)
    try:
        (family, kind, _, _, address), *_ = socket.getaddrinfo(parts.hostname, parts.port or 80, type=socket.SOCK_DGRAM)
        with socket.socket(family, kind) as wire:
            wire.connect(address)
            return wire.getsockname()[0]
    except OSError:
        return ""
