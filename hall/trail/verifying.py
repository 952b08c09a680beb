"""The chain is verified in parts, each short: whoever watches sees how far it is, and no number waits for it."""

import asyncio
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from hall.audit import Anchor, Broken, Check, LineRow, last_line, lines_after
from hall.kit import Kit

PART = 4000
"""Lines: about 50 ms of arithmetic, on a thread that is not the hall's."""

WHY = (
    ("line ", "中间少了行"),
    ("the line was changed", "这一行被改过，或者它前面的一行被改过"),
    ("a line without the key", "有密钥的行后面跟着没有密钥的行"),
    ("it is under the key", "核对它的钥匙文件不在这台服务器上"),
    ("it is under another key", "换了钥匙，却没有一行说明"),
    ("the lines before it", "它前面的各行整个重写过"),
    ("it is another line", "与锚点不是同一行：整条记录重写过"),
    ("the end was cut off", "末尾被截掉了：锚点那一行已经没有"),
    ("there is a key", "有钥匙，却没有一行用它：整条记录重写过"),
)


async def part(kit: Kit, folder: Path, after: int, anchor: Anchor | None) -> dict[str, Any]:
    """``after``: up to which line it was found sound; the answer says up to where it is now, and whether that was the
    end."""

    def read(conn: Connection) -> tuple[list[LineRow], list[LineRow], int]:
        before = lines_after(conn, after - 1, 1) if after else []
        return before, lines_after(conn, after, PART), last_line(conn)[0]

    before, rows, last = await kit.db.read(read)
    check = Check(folder, anchor, before[0] if before else None)
    done = await asyncio.to_thread(_taken, check, rows, len(rows) < PART)
    return {
        "read": check.number,
        "of": last,
        "done": done,
        "head": check.mac,
        "broken": _told(check.broken) if check.broken else None,
    }


def _taken(check: Check, rows: list[LineRow], last: bool) -> bool:
    if not all(check.take(row) for row in rows):
        return True
    if last:
        check.end()
    return last


def _told(broken: Broken) -> dict[str, Any]:
    zh = next((words for begin, words in WHY if broken.why.startswith(begin)), broken.why)
    return {"id": broken.id, "zh": zh, "en": broken.why}
