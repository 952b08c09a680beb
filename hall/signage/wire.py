"""The one WebSocket of players, ``/screen/link``: raw ASGI beside the application, since a thousand of them stand open.

The hall asks who is there; the player greets, then beats. What it is sent is signed; what it says carries a MAC
(``proof``). Text messages, JSON, at most 4 KB from a player. Nothing a player says is believed but under its own name.
"""

import asyncio
import hmac
import json
import re
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from hall.kit import Kit
from hall.kit.crowd import acquainted
from hall.kit.http import same_origin
from hall.signage import store
from hall.signage.hub import BEAT, Hub
from hall.signage.link import Link
from hall.signage.proof import Proof, greeting
from hall.signage.rows import PlayerRow
from hall.signage.signing import Signer

PATH = "/screen/link"
WORD_EVERY = 1.4
"""Seconds between the words that renew a screen's leases, at least; the shortest lease is ten."""

SIGNED_FOR = 0.5
"""Seconds for which one signed word serves all screens."""

LONGEST = 4096
HELLO_WITHIN = 8.0
"""Seconds until a player has said who it is."""

SCREEN, DIGEST = re.compile(r"[\w.:-]{1,32}"), re.compile(r"[0-9a-f]{0,64}")
SKEWED = 2**31 - 1
"""Milliseconds a player's clock may be said to be off: what lies beyond is as wrong."""

LONGEST_WAITED = 1.0
"""Seconds for which a player may keep to itself that it has painted."""

WHY = {
    "signature": "签名不对：内容不是大厅发的，或在路上被改过",
    "other_screen": "这是发给另一块屏的内容",
    "replay": "比已有的内容更旧（重放）",
    "malformed": "内容不完整，读不懂",
    "base": "缺少对照的旧内容",
    "cut": "文字放不下，尾部被截去",
}


class Hello(BaseModel):
    model_config = ConfigDict(extra="forbid")
    player: str = Field(max_length=32, pattern=r"^[\w]*$")
    hash: str = Field("", max_length=64, pattern=r"^[0-9a-f]*$")
    nonce: str = Field(min_length=16, max_length=64, pattern=r"^[0-9a-f]*$")
    a: str = Field(max_length=64, pattern=r"^[0-9a-f]*$")
    """:func:`hall.signage.proof.greeting`"""


YESTERDAY = re.compile(r'\{"player":"\w+","secret":')
"""How a player greeted until the greeting carried a MAC: it is told of the newest page, and fetches that."""

UNHEARD_AGAIN = 600.0
"""Seconds after which a screen that still does not hear a station is worth another row."""

TRIED_EVERY = 1.0
"""Seconds between two impostors of whom it is found out who they are: that costs a look at every player."""


class ScreenSocket:
    """``joined`` is awaited when a player joins, so that its frame is made if it is not yet."""

    def __init__(
        self,
        app: ASGIApp,
        kit: Kit,
        hub: Hub,
        signer: Signer,
        joined: Callable[[str], Awaitable[None]],
        build: str = "",
    ) -> None:
        self._app, self._kit, self._hub, self._signer, self._joined = app, kit, hub, signer, joined
        self._hosts = {host.lower() for host in kit.settings.allowed_hosts}
        self._build = build
        self._word = (0, "")
        self._tried = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._talk(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _talk(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        if not self._welcome(scope):
            await send({"type": "websocket.close", "code": 1008})
            return
        await send({"type": "websocket.accept"})
        scope["headers"] = []  # a thousand headers of browsers need not be held
        joined = await self._hello(scope, receive, send)
        if joined is None:
            await _close(send, 1008)
            return
        link, proof = joined
        try:
            while (text := await _next(receive)) is not None:
                await self._heard(link, proof, text)
        except _Ended:
            await _close(send, 1008)
        finally:
            self._hub.leave(link)

    def _welcome(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        return scope["path"] == PATH and name.lower() in self._hosts and same_origin(headers)

    async def _hello(self, scope: Scope, receive: Receive, send: Send) -> tuple[Link, Proof] | None:
        challenge = secrets.token_hex(16)
        await send(_text({"t": "who", "c": challenge}))
        try:
            said = await asyncio.wait_for(_next(receive), HELLO_WITHIN) or ""
            if YESTERDAY.match(said):
                await send(_text({"t": "hi", "screen": "", "beat": 60_000, "build": self._build} | self._now()))
                return None
            hello = Hello.model_validate_json(said)
        except (_Ended, TimeoutError, ValidationError):
            return None
        named = await self._kit.db.read(lambda conn: store.player_by_id(conn, hello.player))
        if named is None or not _greets(named.secret, challenge, hello):
            await self._impostor(hello, challenge, named)
            return None
        if named.unpaired_at is not None:
            await send(_text({"t": "unpaired", "g": self._signer.unpaired(named.id)}))
            return None
        link = Link(named.id, named.screen, hello.nonce, send, self._signer)
        now = self._now()
        await send(
            _text(
                {
                    "t": "hi",
                    "screen": named.screen,
                    "beat": round(BEAT * 1000),
                    "build": self._build,
                    "h": self._signer.hello(hello.nonce, now["a"]),
                }
                | now
            )
        )
        await self._joined(link.screen)
        acquainted(scope)
        before = self._hub.join(link, hello.hash)
        if before is not None:
            await _close(before.send, 4001)
        still = await self._kit.db.read(lambda conn: store.player_by_id(conn, link.player))
        if still is None or still.unpaired_at is not None:  # while it joined: nobody could tell it then
            await link.ask("unpaired")
            self._hub.leave(link)
            return None
        return link, Proof(named.secret, challenge, named.id, hello.nonce)

    async def _impostor(self, hello: Hello, challenge: str, named: PlayerRow | None) -> None:
        """Whose key it greeted with says who it is."""
        truly = None
        if time.monotonic() - self._tried > TRIED_EVERY:
            self._tried = time.monotonic()
            players = await self._kit.db.read(store.players)
            truly = next((one for one in players if _greets(one.secret, challenge, hello)), None)
        who = f"屏 {truly.screen} 的播放器 {truly.id}" if truly else "一个没有配对过的播放器"
        claimed = f"屏 {named.screen}" if named else f"没有登记的播放器 {hello.player[:32]}"
        self._hub.records.refused(
            named.screen if named else "", truly.id if truly else "", "impostor", f"{who}自称是{claimed}，已拒绝"
        )

    async def _heard(self, link: Link, proof: Proof, sealed: str) -> None:
        if (text := proof.open(sealed)) is None:
            told = f"有人冒充屏 {link.screen} 的播放器回答，未采信，连接已断开"
            self._hub.records.refused(link.screen, link.player, "forged", told)
            raise _Ended
        try:
            told = json.loads(text)
            kind, seq = told["t"], _whole(told.get("q", 0))
            if kind == "b":
                self._hub.beat(link, _whole(told["c"]), max(-SKEWED, min(_whole(told.get("k", 0)), SKEWED)))
                await self._answer(link, told.get("m", 0))
            elif kind == "s" and (of := _like(SCREEN, told.get("x", link.screen))) != link.screen:
                self._hub.records.refused(
                    of, link.player, "impostor", f"屏 {link.screen} 的播放器替屏 {of} 回答，未采信"
                )
            elif kind == "s":
                waited = max(0.0, min(float(told.get("w", 0)) / 1000, LONGEST_WAITED))  # NaN is 0
                self._hub.painted(link, seq, _like(DIGEST, told["h"]), waited)
            elif kind == "p":
                self._hub.prepared(link, seq)
            elif kind == "r":
                self._unheard(link, told) if told.get("why") == "unheard" else self._refused(
                    link, seq, str(told.get("why", ""))
                )
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
            self._hub.records.refused(link.screen, link.player, "malformed", "播放器发来的内容读不懂，连接已断开")
            raise _Ended from error

    def _unheard(self, link: Link, told: dict[str, Any]) -> None:
        """It does not hear a station's alarm line: with the hall away it would learn of no fire."""
        station = _like(SCREEN, told["x"])
        words = f"屏 {link.screen} 听不到 {station} 的警报线：大厅断线时它不知道失火"
        self._hub.records.refused(link.screen, link.player, "unheard", words, UNHEARD_AGAIN)

    def _refused(self, link: Link, seq: int, why: str) -> None:
        if why == "cut":
            self._hub.records.refused(link.screen, link.player, why, f"屏 {link.screen}：{WHY[why]}，请在图上改短名称")
            return
        if why != "base":
            self._hub.records.refused(
                link.screen,
                link.player,
                why if why in WHY else "malformed",
                f"屏 {link.screen} 拒绝了第 {seq} 号内容：{WHY.get(why, WHY['malformed'])}",
            )
        link.refused(seq)

    async def _answer(self, link: Link, echo: object) -> None:
        if time.monotonic() - link.word_at >= WORD_EVERY:
            link.word_at = time.monotonic()
            await link.send(_text({"t": "w", "m": echo if isinstance(echo, int | float) else 0} | self._now()))

    def _now(self) -> dict[str, Any]:
        """The hall's time, and a signed time of the last half second."""
        now = _ms(self._kit)
        if abs(now - self._word[0]) > SIGNED_FOR * 1000:
            self._word = (now, self._signer.word(now))
        return {"n": now, "a": self._word[0], "g": self._word[1]}


def _greets(key: str, challenge: str, hello: Hello) -> bool:
    return hmac.compare_digest(greeting(key, challenge, hello.player, hello.nonce, hello.hash), hello.a)


def _whole(value: Any) -> int:
    """As JavaScript counts. Raises :class:`ValueError`."""
    number = int(value)
    if abs(number) > 2**53:
        raise ValueError("no number of a player")
    return number


def _like(shape: re.Pattern[str], value: Any) -> str:
    """Raises :class:`ValueError`."""
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise ValueError("not what a player says")
    return value


class _Ended(Exception):
    """The player left, or said what no player says."""


async def _next(receive: Receive) -> str | None:
    message = await receive()
    if message["type"] == "websocket.disconnect":
        return None
    text = message.get("text")
    if text is None or len(text) > LONGEST:
        raise _Ended
    return text


async def _close(send: Callable[[dict[str, Any]], Awaitable[None]], code: int) -> None:
    try:
        await send({"type": "websocket.close", "code": code})
    except (OSError, RuntimeError):
        return  # it had gone, or was told "unpaired" and closed by that


def _text(value: dict[str, Any]) -> dict[str, Any]:
    return {"type": "websocket.send", "text": json.dumps(value, ensure_ascii=False, separators=(",", ":"))}


def _ms(kit: Kit) -> int:
    return round(kit.clock.now().timestamp() * 1000)
