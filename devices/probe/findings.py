"""What a probe found, and what follows from it. Unknown stays unknown: it is neither good nor bad, and is said."""

from collections.abc import Callable, Iterable
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
    """``against``: why it will not serve; ``limits``: what to live with; ``open_questions``: what nobody knows yet;
    ``to_do``: what the technician does now. ``say`` is told each finding as it is made."""

    findings: list[Finding] = field(default_factory=list)
    against: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    open_questions: list[str] = field(default_factory=list)
    to_do: list[str] = field(default_factory=list)
    say: Callable[[Finding], None] | None = None

    def found(self, what: str, said: str, good: bool | None = None) -> None:
        self.findings.append(Finding(what, said, good))
        if self.say is not None:
            self.say(self.findings[-1])

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
        return told + [f"    now: {what}" for what in self.to_do]


def words(names: Iterable[str]) -> str:
    """Names of reasons as people read them."""
    return ", ".join(sorted(name.replace("_", " ") for name in names))
