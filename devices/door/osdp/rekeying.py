"""A reader is given its secret over the line it is on: none is ever typed, printed or sent by post.

The new secret is in its file before the reader hears of it, and the reader is met with it before this says yes:
whatever breaks in between, one of two files opens it.
"""

import time
from queue import Empty, SimpleQueue

from osdp import CompletionStatus

from devices.door.osdp import codec
from devices.door.osdp.panel import Done, Panel, Said
from devices.errors import Refused, Silent
from devices.link import LinkFactory

_MET = 10.0  # seconds until a reader that has this key is there
_DONE = 3.0


def rekey(open_link: LinkFactory, address: int, old: bytes | None, new: bytes, *, met: float = _MET) -> None:
    """``old`` None: it is fresh from its box, and in its installation mode. Raises ``Silent`` where it does not answer
    to ``old``, or afterwards not to ``new``, and ``Refused`` where it takes no secret."""
    panel = Panel(open_link, {address: old})
    try:
        _await(panel, address, met, "the reader does not answer to the key it is said to have")
        said: SimpleQueue[Said | Done] = SimpleQueue()
        panel.listen(address, said)
        if not panel.submit(address, codec.keyset(new)):
            raise Silent("the reader was lost")
        if _how(said) == CompletionStatus.Failed:
            raise Refused("the reader takes no key", 0)
    finally:
        panel.close()
    panel = Panel(open_link, {address: new})
    try:
        _await(panel, address, met, "the reader does not answer to its new key; it may have either")
    finally:
        panel.close()


def _await(panel: Panel, address: int, seconds: float, otherwise: str) -> None:
    end = time.monotonic() + seconds
    while not panel.there(address):
        if time.monotonic() > end:
            raise Silent(otherwise)
        time.sleep(0.02)


def _how(said: SimpleQueue[Said | Done]) -> int | None:
    """What became of the command; None: it was not told, and the new key will tell."""
    end = time.monotonic() + _DONE
    while (left := end - time.monotonic()) > 0:
        try:
            heard = said.get(timeout=left)
        except Empty:
            return None
        if isinstance(heard, Done) and heard.command["command"] == codec.Command.Keyset:
            return heard.how
    return None
