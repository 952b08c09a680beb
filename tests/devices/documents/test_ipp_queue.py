"""Through a CUPS queue, a private cupsd before a real ippeveprinter: what a queue knows, and what it does not."""

import time
from collections.abc import Iterator

import pytest

from devices.documents.documents import Cancelled, Completed, Failed, Options, Progress, Reason, Trouble
from tests.devices.documents.ippeve import RealQueue, await_trouble, await_true, follow
from tests.devices.documents.pdf import pdf


@pytest.fixture
def queue(printer) -> Iterator[RealQueue]:
    standing = RealQueue(printer)
    yield standing
    standing.close()


def test_a_document_goes_through_the_queue_with_copies_and_duplex(printer, queue):
    driver = queue.driver()
    assert driver.health().able is True
    begun = driver.print(pdf(2), "k1-1", Options(copies=2, sides="two-sided-long-edge", pages=2))
    assert isinstance(begun, Progress)
    seen, verdict = follow(driver, "k1-1")
    assert verdict == Completed(None, "printer")
    assert [(side.copy, side.page, side.sides) for side in printer.printed()] == [
        (1, 1, "two-sided-long-edge"),
        (1, 2, "two-sided-long-edge"),
        (2, 1, "two-sided-long-edge"),
        (2, 2, "two-sided-long-edge"),
    ]
    assert {progress.done for progress in (begun, *seen)} == {None}, "what the queue counts is not paper"


def test_what_the_queue_cannot_do_is_refused_by_name(printer, queue):
    refused = queue.driver().print(pdf(), "k1-1", Options(media="iso_a0_841x1189mm"))
    assert refused == Failed(Trouble(Reason.UNABLE, "media"))
    assert printer.printed() == []


def test_an_empty_tray_behind_the_queue_is_told_and_cancelled_by_rule_but_only_by_the_queues_word(printer, queue):
    """And rightly so: this printer holds the cancelled document, and prints it when the tray is filled."""
    printer.paper(0)
    driver = queue.driver(wait=1)
    driver.print(pdf(2), "k1-1", Options(pages=2))
    waiting = await_trouble(driver, "k1-1", Trouble(Reason.TRAY_EMPTY, "media-empty"))
    assert waiting.done is None, "CUPS counts the pages its filters made, on an empty tray too"
    _, verdict = follow(driver, "k1-1")
    assert verdict == Cancelled(Trouble(Reason.TRAY_EMPTY, "media-empty"), None, "queue")
    await_true(lambda: driver.health().able is None, "an idle queue, which tells of troubles past")
    printer.paper(250)
    await_true(lambda: len(printer.printed()) == 2, "the document nobody wants any more")


def test_a_printer_that_is_off_behind_the_queue_is_cancelled_after_a_while_and_does_not_come_out_later(printer, queue):
    printer.kill()
    driver = queue.driver(stall=1.5)
    driver.print(pdf(), "k1-1")
    _, verdict = follow(driver, "k1-1")
    assert isinstance(verdict, Cancelled)
    assert verdict.trouble is not None
    assert verdict.trouble.reason is Reason.STUCK
    printer.start()
    driver.print(pdf(), "k1-2")
    assert follow(driver, "k1-2", 20)[1] == Completed(None, "printer")
    assert {side.job for side in printer.printed()} == {"k1-2"}


def test_two_visitors_in_a_row_and_each_has_his_own(printer, queue):
    printer.pace(0.1)
    first, second = queue.driver(user="kiosk-1"), queue.driver(user="kiosk-2")
    first.print(pdf(2), "k1-1")
    second.print(pdf(1), "k2-1")
    await_true(lambda: second.clear() is True, "its own being gone")
    assert follow(first, "k1-1", 20)[1] == Completed(None, "printer")
    assert isinstance(follow(second, "k2-1", 20)[1], Cancelled)
    assert {side.job for side in printer.printed()} == {"k1-1"}


def test_the_same_id_again_is_found_in_the_queue_and_not_printed_twice(printer, queue):
    for _ in range(2):
        driver = queue.driver()
        driver.print(pdf(), "k1-1")
        assert follow(driver, "k1-1", 20)[1] == Completed(None, "printer")
    assert len(printer.printed()) == 1


def test_among_many_finished_jobs_the_newest_are_looked_through(printer, queue, monkeypatch):
    monkeypatch.setattr("devices.documents.ipp.conversation.HISTORY", 2)
    for name in ("k1-1", "k1-2", "k1-3"):
        driver = queue.driver()
        driver.print(pdf(), name)
        assert follow(driver, name, 20)[1] == Completed(None, "printer")
    assert [job.name for job in queue.driver()._talk.jobs(time.monotonic() + 2, "completed")] == ["k1-2", "k1-3"]


def test_a_job_made_and_never_sent_is_taken_back_before_the_next(printer, queue):
    queue.driver()._talk.offer(5, "k1-1", Options(), time.monotonic() + 2)
    driver = queue.driver()
    said = driver.print(pdf(), "k1-2")
    assert isinstance(said, Progress)
    assert follow(driver, "k1-2", 20)[1] == Completed(None, "printer")
    assert driver.clear() is True
