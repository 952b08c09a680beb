"""Asking a printer what it is, at the first quiet contact of every connection: it may have been exchanged.

``GS I`` passes through the receive buffer, so a stopped printer is not asked. Nothing is believed that was not said
twice alike: a block that an automatic status broke into, or that lost a byte, is no model.
"""

from devices.printer.escpos import commands, status
from devices.printer.escpos.conversation import Conversation
from devices.printer.identity import Choice, Identity, choose
from devices.printer.profiles import Profile, unknown

TRIES = 3
"""Times it is asked in one connection before it counts as one that does not say."""
FIRMWARE, MAKER, MODEL, FONT = 65, 66, 67, 69


class Introduction:
    """``setting`` None: the profile is chosen by what the printer says; until then it is treated as unknown."""

    def __init__(self, setting: Profile | None) -> None:
        self._setting = setting
        self.profile = setting or unknown(None)
        self.choice: Choice | None = None
        self._left = TRIES

    def met(self) -> None:
        """A new connection."""
        self._left = TRIES

    @property
    def open(self) -> bool:
        """It has not said yet who it is, and will be asked."""
        return self._left > 0

    def ask(self, talk: Conversation) -> bool:
        """Ask if it is time to, no longer than one unanswered status takes. True if another profile is to be used from
        now on (``talk`` knows). Raises ``Unplugged`` and ``Silent`` as the link does."""
        if not self.open or status.offline(talk.replies[1]):
            return False
        self._left -= 1
        identity = _heard(talk)
        if identity is not None:
            self._left = 0
        elif self.open:
            return False
        before = self.profile
        self.choice = choose(self._setting, identity or Identity())
        self.profile = self.choice.profile
        talk.adopt(self.profile)
        return self.profile != before


def _heard(talk: Conversation) -> Identity | None:
    """None: no model, or not the same one twice."""
    until = talk.name_deadline()
    model = talk.name(MODEL, until)
    if not model or talk.name(MODEL, until) != model:
        talk.send(commands.INITIALIZE)  # one that does not know the command may hold its letters for text
        return None
    return Identity(talk.name(FIRMWARE, until), talk.name(MAKER, until), model, talk.name(FONT, until))
