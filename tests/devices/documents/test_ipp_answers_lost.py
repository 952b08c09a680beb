"""Answers lost, callers killed: whatever happens, one document comes out once, and what is not known is called so."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.documents.documents import Cancelled, Completed, Doubtful, Failed, Options, Progress, Reason, Trouble
from devices.documents.ipp import codec, words
from devices.documents.ipp.codec import Group, Message, Tag
from devices.documents.ipp.words import Operation
from devices.links.http import Post
from tests.devices.documents.ippeve import await_progress, await_true, follow
from tests.devices.documents.pdf import pdf
from tests.devices.documents.post import Postman

ROOT = Path(__file__).parents[3]


@pytest.fixture
def post(printer) -> Iterator[Postman]:
    carried = Postman(printer.port)
    yield carried
    carried.close()


@pytest.mark.parametrize("operation", [Operation.CREATE_JOB, Operation.SEND_DOCUMENT, Operation.GET_JOB_ATTRIBUTES])
@pytest.mark.parametrize("fault", ["answer lost", "never arrives"])
def test_a_lost_exchange_makes_neither_a_second_copy_nor_a_lie(printer, post, operation, fault):
    driver = printer.driver(post.port)
    post.faults[operation] = fault
    driver.print(pdf(2), "k1-1", Options(pages=2))
    _, verdict = follow(driver, "k1-1")
    if operation is Operation.SEND_DOCUMENT and fault == "never arrives":
        assert isinstance(verdict, Cancelled | Doubtful)
        assert printer.printed() == []
    else:
        assert verdict == Completed(2)
        assert [side.page for side in printer.printed()] == [1, 2]


@pytest.mark.parametrize("operation", [Operation.GET_PRINTER_ATTRIBUTES, Operation.GET_JOBS, Operation.VALIDATE_JOB])
def test_before_anything_was_sent_a_lost_answer_is_a_failure_and_may_be_tried_again(printer, post, operation):
    driver = printer.driver(post.port)
    post.faults[operation] = "answer lost"
    first = driver.print(pdf(), "k1-1")
    if isinstance(first, Failed):
        assert first == Failed(Trouble(Reason.UNPLUGGED))
        driver.print(pdf(), "k1-1")
    assert follow(driver, "k1-1")[1] == Completed(1)
    assert len(printer.printed()) == 1


def test_an_answer_to_the_document_that_never_comes_is_found_again_by_the_jobs_number(printer, post):
    driver = printer.driver(post.port)
    post.faults[Operation.SEND_DOCUMENT] = "answer held back"
    first = driver.print(pdf(), "k1-1")
    assert isinstance(first, Progress)
    assert first.troubles == (Trouble(Reason.SILENT),)
    assert follow(driver, "k1-1")[1] == Completed(1)
    assert len(printer.printed()) == 1


def test_a_second_print_of_the_same_id_prints_nothing(printer):
    for _ in range(3):
        driver = printer.driver()  # as after a restart: it remembers nothing
        driver.print(pdf(), "k1-1")
        assert follow(driver, "k1-1")[1] == Completed(1)
    assert len(printer.printed()) == 1


def _without(*operations: Operation):
    """A printer that does not have them."""

    def edit(asked: int, body: bytes) -> bytes:
        if asked != Operation.GET_PRINTER_ATTRIBUTES:
            return body
        said = codec.decode(body)
        groups = []
        for group in said.groups:
            kept = []
            for one in group.attributes:
                if one.name == "operations-supported":
                    left = tuple(value for value in one.values if value.data not in operations)
                    one = codec.Attribute(one.name, left)
                kept.append(one)
            groups.append(Group(group.tag, tuple(kept)))
        return codec.encode(Message(said.code, said.request_id, tuple(groups), b"", said.version))

    return edit


def test_a_printer_without_create_job_gets_everything_at_once(printer, post):
    post.edit = _without(Operation.CREATE_JOB)
    driver = printer.driver(post.port)
    driver.print(pdf(), "k1-1")
    assert follow(driver, "k1-1")[1] == Completed(1)
    assert Operation.CREATE_JOB not in post.seen
    assert Operation.PRINT_JOB in post.seen


@pytest.mark.parametrize(("fault", "copies"), [("answer lost", 1), ("never arrives", 0)])
def test_print_jobs_lost_answer_is_found_again_by_name_or_doubtful(printer, post, fault, copies):
    post.edit = _without(Operation.CREATE_JOB)
    post.faults[Operation.PRINT_JOB] = fault
    driver = printer.driver(post.port)
    driver.print(pdf(), "k1-1")
    _, verdict = follow(driver, "k1-1")
    assert verdict == (Completed(1) if copies else Doubtful(Trouble(Reason.FORGOTTEN)))
    assert len(printer.printed()) == copies
    driver.print(pdf(), "k1-1")
    assert len(printer.printed()) == copies


def test_a_trouble_we_have_no_word_for_keeps_its_name_and_is_never_fine(printer, post):
    def edit(asked: int, body: bytes) -> bytes:
        return body.replace(b"\x00\x04none", b"\x00\x04smog") if asked == Operation.GET_PRINTER_ATTRIBUTES else body

    post.edit = edit
    health = printer.driver(post.port).health()
    assert health.able is None
    assert health.troubles == (Trouble(Reason.UNKNOWN, "smog"),)


@pytest.mark.parametrize("nonsense", [b"", b"\0" * 7, b"<html>", b"\x01\x01\0\0\0\0\0\x63\x03", b"\xff" * 400])
def test_nonsense_from_the_printer_is_called_so_and_nothing_is_sent(printer, post, nonsense):
    post.edit = lambda _asked, _body: nonsense
    driver = printer.driver(post.port)
    assert driver.health().able is None
    assert driver.health().troubles == (Trouble(Reason.GARBLED),)
    assert driver.print(pdf(), "k1-1") == Failed(Trouble(Reason.GARBLED))
    assert driver.poll("k1-2") == Doubtful(Trouble(Reason.GARBLED))
    assert driver.clear() is None
    assert not {Operation.CREATE_JOB, Operation.PRINT_JOB} & set(post.seen)


def test_what_goes_over_the_wire_names_no_person(printer, post):
    driver = printer.driver(post.port, user="kiosk-1")
    driver.print(pdf(), "k1-1", Options(title="样表"))
    follow(driver, "k1-1")
    created = codec.decode(post.bodies[post.seen.index(Operation.CREATE_JOB)])
    said = {one.name: one.strings() for one in created.of(Tag.OPERATION)[0].attributes}
    assert said["job-name"] == ("kiosk-1/k1-1 样表",)
    assert said["requesting-user-name"] == ("kiosk-1",)
    assert set(said) == {
        "attributes-charset", "attributes-natural-language", "printer-uri", "requesting-user-name", "job-name",
        "ipp-attribute-fidelity",
    }  # fmt: skip
    assert {one.name for one in created.of(Tag.JOB)[0].attributes} == {"copies", "sides", "media"}
    assert words.PDF == "application/pdf"


# --- the caller dies --------------------------------------------------------------------------------------------------

CALLER = """
import os, signal, sys, time
from devices.documents.ipp.conversation import Conversation
from devices.documents.ipp import handover
from devices.documents.ipp.driver import IppPrinter
from devices.links.http import Post
from devices.links.tcp import tcp_factory

def die(*_):
    time.sleep(0.3 if moment == "before the answer" else 0)  # it has arrived
    os.kill(os.getpid(), signal.SIGKILL)

port, moment, pages = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
if moment == "before create":
    handover.Handover._offer = die
if moment == "between create and send":
    Conversation.begin_send = die
if moment == "in the middle of sending":
    def send(self, pause, deadline, whole=Post.send):
        if len(self._rest) < 100_000:
            return whole(self, pause, deadline)
        self._link.write(bytes(self._rest[:100_000]), deadline)
        die()
    Post.send = send
if moment == "before the answer":
    begin = Conversation.begin_send
    def begin_send(self, *what):
        sending = begin(self, *what)
        sending.answer = die
        return sending
    Conversation.begin_send = begin_send
from tests.devices.documents.pdf import pdf
driver = IppPrinter(tcp_factory("localhost", port, reset=True), f"localhost:{port}")
driver.print(pdf(pages, padding=400_000), "k1-1")
if moment == "while printing":
    die()
print("survived")
"""


def _killed_caller(port: int, moment: str, pages: int = 2) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CALLER, str(port), moment, str(pages)], cwd=ROOT, capture_output=True, timeout=30,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize("moment", ["before create", "between create and send"])
def test_a_caller_killed_before_sending_prints_it_once_afterwards(printer, moment):
    _killed_caller(printer.port, moment)
    driver = printer.driver()
    driver.print(pdf(2), "k1-1")
    assert follow(driver, "k1-1")[1] == Completed(2)
    assert [side.page for side in printer.printed()] == [1, 2]


@pytest.mark.parametrize("moment", ["before the answer", "while printing"])
def test_a_caller_killed_after_sending_finds_it_again(printer, moment):
    printer.pace(0.1)
    _killed_caller(printer.port, moment)
    driver = printer.driver()
    assert follow(driver, "k1-1")[1] == Completed(2)
    assert driver.print(pdf(2), "k1-1") == Completed(2)
    assert [side.page for side in printer.printed()] == [1, 2]


def test_a_caller_killed_in_the_middle_of_sending_leaves_no_torso_called_complete(printer):
    """ippeveprinter prints what it has of a sending that ends in order, and says completed; ours ends in a reset."""
    _killed_caller(printer.port, "in the middle of sending")
    driver = printer.driver()
    driver.print(pdf(2), "k1-1")
    _, verdict = follow(driver, "k1-1")
    assert verdict == Failed(Trouble(Reason.ABORTED, "aborted-by-system"), 0)
    assert printer.printed() == []


def test_a_torso_that_calls_itself_complete_is_doubtful(printer):
    _killed_caller(printer.port, "while printing", pages=1)
    driver = printer.driver()
    driver.print(pdf(3), "k1-1", Options(pages=3))
    assert follow(driver, "k1-1")[1] == Doubtful(Trouble(Reason.SHORT, "1/3"))


def test_a_sending_the_caller_breaks_off_comes_out_nowhere(printer, monkeypatch):
    monkeypatch.setattr(Post, "send", _one_piece)  # so that the turn ends in the middle of it
    driver = printer.driver()
    assert isinstance(driver.print(pdf(1, padding=1_000_000), "k1-1"), Progress)
    monkeypatch.undo()
    driver.cancel("k1-1")
    _, verdict = follow(driver, "k1-1")
    assert isinstance(verdict, Cancelled)
    assert printer.printed() == []


def _one_piece(post: Post, pause: float, deadline: float, whole=Post.send) -> None:
    if len(post._rest) < 10_000:
        return whole(post, pause, deadline)
    post._link.write(bytes(post._rest[:10_000]), deadline)
    post._rest = post._rest[10_000:]
    return None


def test_a_long_sending_is_not_confused_by_other_questions(printer, monkeypatch):
    monkeypatch.setattr(Post, "send", _one_piece)
    driver = printer.driver()
    driver.print(pdf(2, padding=50_000), "k1-1")
    for _ in range(10):
        driver.print(pdf(), "k1-2")
        driver.health()
        driver.poll("k1-1")
    assert follow(driver, "k1-1")[1] == Completed(2)
    assert follow(driver, "k1-2")[1] == Completed(1)
    assert [side.job for side in printer.printed()] == ["k1-1", "k1-1", "k1-2"]


def test_after_a_restart_what_still_waits_is_taken_back_before_the_next_visitor(printer):
    """The printer cannot drop it while it jams; then nobody else's document goes in."""
    printer.hold(1, "media-empty-error")
    _killed_caller(printer.port, "while printing", pages=1)
    driver = printer.driver()
    await_true(lambda: driver.health().able is False, "the empty tray")
    assert driver.clear() is False
    assert driver.print(pdf(), "k1-2") == Failed(Trouble(Reason.TRAY_EMPTY, "media-empty"))
    printer.mend()
    assert isinstance(follow(driver, "k1-1")[1], Cancelled)
    assert driver.clear() is True


def test_a_document_that_nobody_knows_is_doubtful(printer):
    assert printer.driver().poll("k1-99") == Doubtful(Trouble(Reason.FORGOTTEN))
    assert printer.driver().cancel("k1-99") == Doubtful(Trouble(Reason.FORGOTTEN))


def test_a_restarted_station_may_take_its_document_back(printer):
    printer.stay(2)
    _killed_caller(printer.port, "while printing", pages=2)
    driver = printer.driver()
    driver.cancel("k1-1")
    printer.mend()
    assert isinstance(follow(driver, "k1-1")[1], Cancelled)


def test_polling_costs_two_questions(printer, post):
    printer.stay(1)
    driver = printer.driver(post.port)
    driver.print(pdf(2), "k1-1")
    await_progress(driver, "k1-1", lambda p: p.done == 0)
    post.seen.clear()
    driver.poll("k1-1")
    assert post.seen == [Operation.GET_JOB_ATTRIBUTES, Operation.GET_PRINTER_ATTRIBUTES]
