"""A device behind a TCP port: network printers (9100), serial servers."""

import socket
import struct
from functools import partial

from devices.errors import Unplugged
from devices.link import LinkFactory
from devices.links.descriptor import DescriptorLink

_KEEPALIVE = ((socket.TCP_KEEPIDLE, 5), (socket.TCP_KEEPINTVL, 2), (socket.TCP_KEEPCNT, 3))
# a cable pulled far away is noticed within 5 + 3·2 seconds even if nobody writes


def open_tcp(host: str, port: int, patience: float = 1.0, reset: bool = False) -> DescriptorLink:
    """Connect within ``patience`` seconds. Raises ``Unplugged`` when refused, unreachable or too slow.

    ``reset``: closing it, even by our sudden death, resets the connection. For peers who take the orderly end of a
    broken-off sending for the end of what was sent."""
    try:
        peer = socket.create_connection((host, port), timeout=patience)
    except OSError as error:
        raise Unplugged(f"cannot reach {host}:{port}: {error.strerror or error}") from error
    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for option, value in _KEEPALIVE:
        peer.setsockopt(socket.IPPROTO_TCP, option, value)
    if reset:
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return DescriptorLink(peer.fileno(), peer.close, f"{host}:{port}")


def tcp_factory(host: str, port: int, reset: bool = False) -> LinkFactory:
    return partial(open_tcp, host, port, reset=reset)
