"""What is shown to a reader, a card or a code, and whose it is. The rule, once:

alarm or out of service: the glass says why already · something stands or is under way: *kept and said*, and offered
when it is over, or looked at at once if nobody is left; what it is about itself is not kept · nothing is left to do for
the one before: the next visitor · the errand on top, if it wants it · the register's table. Nothing that was shown
vanishes without a sentence.
"""

from devices.idcard.card import CardTrouble, IdCard, Trouble
from hall.contract.codes import Code, read
from hall.contract.ids import subject_of
from kiosk.errands import Hold, Open, register
from kiosk.kit.tools import Tools
from kiosk.kit.views import Sentence
from kiosk.visit.stack import Stack
from kiosk.visit.surroundings import Surroundings
from kiosk.visit.visit import Visit

SHORTEST_CODE = 6  # a pickup code; anything shorter is noise on the line, not somebody who wants something
# Something lies on the reader: the visitor can do something about these.
_LAID = frozenset({Trouble.LAY_AGAIN, Trouble.UNKNOWN_CARD})


class Shown:
    """``kept``: what was shown last while something was under way."""

    def __init__(self, tools: Tools, stack: Stack, around: Surroundings) -> None:
        self._tools, self._stack, self._around = tools, stack, around
        self.kept: IdCard | Code | None = None

    def scan(self, text: str, *, late: bool = False) -> None:
        """``late``: it was shown a while ago, and nobody had the time to look."""
        if len(text.strip()) >= SHORTEST_CODE:
            self._look_at(read(text, self._tools.today()), late=late)

    def nonsense(self) -> None:
        """Bytes that are no code: nothing to keep, but somebody may have meant something."""
        self._stack.said.say(Sentence("scan.nonsense"))

    def card(self, card: IdCard) -> None:
        """The same card read once more is nobody else's."""
        visit = self._stack.visit
        theirs = subject_of("id_number", card.number, self._tools.subject_key)
        if visit is None or visit.hold == Hold.FREE or visit.subject != theirs:
            self._look_at(card)

    def card_trouble(self, event: CardTrouble) -> None:
        visit = self._stack.visit
        if self._shut or (visit is not None and visit.hold > Hold.FREE):
            return
        self._stack.said.clear()
        if visit is not None and visit.top is not None and (step := visit.top.card(event)) is not None:
            self._stack.do(visit, visit.top, step)
        elif event.trouble in _LAID:
            self._stack.lay(visit or self._stack.begin(), Open(register.CARD, event))

    # -- kept --------------------------------------------------------------------------------------------------------

    @property
    def notice(self) -> Sentence | None:
        """That it is kept, for as long as it is."""
        if self.kept is None:
            return None
        what = "card" if isinstance(self.kept, IdCard) else "code"
        return Sentence(f"frame.kept.{what}_{'free' if self.offered else 'busy'}")

    @property
    def offered(self) -> bool:
        """It can be looked at now."""
        return self.kept is not None and self._stack.visit is not None and self._stack.visit.hold < Hold.BEGUN

    def see_to_kept(self) -> None:
        """With nobody left, it is whoever's who stands there now."""
        if self.kept is not None and self._stack.visit is None and not self._shut:
            self.look_at_kept()

    def look_at_kept(self) -> None:
        kept, self.kept = self.kept, None
        if kept is not None:
            self._look_at(kept, late=True)

    # -- the rule ----------------------------------------------------------------------------------------------------

    @property
    def _shut(self) -> bool:
        return bool(self._around.alarm or self._around.out_of_service)

    def _look_at(self, what: IdCard | Code, *, late: bool = False) -> None:
        stack = self._stack
        if self._shut:
            return
        if stack.visit is not None and stack.visit.hold >= Hold.BEGUN:
            if not _looked_at(stack.visit, what):
                self.kept = what
            return
        self.kept = None
        stack.said.clear()  # it was about what was shown before
        if stack.visit is not None and stack.visit.hold == Hold.DONE:
            stack.end()
        visit = stack.visit or stack.begin()
        if isinstance(what, IdCard):
            self._card(visit, what)
        else:
            self._code(visit, what, late=late)
        stack.renew()

    def _card(self, visit: Visit, card: IdCard) -> None:
        visit.card_read = True
        if visit.top is not None and (step := visit.top.card(card)) is not None:
            self._stack.do(visit, visit.top, step)
        else:
            self._stack.lay(visit, Open(register.CARD, card))

    def _code(self, visit: Visit, code: Code, *, late: bool) -> None:
        visit.code = code
        whose = register.SCANS.get(code.kind)
        late = late and whose is not None and whose.fresh
        if not late and visit.top is not None and (step := visit.top.code(code)) is not None:
            self._stack.do(visit, visit.top, step)
        elif whose is None:
            visit.say(Sentence(f"scan.{code.kind}"))
        else:
            if not whose.over:
                visit.drop()
            self._stack.lay(visit, Open(whose.errand, None if late else code))


def _looked_at(visit: Visit, what: IdCard | Code) -> bool:
    """The very code that is being looked at, or that said who the visitor is, is nobody else's: he holds it there a
    little longer, or again because nothing seems to happen."""
    if not isinstance(what, Code) or what != visit.code or (whose := register.SCANS.get(what.kind)) is None:
        return False
    return whose.over or any(errand.name == whose.errand for errand in visit.stack)
