"""Times as a visitor reads them, in the hall's own zone."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from kiosk.qt.phrases import Phrases


class Clock:
    """``now`` is the hall's time, ``checked`` whether the hall has said it; without them, to draw pictures, it is this
    computer's. A datetime without a zone is taken as hall time."""

    def __init__(
        self,
        zone: str = "Asia/Shanghai",
        now: Callable[[], datetime] | None = None,
        checked: Callable[[], bool] = lambda: True,
    ) -> None:
        self.zone = ZoneInfo(zone)
        self._now, self._checked = now, checked

    @property
    def checked(self) -> bool:
        return self._checked()

    def now(self) -> datetime:
        return self.local(self._now()) if self._now else datetime.now(self.zone)

    def local(self, moment: datetime) -> datetime:
        return moment.replace(tzinfo=self.zone) if moment.tzinfo is None else moment.astimezone(self.zone)

    def minute(self, moment: datetime) -> str:
        """09:42, as on paper and on every screen of the hall."""
        return f"{self.local(moment):%H:%M}"

    def second(self, moment: datetime) -> str:
        """09:42:07"""
        return f"{self.minute(moment)}:{self.local(moment).second:02d}"

    def weekday(self, phrases: Phrases, form: str) -> str:
        return phrases.say(f"day.{form}.{self.now().isoweekday()}")

    def date(self, phrases: Phrases) -> str:
        now = self.now()
        month = now.month if phrases.language == "zh" else phrases.say(f"day.month.{now.month}")
        return phrases.say("day.date", year=now.year, month=month, day=now.day)
