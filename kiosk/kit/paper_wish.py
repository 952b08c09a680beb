"""What an errand hands over that wants an A4 paper: ``Open("paper", PaperWish(…))``."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PaperWish:
    """``name`` and ``values`` as ``papers.render`` takes them; ``copy`` is set when it is printed once more."""

    name: str
    values: Mapping[str, Any]
