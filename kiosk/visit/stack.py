"""The visit that is under way and the errands that lie open in it, one over another. Names none of them."""

from collections.abc import Callable

from kiosk.errands import Close, End, Errand, Identified, Open, Stay, Step, register
from kiosk.kit.tools import Tools
from kiosk.visit.said import Said
from kiosk.visit.visit import Patience, Visit


class Stack:
    """``visit`` None: nobody is here."""

    def __init__(self, tools: Tools, patience: Patience) -> None:
        self._tools = tools
        self._patience = patience
        self.errands = {name: register.errand(name) for name in register.ERRANDS}
        self.visit: Visit | None = None
        self.said = Said()

    def begin(self) -> Visit:
        self.visit = Visit(said=self.said)
        self.renew()
        return self.visit

    def end(self) -> None:
        visit, self.visit = self.visit, None
        if visit is not None:
            self.said.clear()
            visit.drop()

    def renew(self) -> None:
        if self.visit is not None:
            self.visit.renew(self._patience)

    def offer(self, ask: Callable[[Errand], Step | None]) -> None:
        """From the top down, until one says it is his."""
        visit = self.visit
        for errand in reversed(visit.stack if visit else []):
            if (step := ask(errand)) is not None:
                assert visit is not None
                self.do(visit, errand, step)
                return

    def do(self, visit: Visit, errand: Errand, step: Step) -> None:
        match step:
            case Open():
                self.lay(visit, step)
            case Close(found, answered):
                visit.drop(errand)
                if found is not None:
                    visit.known(found)
                if found is not None or answered:
                    self._identified(visit, found)
                elif visit.top is not None:
                    visit.top.uncovered()
            case End():
                self.end()
            case Stay():
                pass
        self.renew()

    def lay(self, visit: Visit, step: Open) -> None:
        errand = self.errands[step.errand](self._tools, visit)
        visit.stack.append(errand)
        self.do(visit, errand, errand.open(step.arg))

    def _identified(self, visit: Visit, found: Identified | None) -> None:
        """Who lies on top now is told; if it did not want to know, it gives way to what is offered then."""
        if visit.top is not None and (step := visit.top.identified(found)) is not None:
            self.do(visit, visit.top, step)
            return
        visit.drop()
        self.lay(visit, Open(register.WELCOME if found is None else register.KNOWN))
