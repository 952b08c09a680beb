"""How the city is told of one row, and what it may answer.

``POST <city>/rows`` with a :class:`Row` as JSON. 200 or 201 and ``{"serial": "…"}``: stored; the same key again has the
same serial. 422 and ``{"why": "…"}``: refused for good, in the city's words. Whatever else comes (nothing, an error, a
log-in page with 200, bytes that are no JSON) means that nobody knows, and it is sent again later.
"""

import json
import unicodedata
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

SECONDS = 10.0
"""For one answer; the city's own are said to take up to five."""
LARGEST = 64 * 1024
"""Bytes of an answer that are read."""


class Row(NamedTuple):
    """``key``: stable over every repetition. ``number`` and ``n``: of the case, and which of its steps; ``kind``: what
    was done (``hall.contract.cases.Act``)."""

    key: str
    number: str
    kind: str
    body: str


class Serial(NamedTuple):
    """Stored there under this number."""

    serial: str


class Refused(NamedTuple):
    """Not wanted there, in the city's words; sending it again unchanged is of no use."""

    why: str


class Later(NamedTuple):
    """Nobody knows whether it was stored."""

    why: str


class City(Protocol):
    def put(self, row: Row) -> Serial | Refused | Later: ...


class HttpCity:
    """``address``: ``http://host:port/path``. Blocks: not for the loop's thread."""

    def __init__(self, address: str) -> None:
        self._at = urlsplit(address)

    def put(self, row: Row) -> Serial | Refused | Later:
        try:
            status, raw = self._post(json.dumps(row._asdict()).encode())
            said = json.loads(raw.decode())
        except (OSError, HTTPException) as error:
            return Later(f"连不上：{type(error).__name__}")
        except (ValueError, RecursionError):  # a page, GBK, half an answer, brackets without end
            return Later("回答看不懂")
        serial, why = (said.get("serial"), said.get("why")) if isinstance(said, dict) else (None, None)
        if status in (200, 201) and isinstance(serial, str) and len(serial) <= 64 and serial == _plain(serial) != "":
            return Serial(serial)
        if status == 422 and isinstance(why, str) and (words := _plain(why)):
            return Refused(words[:200])
        return Later(f"回答 {status}")

    def _post(self, body: bytes) -> tuple[int, bytes]:
        kind = HTTPSConnection if self._at.scheme == "https" else HTTPConnection
        line = kind(self._at.hostname or "", self._at.port, timeout=SECONDS)
        try:
            line.request("POST", f"{self._at.path.rstrip('/')}/rows", body, {"Content-Type": "application/json"})
            answer = line.getresponse()
            return answer.status, answer.read(LARGEST)
        finally:
            line.close()


def _plain(text: str) -> str:
    """Without what cannot be stored or is not seen: surrogates, NUL, marks that turn a line round."""
    return "".join(one for one in text if unicodedata.category(one)[0] != "C").strip()
