"""A4 papers are set beside the clerk, on a thread of their own: the first one takes a quarter of a second, ten pages a
third. Neither the library nor the thread is there before a paper is wanted."""

import logging
import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from papers import Paper

log = logging.getLogger(__name__)

PIXELS_PER_INCH = 100  # a page fills the glass from side to side
SHOWN_PAGES = 30  # what a longer paper goes on with is printed and not leafed through


@dataclass(frozen=True)
class Typeset:
    """The paper asked for under ``key``, and its ``pictures``; None: it is not set, and why, in the paper's own words
    ("" where the fault is ours and not the values')."""

    key: str
    paper: "Paper | None"
    pictures: tuple[bytes, ...] = ()
    why: str = ""


class Typesets(Protocol):
    def typeset(self, key: str, name: str, values: Mapping[str, Any]) -> None:
        """Answered by ``Typeset``."""
        ...


class Typesetter:
    def __init__(self, post: Callable[[Typeset], None]) -> None:
        self._post = post
        self._wishes: queue.SimpleQueue[tuple[str, str, Mapping[str, Any]] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def typeset(self, key: str, name: str, values: Mapping[str, Any]) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="papers", daemon=True)
            self._thread.start()
        self._wishes.put((key, name, values))

    def stop(self) -> None:
        """What is being set is nobody's any more."""
        self._wishes.put(None)
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while (wish := self._wishes.get()) is not None:
            self._post(typeset(*wish))


def typeset(key: str, name: str, values: Mapping[str, Any]) -> Typeset:
    from papers import Refused, pictures, render  # not before a paper is wanted

    try:
        paper = render(name, values)
        return Typeset(key, paper, pictures(name, values, PIXELS_PER_INCH)[:SHOWN_PAGES])
    except Refused as refused:
        log.error("a paper was not set: %s", refused)
        return Typeset(key, None, why=str(refused))
    except Exception:
        log.exception("the paper %s could not be set", name)
        return Typeset(key, None)
