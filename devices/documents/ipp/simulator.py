"""An IPP printer seen from its wire: a question's octets in, an answer's octets out. Reads no clock; *press* is its
inside, *host* puts it behind a port. The independent witness of the driver is CUPS' ippeveprinter, not this one."""

from collections.abc import Iterator

from devices.documents.documents import A4
from devices.documents.ipp import codec, words
from devices.documents.ipp.codec import Attribute, Group, Message, Range, Tag, attribute
from devices.documents.ipp.press import Press, Work
from devices.documents.ipp.words import JobState, Operation, PrinterState, Status

FAULTS = {
    "keeps-cancelled": "says yes to a cancel and prints all the same",
    "counts-nothing": "never tells how many sides are on paper",
    "no-create-job": "takes a document only together with its job (Print-Job)",
}
_SIDES = ("one-sided", "two-sided-long-edge", "two-sided-short-edge")
_MEDIA = (A4, "iso_a5_148x210mm", "na_letter_8.5x11in")
_COPIES = Range(1, 99)
_BY_NUMBER = frozenset({Operation.CREATE_JOB, Operation.SEND_DOCUMENT})


class IppSimulator(Press):
    """``faults``: names from :data:`FAULTS`. Raises ``ValueError`` for others."""

    def __init__(self, faults: tuple[str, ...] = (), pace: float = 1.0) -> None:
        if unknown := set(faults) - set(FAULTS):
            raise ValueError(f"there is no fault {min(unknown)!r}; there are {', '.join(FAULTS)}")
        super().__init__(pace, keeps="keeps-cancelled" in faults)
        self._counts = "counts-nothing" not in faults
        self._operations = [one for one in Operation if "no-create-job" not in faults or one not in _BY_NUMBER]

    def answer(self, octets: bytes, now: float) -> bytes:
        """To a whole request. Raises ``ValueError`` for octets that are no IPP message."""
        request = codec.decode(octets)
        self.advance(now)
        status, groups = self._do(request, now)
        head = Group(Tag.OPERATION, (
            attribute("attributes-charset", Tag.CHARSET, "utf-8"),
            attribute("attributes-natural-language", Tag.LANGUAGE, "en"),
        ))  # fmt: skip
        return codec.encode(Message(status, request.request_id, (head, *groups), version=request.version))

    def broke_off(self, octets: bytes) -> None:
        """The sender is gone in the middle of these octets: whatever job they were for is aborted."""
        try:
            request = codec.decode(octets)
        except ValueError:
            return
        if request.code == Operation.SEND_DOCUMENT and (job := self._named(request)) is not None:
            self.drop(job, JobState.ABORTED)

    def _do(self, request: Message, now: float) -> tuple[int, tuple[Group, ...]]:
        if request.code not in self._operations:
            return Status.NOT_SUPPORTED, ()
        match request.code:
            case Operation.GET_PRINTER_ATTRIBUTES:
                return Status.OK, (_chosen(Tag.PRINTER, self._printer(), request),)
            case Operation.GET_JOBS:
                return Status.OK, tuple(_chosen(Tag.JOB, self._job(job), request) for job in self._wanted(request))
            case Operation.VALIDATE_JOB | Operation.CREATE_JOB | Operation.PRINT_JOB:
                return self._offered(request, now)
        job = self._named(request)
        if job is None:
            return Status.NOT_FOUND, ()
        if request.code == Operation.GET_JOB_ATTRIBUTES:
            return Status.OK, (_chosen(Tag.JOB, self._job(job), request),)
        waits_for_it = job.state == JobState.HELD and not job.document
        if job.over or (request.code == Operation.SEND_DOCUMENT and not waits_for_it):
            return Status.NOT_POSSIBLE, ()
        if request.code == Operation.CANCEL_JOB:
            self.drop(job, JobState.CANCELLED)
        else:
            self.take(job, request.data, now)
        return Status.OK, (Group(Tag.JOB, self._job(job)),)

    # --- jobs -----------------------------------------------------------------------------------------------------

    def _offered(self, request: Message, now: float) -> tuple[int, tuple[Group, ...]]:
        """Refuses what it cannot do rather than dropping it (ipp-attribute-fidelity)."""
        told = {one.name: one for group in request.groups for one in group.attributes}
        unsupported = tuple(_unsupported(told))
        if unsupported:
            only_format = [one.name for one in unsupported] == ["document-format"]
            status = Status.FORMAT_NOT_SUPPORTED if only_format else Status.VALUES_NOT_SUPPORTED
            return status, (Group(Tag.UNSUPPORTED_GROUP, unsupported),)
        if request.code == Operation.VALIDATE_JOB:
            return Status.OK, ()
        copies = told["copies"].integer() if "copies" in told else None
        job = self.make(
            _text(told, "job-name"), _text(told, "requesting-user-name"), copies or 1,
            _text(told, "sides", _SIDES[0]), _text(told, "media", A4),
        )  # fmt: skip
        if request.code == Operation.PRINT_JOB:
            self.take(job, request.data, now)
        return Status.OK, (Group(Tag.JOB, self._job(job)),)

    def _named(self, request: Message) -> Work | None:
        numbers = [words.number(group, "job-id") for group in request.of(Tag.OPERATION)]
        return next((job for job in self.jobs if job.number in numbers), None)

    def _wanted(self, request: Message) -> list[Work]:
        """RFC 8011 4.2.6: completed ones newest first, others in the order they will be printed."""
        asked = request.of(Tag.OPERATION)[0]
        if "completed" not in words.texts(asked, "which-jobs"):
            return [job for job in self.jobs if not job.over]
        return [job for job in reversed(self.jobs) if job.over][: words.number(asked, "limit") or len(self.jobs)]

    # --- what it tells --------------------------------------------------------------------------------------------

    def _printer(self) -> tuple[Attribute, ...]:
        return (
            attribute("printer-state", Tag.ENUM, self._state()),
            attribute("printer-state-reasons", Tag.KEYWORD, *(self._reasons() or ["none"])),
            attribute("printer-is-accepting-jobs", Tag.BOOLEAN, True),
            attribute("operations-supported", Tag.ENUM, *self._operations),
            attribute("copies-supported", Tag.RANGE, _COPIES),
            attribute("sides-supported", Tag.KEYWORD, *_SIDES),
            attribute("media-supported", Tag.KEYWORD, *_MEDIA),
            attribute("document-format-supported", Tag.MIME_TYPE, words.PDF),
            attribute("ipp-versions-supported", Tag.KEYWORD, "1.1", "2.0"),
            attribute("printer-make-and-model", Tag.TEXT, "OneDoor simulated A4"),
        )

    def _state(self) -> PrinterState:
        if self.current is None:
            return PrinterState.IDLE
        return PrinterState.STOPPED if self.stops(self.current) else PrinterState.PROCESSING

    def _reasons(self) -> list[str]:
        told = {
            "media-empty-error": self.tray <= 0, "media-jam-error": self.jammed, "cover-open-error": self.cover_open,
            "toner-empty-error": self.toner_out, "toner-low-warning": self.toner_low and not self.toner_out,
            "paused": self.paused,
        }  # fmt: skip
        return [keyword for keyword, so in told.items() if so]

    def _job(self, job: Work) -> tuple[Attribute, ...]:
        held = job.state == JobState.HELD and bool(job.document)
        counted = (
            attribute("job-impressions", Tag.INTEGER, job.of),
            attribute("job-impressions-completed", Tag.INTEGER, job.done),
            attribute("job-media-sheets-completed", Tag.INTEGER, job.sheets()),
        )  # fmt: skip
        return (
            attribute("job-id", Tag.INTEGER, job.number),
            attribute("job-uri", Tag.URI, f"ipp://localhost/ipp/print/{job.number}"),
            attribute("job-name", Tag.NAME, job.name),
            attribute("job-originating-user-name", Tag.NAME, job.user),
            attribute("job-state", Tag.ENUM, job.state),
            attribute("job-state-reasons", Tag.KEYWORD, _STATE_REASONS["held" if held else job.state]),
            *(counted if self._counts else ()),
        )


_STATE_REASONS: dict[JobState | str, str] = {
    JobState.PENDING: "none", JobState.HELD: "job-incoming", JobState.PROCESSING: "job-printing",
    JobState.STOPPED: "printer-stopped", JobState.CANCELLED: "job-canceled-by-user",
    JobState.ABORTED: "aborted-by-system", JobState.COMPLETED: "job-completed-successfully",
    "held": "job-hold-until-specified",
}  # fmt: skip


def _unsupported(told: dict[str, Attribute]) -> Iterator[Attribute]:
    if "copies" in told and (told["copies"].integer() or 0) not in _COPIES:
        yield told["copies"]
    for name, known in (("sides", _SIDES), ("media", _MEDIA), ("document-format", (words.PDF,))):
        if name in told and not set(told[name].strings()) <= set(known):
            yield told[name]


def _text(told: dict[str, Attribute], name: str, otherwise: str = "") -> str:
    return next(iter(told[name].strings()), otherwise) if name in told else otherwise


def _chosen(tag: Tag, attributes: tuple[Attribute, ...], request: Message) -> Group:
    """What was asked for; everything if nothing was, or ``all``."""
    asked = {name for group in request.of(Tag.OPERATION) for name in words.texts(group, "requested-attributes")}
    everything = not asked or "all" in asked
    return Group(tag, tuple(one for one in attributes if everything or one.name in asked))
