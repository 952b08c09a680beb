"""Wrong passwords in parallel, over real sockets, by one process and by two: how many are looked at in a minute."""

import asyncio
import tempfile
import time
from collections import Counter
from pathlib import Path

import httpx

from tests.hall.serving import Serving
from tests.support.founded import sample_running

SECONDS, WIDTH = 60, 5


async def _one(serving: Serving, login: str) -> int:
    async with httpx.AsyncClient(base_url=serving.url, trust_env=False, timeout=30) as client:
        return (await client.post("/sign-in", data={"login": login, "password": "wrong"})).status_code


async def _minute(serving: Serving, login: str) -> Counter[int]:
    said: Counter[int] = Counter()
    until = time.monotonic() + SECONDS - 1
    while time.monotonic() < until:
        said.update(await asyncio.gather(*(_one(serving, login) for _ in range(WIDTH))))
        await asyncio.sleep(0.5)
    return said


def rows() -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        for workers in ("1", "2"):
            with sample_running(Path(folder) / workers, "--workers", workers) as serving:
                said = asyncio.run(_minute(serving, "manager"))
                row = {"processes": int(workers), "tried in a minute": said.total(), "looked at": said[401]}
                found.append(row | {"aim": "≤ 5", "refused": said[429]})
    return found
