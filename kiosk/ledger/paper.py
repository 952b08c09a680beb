"""A slip's own history, and a slip as JSON."""

import json
from dataclasses import asdict, dataclass
from typing import Literal

from devices.printer import slip as lines
from devices.printer.slip import Slip

State = Literal["planned", "sent", "printed", "not_printed", "doubtful", "reprinted", "settled", "abandoned"]


@dataclass(frozen=True)
class Paper:
    """``job`` is the number the printer is given, 0 before it is sent. ``copy_no`` 0: the original; n: 补打 n."""

    id: str
    ticket_key: str
    copy_no: int
    state: State
    job: int
    slip: Slip | None


def slip_to_json(slip: Slip) -> str:
    """One object a line, keyed by its kind: ``[{"Text": {...}}, ...]``."""
    return json.dumps([{type(line).__name__: asdict(line)} for line in slip.lines], ensure_ascii=False)


def slip_from_json(text: str) -> Slip:
    return Slip(tuple(getattr(lines, kind)(**fields) for item in json.loads(text) for kind, fields in item.items()))
