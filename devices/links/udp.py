"""Devices that speak in datagrams: one question, one answer, none of them sure to arrive."""

import contextlib
import os
import select
import socket
import time
from collections.abc import Iterator
from functools import partial

from devices.errors import Unplugged
from devices.link import LinkFactory
from devices.links.descriptor import DescriptorLink

_MOST = 2048


def open_udp(host: str, port: int) -> DescriptorLink:
    """What comes from elsewhere than ``host`` and ``port`` the kernel drops. Raises ``Unplugged`` where there is no way
    there at all; that nobody answers is seen later."""
    peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        peer.connect((host, port))
    except OSError as error:
        peer.close()
        raise Unplugged(f"cannot reach {host}:{port}: {error.strerror or error}") from error
    return DescriptorLink(peer.fileno(), peer.close, f"{host}:{port}")


def udp_factory(host: str, port: int) -> LinkFactory:
    return partial(open_udp, host, port)


def shout(host: str, port: int, data: bytes, seconds: float) -> Iterator[tuple[bytes, str]]:
    """Says ``data`` to everybody at ``host``, which may be a broadcast address, and gives what comes back for so long:
    each datagram with the host it came from. Raises ``Unplugged``."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as crowd:
        crowd.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        try:
            crowd.sendto(data, (host, port))
        except OSError as error:
            raise Unplugged(f"cannot reach {host}:{port}: {error.strerror or error}") from error
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            crowd.settimeout(left)
            with contextlib.suppress(OSError):
                heard, (sender, _port) = crowd.recvfrom(_MOST)
                yield heard, sender


class UdpEar:
    """Hears what anybody sends to a port; who sent it is told with it. Raises ``OSError`` if the port is taken."""

    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((host, port))
        self._socket.setblocking(False)
        self.host, self.port = self._socket.getsockname()
        self._wake_read, self._wake_write = os.pipe()

    def read(self, deadline: float) -> tuple[bytes, str] | None:
        """One datagram and the host it came from; None when ``deadline`` passes first, or it is closed."""
        waiting = select.poll()
        waiting.register(self._wake_read, select.POLLIN)
        with contextlib.suppress(OSError, ValueError):
            waiting.register(self._socket, select.POLLIN)
            waiting.poll(max(0.0, deadline - time.monotonic()) * 1000)
            data, (host, _port) = self._socket.recvfrom(_MOST)
            return data, host
        return None

    def close(self) -> None:
        """From any thread: whoever reads returns."""
        with contextlib.suppress(OSError):
            os.write(self._wake_write, b"!")
        self._socket.close()
