"""Questions to one IPP printer and its answers, each over a link of its own and with one deadline."""

from __future__ import annotations

from dataclasses import dataclass

from devices.documents.documents import Options
from devices.documents.ipp import codec, words
from devices.documents.ipp.codec import Attribute, Group, Message, Tag, attribute
from devices.documents.ipp.words import JobState, Operation
from devices.errors import Garbled, Refused
from devices.link import LinkFactory
from devices.links.http import Post

MEDIA_TYPE = "application/ipp"
VERSION = (1, 1)
"""Every printer speaks it, 2.0 ones too (RFC 8011 section 6.2)."""
HISTORY = 100
"""Finished jobs looked through for one of ours."""


@dataclass(frozen=True)
class Reply:
    status: int
    message: Message

    @property
    def refused(self) -> bool:
        return self.status >= words.FIRST_ERROR

    @property
    def unsupported(self) -> tuple[Group, ...]:
        return self.message.of(Tag.UNSUPPORTED_GROUP)


@dataclass(frozen=True)
class JobNews:
    """``number`` is the printer's job-id; ``name`` ours; None: somebody else's job, or the printer does not tell."""

    number: int
    name: str | None
    state: int
    reasons: tuple[str, ...]
    impressions: int | None
    sheets: int | None
    of: int | None

    @property
    def over(self) -> bool:
        return self.state >= JobState.CANCELLED


class Question:
    """One under way: sent piece by piece, where it is long."""

    def __init__(self, post: Post, request_id: int) -> None:
        self._post, self._request_id = post, request_id
        self.send, self.close = post.send, post.close

    @property
    def sent(self) -> bool:
        return self._post.sent

    def answer(self, deadline: float) -> Reply:
        try:
            message = codec.decode(self._post.answer(deadline))
        except ValueError as error:
            raise Garbled(f"no IPP answer: {error}") from None
        if message.request_id != self._request_id:
            raise Garbled("an answer to some other question")
        return Reply(message.code, message)


class Conversation:
    """``host`` is ``HOST:PORT``, ``path`` the printer's (``/ipp/print``, ``/printers/a4``); ``user`` this station's
    name, by which printers tell its jobs from others'. All questions raise ``DeviceError``; deadlines are monotonic."""

    def __init__(self, open_link: LinkFactory, host: str, path: str, user: str) -> None:
        self._open_link, self._host, self._path, self._user = open_link, host, path, user
        self._request_id = 0

    def printer(self, deadline: float) -> words.Printer:
        wanted = attribute("requested-attributes", Tag.KEYWORD, *words.ASKED_OF_A_PRINTER)
        reply = self._answered(Operation.GET_PRINTER_ATTRIBUTES, deadline, wanted)
        groups = reply.message.of(Tag.PRINTER)
        if not groups:
            raise Garbled("a printer's answer without its attributes")
        return words.printer(groups[0])

    def jobs(self, deadline: float, which: str) -> list[JobNews]:
        """Ours, newest last; ``which`` is ``not-completed`` or ``completed`` (RFC 8011 4.2.6). Not every printer heeds
        my-jobs: what does not bear this station's name is none of our business."""
        asked = [
            attribute("requested-attributes", Tag.KEYWORD, *words.ASKED_OF_A_JOB),
            attribute("which-jobs", Tag.KEYWORD, which),
            attribute("my-jobs", Tag.BOOLEAN, True),
        ]
        if which == "completed":
            asked.append(attribute("limit", Tag.INTEGER, HISTORY))
        reply = self._answered(Operation.GET_JOBS, deadline, *asked)
        found = [_news(group, self._user) for group in reply.message.of(Tag.JOB)]
        return sorted((job for job in found if job.name is not None), key=lambda job: job.number)

    def job(self, number: int, deadline: float) -> JobNews | None:
        """None: the printer knows no such job of ours; its numbers begin anew when it restarts."""
        wanted = attribute("requested-attributes", Tag.KEYWORD, *words.ASKED_OF_A_JOB)
        reply = self.ask(Operation.GET_JOB_ATTRIBUTES, deadline, attribute("job-id", Tag.INTEGER, number), wanted)
        if reply.status == words.Status.NOT_FOUND:
            return None
        groups = _accepted(reply).message.of(Tag.JOB)
        if not groups:
            raise Garbled("a job's answer without its attributes")
        news = _news(groups[0], self._user)
        return None if news.name is None and groups[0].get("job-name") else news

    def cancel(self, number: int, deadline: float) -> Reply:
        return self.ask(Operation.CANCEL_JOB, deadline, attribute("job-id", Tag.INTEGER, number))

    def offer(self, operation: Operation, name: str, options: Options, deadline: float) -> Reply:
        """Validate-Job or Create-Job."""
        about = self._described(operation, name, options)
        return self.ask(operation, deadline, *about, job=words.job_template(options))

    def begin_print(self, name: str, options: Options, document: bytes) -> Question:
        """Print-Job, for printers without Create-Job."""
        operation = Operation.PRINT_JOB
        about = self._described(operation, name, options)
        return self._begin(operation, about, words.job_template(options), document)

    def begin_send(self, number: int, document: bytes) -> Question:
        about = (
            attribute("job-id", Tag.INTEGER, number),
            attribute("document-format", Tag.MIME_TYPE, words.PDF),
            attribute("last-document", Tag.BOOLEAN, True),
        )
        return self._begin(Operation.SEND_DOCUMENT, about, (), document)

    def ask(self, operation: Operation, deadline: float, *about: Attribute, job: tuple[Attribute, ...] = ()) -> Reply:
        question = self._begin(operation, about, job)
        try:
            question.send(deadline, deadline)
            return question.answer(deadline)
        finally:
            question.close()

    def _described(self, operation: Operation, name: str, options: Options) -> tuple[Attribute, ...]:
        """``ipp-attribute-fidelity``: what it cannot honour it shall refuse, not drop (RFC 8011 4.2.1.1)."""
        about = [
            attribute("job-name", Tag.NAME, f"{self._user}/{name} {options.title}".rstrip()),
            attribute("ipp-attribute-fidelity", Tag.BOOLEAN, True),
        ]
        if operation is not Operation.CREATE_JOB:
            about.append(attribute("document-format", Tag.MIME_TYPE, words.PDF))
        if options.pages is not None:
            about.append(attribute("job-impressions", Tag.INTEGER, options.pages))
        return tuple(about)

    def _answered(self, operation: Operation, deadline: float, *about: Attribute) -> Reply:
        return _accepted(self.ask(operation, deadline, *about))

    def _begin(
        self, operation: Operation, about: tuple[Attribute, ...], job: tuple[Attribute, ...] = (), document: bytes = b""
    ) -> Question:
        self._request_id += 1
        message = self._message(operation, about, job, document)
        post = Post(self._open_link(), self._host, self._path, MEDIA_TYPE, codec.encode(message))
        return Question(post, message.request_id)

    def _message(
        self, operation: Operation, about: tuple[Attribute, ...], job: tuple[Attribute, ...], document: bytes
    ) -> Message:
        """charset and language first, then the target (RFC 8011 4.1.4, 4.1.5); job-id right behind the printer-uri."""
        head = (
            attribute("attributes-charset", Tag.CHARSET, "utf-8"),
            attribute("attributes-natural-language", Tag.LANGUAGE, "zh-cn"),
            attribute("printer-uri", Tag.URI, f"ipp://{self._host}{self._path}"),
        )
        user = attribute("requesting-user-name", Tag.NAME, self._user)
        target = tuple(one for one in about if one.name == "job-id")
        rest = tuple(one for one in about if one.name != "job-id")
        groups = (Group(Tag.OPERATION, (*head, *target, user, *rest)), *((Group(Tag.JOB, job),) if job else ()))
        return Message(operation, self._request_id, groups, document, VERSION)


def _accepted(reply: Reply) -> Reply:
    if reply.refused:
        raise Refused(f"the printer answered {reply.status:04x}", reply.status)
    return reply


def _news(group: Group, user: str) -> JobNews:
    number, state = words.number(group, "job-id"), words.number(group, "job-state")
    station, _, name = " ".join(words.texts(group, "job-name")).partition(" ")[0].partition("/")
    if number is None or state is None:
        raise Garbled("a job without id or state")
    return JobNews(
        number=number,
        name=name if station == user else None,
        state=state,
        reasons=words.texts(group, "job-state-reasons"),
        impressions=words.number(group, "job-impressions-completed"),
        sheets=words.number(group, "job-media-sheets-completed"),
        of=words.number(group, "job-impressions"),
    )
