"""The document printer against a real one: ippeveprinter, which shares no code with us."""

import time

import pytest

from devices.documents.documents import (
    Cancelled,
    Completed,
    DocumentPrinterHealth,
    Doubtful,
    Failed,
    Held,
    Options,
    Progress,
    Reason,
    Trouble,
)
from tests.devices.documents.ippeve import RealPrinter, await_progress, await_trouble, await_true, follow, real_printer
from tests.devices.documents.pdf import pdf

TOO_LONG = 3.0
"""Seconds nobody may be blocked for."""


def test_one_page_goes_to_paper_and_the_printer_says_so(printer):
    driver = printer.driver()
    assert driver.health() == DocumentPrinterHealth(True)
    driver.print(pdf(), "k1-1", Options(pages=1))
    _, verdict = follow(driver, "k1-1")
    assert verdict == Completed(1, "printer")
    assert len(printer.printed()) == 1


def test_progress_counts_sides_by_the_printers_own_word(printer):
    """Held before each side, so that none is counted and gone before anybody looked."""
    printer.pace(0.1)
    printer.stay(2)
    driver = printer.driver()
    driver.print(pdf(4), "k1-1", Options(pages=4))
    for side in (1, 2, 3):
        assert await_progress(driver, "k1-1", lambda p, side=side: p.done == side).of == 4
        printer.stay(side + 2)
    assert follow(driver, "k1-1")[1] == Completed(4)


def test_copies_duplex_and_media_reach_the_paper(printer):
    driver = printer.driver()
    driver.print(pdf(2), "k1-1", Options(copies=3, sides="two-sided-long-edge", pages=2, title="申请表"))
    _, verdict = follow(driver, "k1-1")
    assert verdict == Completed(6)
    sides = printer.printed()
    assert [(side.copy, side.page) for side in sides] == [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1), (3, 2)]
    assert {(side.sides, side.media, side.job) for side in sides} == {
        ("two-sided-long-edge", "iso_a4_210x297mm", "k1-1")
    }


def test_what_the_printer_cannot_do_is_refused_by_name_and_nothing_comes_out(printer):
    driver = printer.driver()
    assert driver.print(pdf(), "k1-1", Options(media="iso_a0_841x1189mm")) == Failed(Trouble(Reason.UNABLE, "media"))
    assert driver.print(b"no document", "k1-2") == Failed(Trouble(Reason.UNABLE, "document-format"))
    assert printer.printed() == []


def test_after_a_refusal_the_same_id_may_be_tried_again(printer):
    driver = printer.driver()
    printer.paper(0)
    assert driver.print(pdf(), "k1-1") == Failed(Trouble(Reason.TRAY_EMPTY, "media-empty"))
    printer.paper(250)
    driver.print(pdf(), "k1-1")
    assert follow(driver, "k1-1")[1] == Completed(1)


def test_an_empty_tray_is_told_before_and_low_toner_does_not_hinder(printer):
    driver = printer.driver()
    printer.toner(5)
    assert driver.health() == DocumentPrinterHealth(True, (Trouble(Reason.TONER_LOW, "toner-low"),))
    printer.paper(0)
    health = driver.health()
    assert health.able is False
    assert health.troubles[0].reason is Reason.TRAY_EMPTY
    printer.paper(250)
    driver.print(pdf(), "k1-1")
    assert follow(driver, "k1-1")[1] == Completed(1)


def test_paper_that_ends_in_the_middle_is_told_and_after_refilling_the_rest_comes(printer):
    printer.hold(3, "media-empty-error")
    driver = printer.driver(wait=30)
    driver.print(pdf(4), "k1-1", Options(pages=4))
    await_progress(driver, "k1-1", lambda p: p.done == 2)
    waiting = await_trouble(driver, "k1-1", Trouble(Reason.TRAY_EMPTY, "media-empty"))
    assert len(waiting.troubles) == 1
    assert waiting.cancels_in is not None
    assert 0 < waiting.cancels_in <= 30
    printer.mend()
    assert follow(driver, "k1-1")[1] == Completed(4)
    assert [side.page for side in printer.printed()] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("keyword", "reason"),
    [("media-jam-error", Reason.JAM), ("cover-open-error", Reason.COVER_OPEN), ("toner-empty-error", Reason.TONER_OUT)],
)
def test_troubles_in_the_middle_are_told_in_plain_words(printer, keyword, reason):
    printer.hold(1, keyword)
    driver = printer.driver()
    driver.print(pdf(), "k1-1")
    await_trouble(driver, "k1-1", reason)
    printer.mend()
    assert follow(driver, "k1-1")[1] == Completed(1)


def test_a_document_that_waits_too_long_is_cancelled_by_rule_and_said(printer):
    """ippeveprinter finishes what it has begun before it says that it dropped it, as printers may."""
    printer.hold(2, "media-empty-error")
    driver = printer.driver(wait=0.4)
    driver.print(pdf(2), "k1-1")
    await_progress(driver, "k1-1", lambda p: p.cancelling)
    printer.mend()
    _, verdict = follow(driver, "k1-1")
    assert isinstance(verdict, Cancelled)
    assert verdict.trouble == Trouble(Reason.TRAY_EMPTY, "media-empty")


def test_a_printer_that_keeps_a_cancelled_document_is_not_believed_and_takes_no_other(printer, monkeypatch):
    """The tray is filled later: what lies in the printer would come out under the next visitor's eyes."""
    monkeypatch.setattr("devices.documents.ipp.case.STOP", 0.5)
    printer.hold(1, "media-jam-error")
    driver = printer.driver(wait=0.2)
    driver.print(pdf(), "k1-1")
    _, verdict = follow(driver, "k1-1")
    assert verdict == Held(Trouble(Reason.JAM, "media-jam"), 0)
    health = driver.health()
    assert health.able is False
    assert Trouble(Reason.LEFTOVER) in health.troubles
    driver.print(pdf(), "k1-2")
    assert isinstance(follow(driver, "k1-2")[1], Failed)
    printer.mend()
    await_true(lambda: driver.health().able, "the printer being free again")
    assert isinstance(driver.poll("k1-1"), Cancelled)


def test_a_printer_that_complains_and_goes_on_is_left_alone(printer):
    """Its second tray is empty, say."""
    (printer.folder / "mutter").write_text("media-empty-warning")
    printer.pace(0.15)
    driver = printer.driver(wait=0.4)
    driver.print(pdf(6), "k1-1")
    seen, verdict = follow(driver, "k1-1")
    assert any(progress.troubles for progress in seen)
    assert verdict == Completed(6)


def test_a_document_of_which_there_is_no_news_is_cancelled_too(printer):
    printer.pace(1.0)
    driver = printer.driver(stall=0.3)
    driver.print(pdf(), "k1-1")
    _, verdict = follow(driver, "k1-1")
    assert isinstance(verdict, Cancelled)
    assert verdict.trouble == Trouble(Reason.STUCK)


def test_the_caller_may_cancel_and_hears_when_the_printer_has(printer):
    printer.stay(2)
    driver = printer.driver()
    driver.print(pdf(5), "k1-1")
    await_progress(driver, "k1-1", lambda p: p.done)
    said = driver.cancel("k1-1")
    assert said == Cancelled(None) or (isinstance(said, Progress) and said.cancelling)
    printer.mend()
    _, verdict = follow(driver, "k1-1")
    assert isinstance(verdict, Cancelled)
    assert verdict.trouble is None


def test_two_documents_in_a_row_both_come_whole(printer):
    """The printer takes one at a time and calls itself busy; the second waits its turn."""
    printer.stay(2)
    driver = printer.driver()
    driver.print(pdf(2), "k1-1")
    await_progress(driver, "k1-1", lambda p: p.done)
    second = driver.print(pdf(), "k1-2")
    assert isinstance(second, Progress)
    assert second.troubles[0].reason is Reason.BUSY
    printer.mend()
    assert follow(driver, "k1-1")[1] == Completed(2)
    assert follow(driver, "k1-2")[1] == Completed(1)
    assert [side.job for side in printer.printed()] == ["k1-1", "k1-1", "k1-2"]


def test_the_next_visitors_document_does_not_come_with_the_last_ones(printer):
    """A station that died left a job made and never sent: it is taken back before the next one is offered."""
    dead = printer.driver()
    dead._talk.offer(6 - 1, "k1-1", Options(), time.monotonic() + 2)  # Create-Job, and then nothing
    driver = printer.driver()
    driver.print(pdf(), "k1-2")
    assert follow(driver, "k1-2")[1] == Completed(1)
    assert [side.job for side in printer.printed()] == ["k1-2"]


def test_clear_takes_back_what_nobody_waits_for(printer):
    driver = printer.driver()
    driver._talk.offer(5, "k1-1", Options(), time.monotonic() + 2)
    assert printer.driver(user="another-station").clear() is True
    assert driver.clear() is True
    assert driver.print(pdf(), "k1-2") is not None
    assert follow(driver, "k1-2")[1] == Completed(1)


def test_a_printer_killed_in_the_middle_leaves_doubt_and_no_second_copy(printer):
    printer.stay(2)
    driver = printer.driver()
    driver.print(pdf(5), "k1-1")
    await_progress(driver, "k1-1", lambda p: p.done)
    printer.kill()
    began = time.monotonic()
    seen, verdict = follow(driver, "k1-1")
    assert time.monotonic() - began <= TOO_LONG
    assert Trouble(Reason.UNPLUGGED) in seen[0].troubles
    assert verdict == Doubtful(Trouble(Reason.UNPLUGGED))
    printer.start()  # its job numbers begin at 1 again
    assert driver.poll("k1-1") == Doubtful(Trouble(Reason.FORGOTTEN))
    assert driver.print(pdf(5), "k1-1") == Doubtful(Trouble(Reason.FORGOTTEN))


def test_another_printers_job_of_the_same_number_is_not_taken_for_ours(printer):
    driver = printer.driver()
    printer.stay(1)
    driver.print(pdf(), "k1-1")
    await_trouble(driver, "k1-1", Reason.PAPER_LOW)
    printer.kill()
    printer.mend()
    printer.start()
    other = printer.driver()
    other.print(pdf(), "k1-2")
    assert follow(other, "k1-2")[1] == Completed(1)
    assert driver.poll("k1-1") == Doubtful(Trouble(Reason.FORGOTTEN))


def test_a_mute_printer_blocks_nobody_and_nothing_was_sent(printer):
    driver = printer.driver()
    printer.freeze()
    for ask, expected in (
        (driver.health, DocumentPrinterHealth(None, (Trouble(Reason.SILENT),))),
        (lambda: driver.print(pdf(), "k1-1"), Failed(Trouble(Reason.SILENT))),
        (lambda: driver.poll("k1-2"), Doubtful(Trouble(Reason.SILENT))),
        (driver.clear, None),
    ):
        began = time.monotonic()
        assert ask() == expected
        assert time.monotonic() - began <= TOO_LONG
    printer.thaw()
    assert printer.printed() == []


def test_a_printer_that_falls_mute_while_printing_is_doubtful_until_it_speaks_again(printer):
    printer.stay(2)
    driver = printer.driver()
    driver.print(pdf(3), "k1-1")
    await_progress(driver, "k1-1", lambda p: p.done)
    printer.freeze()
    printer.mend()
    began = time.monotonic()
    assert follow(driver, "k1-1")[1] == Doubtful(Trouble(Reason.SILENT))
    assert time.monotonic() - began <= TOO_LONG
    printer.thaw()
    assert follow(driver, "k1-1")[1] == Completed(3)
    assert len(printer.printed()) == 3


def test_no_printer_at_all(printer):
    printer.kill()
    driver = printer.driver()
    assert driver.health() == DocumentPrinterHealth(False, (Trouble(Reason.UNPLUGGED),))
    assert driver.print(pdf(), "k1-1") == Failed(Trouble(Reason.UNPLUGGED))


def test_a_full_spool_is_a_failure_and_not_a_silence(tmp_path, avahi):
    with real_printer(tmp_path / "full", avahi, limit=200_000) as printer:
        driver = printer.driver()
        driver.print(pdf(1, padding=2_000_000), "k1-1")
        _, verdict = follow(driver, "k1-1")
        assert verdict == Failed(Trouble(Reason.REFUSED, "0500"), 0)  # internal-error is all it says
        assert printer.printed() == []
        driver.print(pdf(), "k1-2")
        assert follow(driver, "k1-2")[1] == Completed(1)


@pytest.mark.parametrize("name", ["", "a b", "名", "-x", "x" * 65, "a\n"])
def test_an_id_that_could_be_misread_is_a_mistake_of_the_caller(name):
    from devices.documents.ipp.driver import IppPrinter
    from devices.links.tcp import tcp_factory

    with pytest.raises(ValueError, match="document's id"):
        IppPrinter(tcp_factory("localhost", 1), "localhost:1").print(pdf(), name)


@pytest.mark.parametrize("bad", [{"copies": 0}, {"copies": 100}, {"title": "310115"}, {"title": "x" * 61}])
def test_options_that_could_not_be_meant_are_refused(bad):
    with pytest.raises(ValueError, match=r"copies|title"):
        Options(**bad)


def test_a_large_document_is_sent_in_turns_and_comes_whole(printer: RealPrinter):
    driver = printer.driver()
    driver.print(pdf(2, padding=30_000_000), "k1-1", Options(pages=2))
    assert follow(driver, "k1-1", 20)[1] == Completed(2)
