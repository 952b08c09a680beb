"""Whose request it is: the address it came from, and whose budget it spends.

A header about the sender is believed only from proxies that the setting ``trusted_proxies`` names. Anybody can write
``X-Forwarded-For``, a program on this machine too, and who chooses his own address chooses a fresh budget each time.
"""

from collections.abc import Iterable
from contextvars import ContextVar
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.types import Scope

from hall.kit.errors import Problem

Network = IPv4Network | IPv6Network
UNKNOWN = "?"
LONGEST = 45
"""Characters of an address (RFC 4291, 2.2: eight groups, the last two as IPv4)."""
A_HOUSE = 64
"""Bits of an IPv6 address that belong to one network (RFC 4291, 2.5.4): the other 64 its owner picks as he likes."""

FROM: ContextVar[str] = ContextVar("FROM", default="")
"""The address that the request comes from which is being served; empty where nobody asked from outside."""


def networks(names: Iterable[str]) -> tuple[Network, ...]:
    """Addresses (``10.0.0.2``) and networks (``10.0.0.0/24``). Raises ``ValueError``."""
    return tuple(ip_network(name.strip()) for name in names)


def trusted(address: str, proxies: tuple[Network, ...]) -> bool:
    read = _address(address)
    return read is not None and any(read in proxy for proxy in proxies if proxy.version == read.version)


def sender(peer: str, forwarded: Iterable[str], proxies: tuple[Network, ...]) -> str:
    """``peer``, or what trusted proxies say: of the chain the last that is none of them (RFC 7239, 7.4, for the older
    header). What stands before it was written by strangers."""
    address = peer
    chain = [one.strip() for line in forwarded for one in line.split(",")]
    while trusted(address, proxies) and chain:
        address = _bare(chain.pop())
    if _address(address) is None and address != peer:
        raise Problem(400, "unknown_sender", "代理发来的来源地址读不懂。", "The proxy names no address of the sender.")
    return address


@lru_cache(4096)
def household(address: str) -> str:
    """Who shares one budget: an IPv4 address, or the network of an IPv6 one."""
    read = _address(address)
    if isinstance(read, IPv6Address):
        if read.ipv4_mapped is not None:
            return str(read.ipv4_mapped)
        return str(ip_network((int(read) >> A_HOUSE << A_HOUSE, A_HOUSE)))
    return str(read) if read is not None else UNKNOWN


def of(scope: Scope) -> str:
    """The household that a request's budget is counted under."""
    client = scope.get("client")
    return household(client[0]) if client else UNKNOWN


def arrives(scope: Scope) -> None:
    """From here on everything in this context is done for whoever sent this request."""
    client = scope.get("client")
    FROM.set(client[0][:LONGEST] if client else "")


def _bare(text: str) -> str:
    """Without port and brackets, as some proxies write them."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    return text.partition(":")[0] if text.count(":") == 1 else text


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        return None
