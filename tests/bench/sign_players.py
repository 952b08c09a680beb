"""A thousand players without a browser: raw sockets that speak the WebSocket of the screens, at the least cost, so that
what is measured is the other side."""

import asyncio
import base64
import json
import os
import struct
import time

from hall.signage.proof import Proof, greeting, key_of

AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"


def masked(text: str) -> bytes:
    """A text frame as a client sends it (RFC 6455, 5.2), masked with zeros."""
    body = text.encode()
    size = bytes([0x80 | len(body)]) if len(body) < 126 else b"\xfe" + struct.pack(">H", len(body))
    return b"\x81" + size + bytes(4) + body


class Player(asyncio.Protocol):
    """``got``: when (epoch seconds) the last update came, ``turned``: the word to show it; ``wanted``: what tells an
    update from other messages. An update that is to wait is said to be laid out at once."""

    def __init__(self, port: int, id: str = "", secret: str = "") -> None:
        self.port, self.id, self.secret = port, id, secret
        self.wanted = b'{"q":' if id else b"x"
        self.seq, self.hash, self.got, self.turned, self.last = 0, "", 0.0, 0.0, b""
        self.open: asyncio.Future[None]
        self.asked: asyncio.Future[str]
        self._proof: Proof
        self.transport: asyncio.Transport

    async def connect(self) -> None:
        loop = asyncio.get_running_loop()
        self.open, self.asked = loop.create_future(), loop.create_future()
        self.transport, _ = await loop.create_connection(lambda: self, "127.0.0.1", self.port)
        key = base64.b64encode(os.urandom(16)).decode()
        self.transport.write(
            (
                f"GET /screen/link HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
                "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                f"User-Agent: {AGENT}\r\nOrigin: http://127.0.0.1:{self.port}\r\nAccept-Language: zh-CN\r\n"
                f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
            ).encode()
        )
        await self.open
        if self.id:
            challenge = await self.asked
            key, nonce = key_of(self.secret), os.urandom(16).hex()
            a = greeting(key, challenge, self.id, nonce, self.hash)
            self.transport.write(masked(json.dumps({"player": self.id, "hash": self.hash, "nonce": nonce, "a": a})))
            self._proof = Proof(key, challenge, self.id, nonce)

    def say(self, text: str) -> None:
        self.transport.write(masked(self._proof.seal(text)))

    def data_received(self, data: bytes) -> None:
        if not self.open.done():
            self.open.set_result(None)
        if self.id and not self.asked.done() and (start := data.find(b'"c":"')) >= 0:
            self.asked.set_result(data[start + 5 : data.index(b'"', start + 5)].decode())
        if self.wanted in data:
            self.got, self.last = time.time(), data
            if (start := data.find(b'{"q":')) >= 0 and b'"at":-1' in data:
                self.say(f'{{"t":"p","q":{int(data[start + 5 : data.index(b",", start)])}}}')
        if b'"t":"turn"' in data:
            self.turned = time.time()

    @property
    def size(self) -> int:
        """Bytes on the wire of the last update: its text and the two or four bytes before it (RFC 6455, 5.2)."""
        body = self.last[self.last.index(self.wanted) :]
        if not self.id:
            return len(self.last)
        text = body.decode(errors="replace")  # the head of the next message may follow
        length = len(text[: json.JSONDecoder().raw_decode(text)[1]].encode())
        return length + (2 if length < 126 else 4)

    def beat(self, counter: int) -> None:
        self.say(f'{{"t":"b","c":{counter},"m":{time.monotonic() * 1000:.1f},"k":0}}')

    def painted(self, digest: str) -> None:
        text = self.last[self.last.index(self.wanted) :].decode(errors="replace")
        self.seq, self.hash = json.JSONDecoder().raw_decode(text)[0]["q"], digest
        self.say(json.dumps({"t": "s", "q": self.seq, "h": digest}))

    def cut(self) -> None:
        self.transport.abort()
