"""The city as it can be: away, slow, wrong, twice, with a log-in page in place of an answer. For tests and rehearsals;
it knows nothing of the adapter but the interface that is written there."""

import json
import random
import threading
import time
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

VICES = ("absent", "cut_before", "cut_after", "page", "error", "gbk", "refuse")
"""``cut_after``: it stored the row and the answer is lost. ``page``: 200 and HTML. ``refuse``: for good, until it is
sent again by hand."""


class SimulatedCity:
    """``vices``: name → how often, 0 to 1. ``stored``: key → (serial, row), in the order of coming; ``twice``: keys
    that came again after they were stored."""

    def __init__(
        self, port: int = 0, vices: Mapping[str, float] | None = None, slow: float = 0.0, seed: int = 1
    ) -> None:
        self.vices, self.slow = dict(vices or {}), slow
        self.stored: dict[str, tuple[str, dict[str, Any]]] = {}
        self.twice: list[str] = []
        self._random, self._lock = random.Random(seed), threading.Lock()  # noqa: S311 vices
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self.address = f"http://127.0.0.1:{self._server.server_port}/city"

    def start(self) -> None:
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        self._server.serve_forever(0.05)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def vice(self) -> str:
        with self._lock:
            return next((one for one in VICES if self._random.random() < self.vices.get(one, 0.0)), "")

    def take(self, row: dict[str, Any]) -> str:
        with self._lock:
            if row["key"] in self.stored:
                self.twice.append(row["key"])
            else:
                self.stored[row["key"]] = f"SH{len(self.stored) + 1:08d}", row
            return self.stored[row["key"]][0]


def _handler(city: SimulatedCity) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            row = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            time.sleep(city.slow)
            match city.vice():
                case "absent" | "cut_before":
                    self.close_connection = True
                case "cut_after":
                    city.take(row)
                    self.close_connection = True
                case "page":
                    self._say(200, "<html>请登录</html>".encode())
                case "gbk":
                    self._say(200, '{"why": "忙"}'.encode("gbk"))
                case "error":
                    self._say(503, b"{}")
                case "refuse":
                    self._say(422, json.dumps({"why": "统一审批编码不存在"}).encode())
                case _:
                    self._say(201, json.dumps({"serial": city.take(row)}).encode())

        def _say(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet: what came is in ``stored``."""

    return Handler
