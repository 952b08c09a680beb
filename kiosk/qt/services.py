"""A service as a row: what home and ticket both show of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.qt.phrases import Phrases

if TYPE_CHECKING:
    from hall.contract.queue import ServiceView


@dataclass(frozen=True)
class ServiceLine:
    """Field names are the roles of `ServiceRow.qml`."""

    id: str
    letter: str
    name: str
    hint: str
    wait: str
    windows: str
    open: bool


def wait_words(service: "ServiceView", phrases: Phrases) -> str:
    """Never a guess: how many wait is the hall's count; how long only where the hall gave a range."""
    if not service.open:
        return phrases.say("wait.closed")
    if service.waiting == 0:
        return phrases.say("wait.none")
    if service.wait_low is None or service.wait_high is None:
        return phrases.say("wait.count", ahead=service.waiting)
    form = "wait.exact" if service.wait_low == service.wait_high else "wait.known"
    return phrases.say(form, ahead=service.waiting, low=service.wait_low, high=service.wait_high)


def service_line(service: "ServiceView", phrases: Phrases) -> ServiceLine:
    return ServiceLine(
        id=service.id,
        letter=service.letter,
        name=phrases.pick(service.name_zh, service.name_en),
        hint=phrases.pick(service.hint_zh, service.hint_en),
        wait=wait_words(service, phrases),
        windows=phrases.say("wait.window", windows=joined(service.windows, phrases)) if service.windows else "",
        open=service.open,
    )


def joined(windows: tuple[str, ...], phrases: Phrases) -> str:
    """1–5, or 5、6、8 (5, 6, 8)."""
    from hall.contract.queue import windows_text  # not before the first picture

    return windows_text(windows, "、" if phrases.language == "zh" else ", ")
