"""What a printer's keywords are taken to mean."""

import pytest

from devices.documents.documents import DocumentPrinterHealth, Options, Reason, Trouble
from devices.documents.ipp import words
from devices.documents.ipp.codec import Group, Range, Tag, attribute


def described(*more, state: int = 3, reasons: tuple[str, ...] = ("none",)) -> words.Printer:
    said = (
        attribute("printer-state", Tag.ENUM, state),
        attribute("printer-state-reasons", Tag.KEYWORD, *reasons),
    )
    return words.printer(Group(Tag.PRINTER, (*said, *more)))


@pytest.mark.parametrize("severity", ["", "-report", "-warning", "-error"])
@pytest.mark.parametrize(
    ("keyword", "reason", "able"),
    [
        ("media-empty", Reason.TRAY_EMPTY, False),
        ("media-needed", Reason.TRAY_EMPTY, False),
        ("media-low", Reason.PAPER_LOW, True),
        ("media-jam", Reason.JAM, False),
        ("cover-open", Reason.COVER_OPEN, False),
        ("door-open", Reason.COVER_OPEN, False),
        ("toner-low", Reason.TONER_LOW, True),
        ("marker-supply-low", Reason.TONER_LOW, True),
        ("toner-empty", Reason.TONER_OUT, False),
        ("marker-supply-empty", Reason.TONER_OUT, False),
        ("marker-waste-full", Reason.WASTE_FULL, False),
        ("input-tray-missing", Reason.TRAY_MISSING, False),
        ("output-area-full", Reason.OUTPUT_FULL, False),
        ("paused", Reason.PAUSED, False),
        ("offline", Reason.OFFLINE, False),
        ("shutdown", Reason.OFFLINE, False),
        ("spool-area-full", Reason.SPOOL_FULL, False),
        ("smog", Reason.UNKNOWN, None),
        ("other", Reason.UNKNOWN, None),
    ],
)
def test_each_reason_in_plain_words_and_what_it_hinders(keyword, reason, able, severity):
    health = described(reasons=(keyword + severity,)).health
    assert health == DocumentPrinterHealth(able, (Trouble(reason, keyword),))


def test_nothing_wrong_is_fine_and_only_that():
    assert described().health == DocumentPrinterHealth(True)
    assert described(reasons=("none", "identify-printer-requested")).health == DocumentPrinterHealth(True)
    assert words.printer(Group(Tag.PRINTER, ())).health.able is None
    assert described(state=99).health.able is None


def test_the_worst_comes_first_and_each_once():
    found = words.troubles(("toner-low-report", "smog", "media-needed-error", "media-empty-error"))
    assert [trouble.reason for trouble in found] == [Reason.TRAY_EMPTY, Reason.UNKNOWN, Reason.TONER_LOW]


def test_a_stopped_printer_is_not_able_whatever_it_says():
    assert described(state=5).health == DocumentPrinterHealth(False, (Trouble(Reason.PAUSED, "stopped"),))
    assert described(state=5, reasons=("toner-low",)).health.able is False
    refusing = attribute("printer-is-accepting-jobs", Tag.BOOLEAN, False)
    assert described(refusing).health.troubles[0].said == "not-accepting-jobs"


def test_an_idle_queue_tells_what_was_and_a_busy_one_what_is():
    device = attribute("device-uri", Tag.URI, "ipp://printer/ipp/print")
    assert described(device, reasons=("media-empty-error",)).health.able is None
    assert described(device, state=4, reasons=("media-empty-error",)).health.able is False


@pytest.mark.parametrize(("uri", "proves"), [("ipp://p/", True), ("dnssd://p/", True), ("usb://HP/", False),
                                             ("socket://p:9100", False), ("lpd://p/", False)])  # fmt: skip
def test_a_queue_proves_paper_only_where_it_asks_the_printer(uri, proves):
    assert described(attribute("device-uri", Tag.URI, uri)).proves is proves


def test_what_cannot_be_honoured_is_named_and_what_is_not_told_is_tried():
    printer = described(
        attribute("copies-supported", Tag.RANGE, Range(1, 1)),
        attribute("sides-supported", Tag.KEYWORD, "one-sided"),
        attribute("media-supported", Tag.KEYWORD, "iso_a4_210x297mm"),
    )
    assert printer.cannot(Options()) is None
    assert printer.cannot(Options(copies=2)) == "copies"
    assert printer.cannot(Options(sides="two-sided-long-edge")) == "sides"
    assert printer.cannot(Options(media="na_letter_8.5x11in")) == "media"
    assert described().cannot(Options(copies=9)) is None
    assert described().cannot(Options(sides="two-sided-long-edge")) == "sides"
    only_raster = attribute("document-format-supported", Tag.MIME_TYPE, "image/pwg-raster")
    assert described(only_raster).cannot(Options()) == "document-format"


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (0x040B, Trouble(Reason.UNABLE, "sides,copies")),
        (0x0411, Trouble(Reason.UNABLE, "document-format")),
        (0x0408, Trouble(Reason.SPOOL_FULL, "0408")),
        (0x0506, Trouble(Reason.PAUSED, "not-accepting-jobs")),
        (0x0507, Trouble(Reason.BUSY, "0507")),
        (0x0500, Trouble(Reason.REFUSED, "0500")),
        (0x0777, Trouble(Reason.REFUSED, "0777")),
    ],
)
def test_refusals_keep_their_name(status, trouble):
    unsupported = attribute("sides", Tag.KEYWORD, "x"), attribute("copies", Tag.INTEGER, 9)
    assert words.refusal(status, (Group(Tag.UNSUPPORTED_GROUP, unsupported),)) == trouble
