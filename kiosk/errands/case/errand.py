"""A receipt was scanned. Whether it is ours is proved here, by keys and numbers the hall told beforehand; how far its
case is, the hall alone knows. One that is not ours or was changed is named as such, and the hall is told.

Nothing of a person stands on a receipt's code, and nothing of one is shown: who holds the paper may see what it says.
"""

import hashlib
from dataclasses import replace

from hall.contract.codes import Code
from hall.contract.progress import CaseAsked, CaseTold, ReceiptDoubted
from hall.contract.receipts import KnownPart, Proof, ReceiptsPart, proved
from kiosk.calls import Answered, Call, Refused
from kiosk.errands import Errand, Stay, Step, Surroundings, Visit
from kiosk.errands.case.view import CaseView, Missing
from kiosk.kit.tools import Tools
from kiosk.kit.views import View
from kiosk.ledger.db import LedgerFull


class CaseErrand(Errand):
    name = "case"

    def __init__(self, tools: Tools, visit: Visit) -> None:
        super().__init__(tools, visit)
        self._shown = CaseView("unproved")
        self._text = ""
        self._tries = 0

    def open(self, arg: object) -> Step:
        """With the code that was scanned."""
        assert isinstance(arg, Code)
        self._text, self._tries = arg.value, self._tries + 1
        part, known = self.tools.parts.get("receipts"), self.tools.parts.get("receipts_known")
        if not isinstance(part, ReceiptsPart) or not part.iss:
            self._shown = CaseView("unproved", tries=self._tries)
            return Stay()
        proof = proved(self._text, part, known if isinstance(known, KnownPart) else KnownPart())
        self._shown = self._of(proof)
        if proof.verdict in ("forged", "foreign", "void"):
            self._tell(proof.verdict, proof.why)
        if proof.shown is not None and proof.verdict not in ("forged", "foreign"):
            asked = CaseAsked(number=proof.shown.number, digest=proof.shown.digest.hex())
            self._shown = replace(self._shown, hall="asking")
            self.tools.asks.ask(Call(self._call, "cases", CaseTold, asked))
        return Stay()

    def code(self, code: Code) -> Step | None:
        """The next paper."""
        return self.open(code) if code.kind in ("receipt", "signed") else None

    def view(self, around: Surroundings) -> View:
        return self._shown

    @property
    def _call(self) -> str:
        return f"case {self._shown.number} {self._tries}"

    def _of(self, proof: Proof) -> CaseView:
        said = proof.shown
        if said is None:
            return CaseView(proof.verdict, proof.why, tries=self._tries)
        return CaseView(
            proof.verdict, proof.why, number=said.number[:16], copy=said.copy, issued=said.issued, tries=self._tries
        )

    def _tell(self, verdict: str, why: str) -> None:
        """A full disk keeps nobody from being told on the glass."""
        mark = hashlib.sha256(self._text.encode()).hexdigest()[:32]
        told = ReceiptDoubted(verdict=verdict, why=why, number=self._shown.number, mark=mark)  # type: ignore[arg-type]
        try:
            self.tools.report(told)
        except LedgerFull:
            return

    # -- the hall ----------------------------------------------------------------------------------------------------

    def answered(self, event: Answered) -> Step | None:
        if event.name != self._call or self._shown.hall != "asking":
            return None
        match event.answer:
            case CaseTold(known=True) as told:
                self._shown = self._with(told)
            case CaseTold():
                self._unknown()
            case Refused() | _:
                self._shown = replace(self._shown, hall="away")
        return Stay()

    def _with(self, told: CaseTold) -> CaseView:
        """The hall has it: whatever was signed is not young any more."""
        shown = self._shown
        verdict = "void" if told.void else ("copy" if shown.copy else "true")
        return replace(
            shown,
            verdict=verdict,
            hall="told",
            matter=(told.matter_zh, told.matter_en),
            state=told.state,
            department=told.department,
            due=told.due,
            deemed=told.deemed,
            asked=told.asked,
            missing=tuple(Missing(one.name, one.by, one.waived) for one in told.missing),
        )

    def _unknown(self) -> None:
        """Signed under our key, and the hall has no such receipt: somebody has to look into that."""
        self._shown = replace(self._shown, verdict="forged", why="unknown", hall="none")
        self._tell("forged", "unknown")


ERRAND = CaseErrand
