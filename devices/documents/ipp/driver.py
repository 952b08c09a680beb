"""The document printer over IPP: an IPP printer itself, or a CUPS queue before one. Blocking, one thread."""

from __future__ import annotations

import re
import time

from devices.documents.documents import (
    DocumentPrinterHealth,
    Failed,
    Held,
    Options,
    Progress,
    Reason,
    Trouble,
    Verdict,
)
from devices.documents.ipp import words
from devices.documents.ipp.case import ANSWER, TURN
from devices.documents.ipp.conversation import Conversation
from devices.documents.ipp.job import Job
from devices.documents.ipp.rule import Rule
from devices.errors import DeviceError, Garbled, Refused, Silent
from devices.link import LinkFactory

WAIT = 60.0
STALL = 180.0
LARGEST = 64 * 1024 * 1024
REMEMBERED = 200
"""Documents whose verdict is kept: a day's."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_DEFAULT = Options()


class IppPrinter:
    """See :class:`devices.documents.documents.DocumentPrinter`.

    ``host`` (``HOST:PORT``) and ``path`` make the printer-uri; ``open_link`` connects to it, anew for each question,
    and resets the connection when it is closed: libcups takes an orderly end in the middle of a document for its end,
    prints the torso and calls it completed.
    ``user`` is the station's name: stations that share a printer need different ones. A document held up by a named
    trouble for ``wait`` seconds, or without any news for ``stall``, is cancelled.
    """

    def __init__(
        self,
        open_link: LinkFactory,
        host: str,
        path: str = "/ipp/print",
        *,
        user: str = "onedoor",
        wait: float = WAIT,
        stall: float = STALL,
    ) -> None:
        if not _NAME.fullmatch(user):
            raise ValueError("a station's name is [A-Za-z0-9][A-Za-z0-9._-]{0,63}")
        self._talk = Conversation(open_link, host, path, user)
        self._wait, self._stall = wait, stall
        self._jobs: dict[str, Job] = {}

    def print(self, document: bytes, job: str, options: Options = _DEFAULT) -> Progress | Verdict:
        if not _NAME.fullmatch(job):
            raise ValueError("a document's id is [A-Za-z0-9][A-Za-z0-9._-]{0,63}")
        if b"%PDF-" not in document[:1024]:  # where PDF readers look for it (ISO 32000-1 annex H.3.4.1)
            return Failed(Trouble(Reason.UNABLE, "document-format"))
        if len(document) > LARGEST:
            return Failed(Trouble(Reason.UNABLE, "job-k-octets"))
        known = self._jobs.get(job)
        if known is not None and known.settled and known.untouched:
            del self._jobs[job]
        return self._job(job, document, options).advance()

    def poll(self, job: str) -> Progress | Verdict:
        return self._job(job).advance()

    def cancel(self, job: str) -> Progress | Verdict:
        known = self._job(job)
        if not known.settled:
            known.withdraw(None)
        return known.advance()

    def clear(self) -> bool | None:
        end = time.monotonic() + TURN + ANSWER
        for job in self._jobs.values():
            if not job.settled:
                job.withdraw(None)
        try:
            for job in self._talk.jobs(end, "not-completed"):
                self._talk.cancel(job.number, end)
            return not self._talk.jobs(end, "not-completed")
        except DeviceError:
            return None

    def health(self) -> DocumentPrinterHealth:
        end = time.monotonic() + TURN + ANSWER
        try:
            health = self._talk.printer(time.monotonic() + ANSWER).health
            if self._holds_one(end):
                return DocumentPrinterHealth(False, (*health.troubles, Trouble(Reason.LEFTOVER)))
            return health
        except Silent:
            return DocumentPrinterHealth(None, (Trouble(Reason.SILENT),))
        except Garbled:
            return DocumentPrinterHealth(None, (Trouble(Reason.GARBLED),))
        except Refused as error:
            return DocumentPrinterHealth(None, (Trouble(Reason.REFUSED, words.status_name(error.code)),))
        except DeviceError:
            return DocumentPrinterHealth(False, (Trouble(Reason.UNPLUGGED),))

    def description(self) -> words.Printer:
        """What the printer or queue says it can. Raises ``DeviceError``."""
        return self._talk.printer(time.monotonic() + ANSWER)

    def close(self) -> None:
        for job in self._jobs.values():
            job.close()

    def _job(self, name: str, document: bytes | None = None, options: Options = _DEFAULT) -> Job:
        known = self._jobs.get(name)
        if known is None:
            self._forget_some()
            rule = Rule(self._wait, self._stall)
            known = self._jobs[name] = Job(self._talk, name, document, options, rule, self._live)
        return known

    def _holds_one(self, end: float) -> bool:
        """Something lies in the printer that was to be dropped."""
        held = {name for name, job in self._jobs.items() if isinstance(job.verdict, Held)}
        return bool(held) and any(job.name in held for job in self._talk.jobs(end, "not-completed"))

    def _live(self) -> frozenset[str]:
        return frozenset(name for name, job in self._jobs.items() if job.verdict is None)

    def _forget_some(self) -> None:
        settled = [name for name, job in self._jobs.items() if job.settled]
        for name in settled[: max(0, len(self._jobs) - REMEMBERED)]:
            del self._jobs[name]
