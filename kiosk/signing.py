"""What a station says is signed: every request to the hall, by the key made here at enrolment, which never leaves."""

import secrets
import time
from typing import Any

import requests
from requests.auth import AuthBase

from hall.contract.signed import NOW, Asked, signed
from kiosk.identity import Identity

Auth = AuthBase | tuple[str, str]


def auth_of(who: Identity) -> Auth:
    """By signature; a station that was enrolled before there were keys says its secret."""
    return Signs(who.station, who.key) if who.key else (who.station, who.secret)


class Signs(AuthBase):
    """Any thread. The moment it signs is counted on by the monotonic clock; where the hall finds it wrong it says its
    own, and the same is asked again, once."""

    def __init__(self, station: str, key: bytes) -> None:
        self._station, self._key = station, key
        self._began = time.time() - time.monotonic()

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        self._sign(request)
        request.register_hook("response", self._heard)
        return request

    def _sign(self, request: requests.PreparedRequest) -> None:
        body = request.body or b""
        assert isinstance(body, bytes), "a call's body is JSON, written before it is signed"
        asked = Asked(self._station, request.method or "GET", request.path_url, body)
        at = round((self._began + time.monotonic()) * 1000)
        request.headers["Authorization"] = signed(self._key, asked, at, secrets.token_urlsafe(16))

    def _heard(self, reply: requests.Response, **options: Any) -> requests.Response:
        now = reply.headers.get(NOW, "")
        if reply.status_code != requests.codes.unauthorized or not now.isdecimal():
            return reply
        self._began = int(now) / 1000 - time.monotonic()
        _ = reply.content  # so that the connection can be used again
        reply.close()
        again = reply.request.copy()
        self._sign(again)
        answer = reply.connection.send(again, **options)  # type: ignore[attr-defined]
        answer.history.append(reply)
        answer.request = again
        return answer
