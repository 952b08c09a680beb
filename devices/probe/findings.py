"""What a probe found, and what follows from it. Unknown stays unknown: it is neither good nor bad, and is said."""

from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    SERVES = "will serve"
    LIMITS = "will serve with limits"
    NOT = "will not serve"
    UNKNOWN = "not known"


@dataclass(frozen=True)
class Finding:
    """``good`` None: only a fact, or not known."""

    what: str
    said: str
    good: bool | None = None

    def line(self) -> str:
        mark = {True: "+", False: "-", None: " "}[self.good]
        return f"{mark} {self.what:28s} {self.said}"


@dataclass
class Report:
    """``against``: why it will not serve; ``limits``: what to live with; ``open_questions``: what nobody knows yet."""

    findings: list[Finding] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    open_questions: list[str] = field(default_factory=list)

    def found(self, what: str, said: str, good: bool | None = None) -> None:
        self.findings.append(Finding(what, said, good))

    @property
    def verdict(self) -> Verdict:
        if self.against:
            return Verdict.NOT
        if self.limits or self.open_questions:
            return Verdict.LIMITS
        return Verdict.SERVES

    def lines(self) -> list[str]:
        """The verdict and its reasons, for the terminal."""
        told = [f"==> {self.verdict}"]
        for title, reasons in (("because", self.against), ("limit", self.limits), ("not known", self.open_questions)):
            told += [f"    {title}: {reason}" for reason in reasons]
        return told
