"""An input method over a field, as Chromium tells a page of it: what is composed, the keys it takes, what it leaves."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import CDPSession, Page

TAKEN = 229
"""The key code of every key that an input method takes (UI Events 7.3.1); ``key`` still names it."""


class InputMethod:
    def __init__(self, wire: CDPSession) -> None:
        self._wire = wire

    def compose(self, raw: str) -> None:
        at = len(raw)
        self._wire.send("Input.imeSetComposition", {"text": raw, "selectionStart": at, "selectionEnd": at})

    def key(self, key: str) -> None:
        for kind in ("rawKeyDown", "keyUp"):
            self._wire.send(
                "Input.dispatchKeyEvent", {"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": TAKEN}
            )

    def choose(self, words: str) -> None:
        """Enter on a candidate."""
        self.key("Enter")
        self._wire.send("Input.insertText", {"text": words})

    def give_up(self) -> None:
        """Esc: the raw letters go."""
        self.key("Escape")
        self.compose("")


@contextmanager
def input_method(page: Page) -> Iterator[InputMethod]:
    wire = page.context.new_cdp_session(page)
    yield InputMethod(wire)
    wire.detach()
