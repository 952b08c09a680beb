"""The probe over real ptys against every model we have data of, and against every way a printer can lie."""

import contextlib
import io
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace

import pytest

from devices import __main__ as program
from devices.bench.pty import PtyHost
from devices.links.loopback import Loopback
from devices.links.serial import open_serial
from devices.open import BadAddress, open_printer
from devices.printer.escpos.liar import FAULTS, ModelPrinter
from devices.printer.profile_file import read_profile
from devices.printer.profiles import GENERIC_80, PROFILES, TM_T88VI, recognise
from devices.printer.slip import Slip, Text
from devices.printer.verdict import Printed
from devices.probe import hands, page, printer
from devices.probe.ear import Ear


class Bench:
    """One printer on a pty, and the program run at it. ``typed``: what the technician answers, or does to the printer
    first (a callable)."""

    def __init__(self, tmp_path, profile=TM_T88VI, faults=()):
        self.host = PtyHost(ModelPrinter(profile, faults, speed=1500.0, cut_time=0.02), tmp_path / "printer", 0)
        self.out = tmp_path / "found.toml"
        self.address = f"escpos+serial:{tmp_path / 'printer'}"

    def hand(self, what, *arguments):
        with self.host.device() as device:
            getattr(device, what)(time.monotonic(), *arguments)

    def probe(self, monkeypatch, *arguments, typed=(), profile=None):
        answers = iter(typed)

        def readline():
            answer = next(answers, "")
            if callable(answer):
                answer()
                answer = ""
            return answer + "\n"

        monkeypatch.setattr("sys.stdin", SimpleNamespace(readline=readline))
        address = self.address + (f"?profile={profile}" if profile else "")
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            code = program.main(["probe", address, "--out", str(self.out), "--patience", "0.2", *arguments])
        return code, said.getvalue()

    def stop(self):
        self.host.stop()


@pytest.fixture(autouse=True)
def no_signals(monkeypatch):
    """``main`` listens for TERM as a program does; the test's process is not ours to change."""
    monkeypatch.setattr("signal.signal", lambda *_: None)
    assert threading.current_thread() is threading.main_thread()


@pytest.fixture(autouse=True)
def paper_runs_fast(monkeypatch):
    """Ten times as fast as any printer sold, so that a test need not wait for it."""
    monkeypatch.setattr(page, "FASTEST", 10_000.0)


@pytest.fixture
def bench(tmp_path, request):
    bench = Bench(tmp_path, *getattr(request, "param", ()))
    yield bench
    bench.stop()


def look_at(path, profile, faults=()):
    """Probe one printer on a pty of its own; what was found, and what came out of it."""
    host = PtyHost(ModelPrinter(profile, faults), path)
    link = open_serial(str(path))
    try:
        found = printer.look(link, None, 0.3)
        found.ear.hear(0.1)  # whatever it would still print
        with host.device() as device:
            return found, device.papers, device.has_process_id
    finally:
        link.close()
        host.stop()


@pytest.fixture(scope="module")
def probed(tmp_path_factory):
    """Every model and every lie, probed side by side: most of a probe is waiting."""
    folder = tmp_path_factory.mktemp("ptys")
    jobs = {name: (profile, ()) for name, profile in PROFILES.items()}
    jobs |= {fault: (TM_T88VI, (fault,)) for fault in FAULTS}
    jobs["proves nothing"] = (TM_T88VI, ("no-process-id", "no-gs-r"))
    with ThreadPoolExecutor(len(jobs)) as pool:
        return dict(zip(jobs, pool.map(lambda key: look_at(folder / key, *jobs[key]), jobs), strict=True))


@pytest.mark.parametrize("name", PROFILES)
def test_every_model_is_found_to_be_what_it_is(probed, name):
    model, (found, papers, has_process_id) = PROFILES[name], probed[name]
    said = "\n".join(finding.line() for finding in found.report.findings)
    assert found.report.against == []
    can = found.profile
    assert (can.process_id, can.clear, can.asb) == (has_process_id, model.clear is True, model.asb is True)
    assert can.full_status is bool(model.full_status)
    assert ("by what it calls itself" in said) is (recognise(name) is not None)
    assert (can.slip_not_taken_bit, can.anti_jam_bit) == (model.slip_not_taken_bit, model.anti_jam_bit)
    assert papers == []  # nothing was printed, not even rubbish


def verdict(said):
    return next(line for line in said.splitlines() if line.startswith("==>")).removeprefix("==> ")


LIES = {
    "mute": ("will not serve", "it says nothing"),
    "wrong-bits": ("will not serve", "it lies"),
    "bit7": ("will not serve", "bit 7 is set in every status"),
    "asb-noise": ("will serve with limits", "though that was switched off"),
    "no-process-id": ("will serve with limits", "weaker"),
    "no-gs-r": ("will serve", "GS r 1                       no answer"),
    "no-identity": ("will serve with limits", "its model is not known"),
    "no-clear": ("will serve with limits", "stays doubtful"),
}


@pytest.mark.parametrize("fault", LIES)
def test_every_lie_is_named(probed, fault):
    word, reason = LIES[fault]
    report = probed[fault][0].report
    assert report.verdict == word
    assert reason in "\n".join([*report.lines(), *(finding.line() for finding in report.findings)])


@pytest.mark.parametrize(
    ("wire", "reason"),
    [({"duplicate": True}, "everything comes twice"), ({"delay": 0.15}, "noise on the line")],
    ids=["echo", "late"],
)
def test_a_bad_line_is_not_called_a_lie(tmp_path, wire, reason):
    host = PtyHost(ModelPrinter(TM_T88VI), tmp_path / "printer")
    for name, value in wire.items():
        setattr(host.faults, name, value)
    link = open_serial(str(tmp_path / "printer"))
    report = printer.look(link, None, 0.2).report
    link.close()
    host.stop()
    (why,) = report.against
    assert reason in why
    assert "lies" not in why
    assert not [finding for finding in report.findings if finding.what == "profile"], "nobody was asked"


def test_a_printer_that_never_proves_anything_will_not_serve(probed):
    assert "nobody could ever say that a slip was printed" in " ".join(probed["proves nothing"][0].report.against)


@pytest.mark.parametrize("bench", [(TM_T88VI, ("wrong-bits",))], indirect=True)
def test_what_will_not_serve_ends_with_one_and_leaves_no_profile(bench, monkeypatch):
    code, said = bench.probe(monkeypatch)
    assert code == 1
    assert verdict(said) == "will not serve"
    assert not bench.out.exists()


@pytest.mark.parametrize("bench", [(TM_T88VI, ("always-well",))], indirect=True)
def test_a_printer_that_hides_its_open_cover_is_caught_by_hands(bench, monkeypatch):
    code, said = bench.probe(monkeypatch, "--hands", typed=[lambda: bench.hand("open_cover")])
    assert code == 1
    assert "its cover is open and it says that all is well: it lies" in said


@pytest.mark.parametrize("bench", [(PROFILES["btp-m300"],)], indirect=True)
def test_a_cover_told_as_paper_end_is_found_by_hands(bench, monkeypatch):
    typed = [
        lambda: bench.hand("open_cover"), lambda: bench.hand("close_cover"),
        lambda: bench.hand("paper_out"), lambda: bench.hand("refill"),
    ]  # fmt: skip
    code, said = bench.probe(monkeypatch, "--hands", typed=typed)
    assert code == 0
    assert "an open cover is told as paper end" in said
    assert "without paper                paper end" in said
    assert read_profile(bench.out).cover_as_paper_end


@pytest.mark.parametrize("model", ["custom-kpm", "kp-628e"])
@pytest.mark.parametrize("end", ["pulled back", "taken", "stays"])
def test_whether_a_page_nobody_takes_is_pulled_back_is_seen(tmp_path, monkeypatch, model, end):
    profile = replace(PROFILES[model], presenter=True, retract_s=1.0 if end == "pulled back" else None)
    taken = 0.8 if end == "taken" else None
    host = PtyHost(ModelPrinter(profile, speed=1500.0, cut_time=0.01, taken_after=taken), tmp_path / "printer", 0)
    link = open_serial(str(tmp_path / "printer"))
    found = printer.look(link, PROFILES[model], 0.1)
    assert page.print_page(found, page.page(found, "", ""))
    asked = []
    hands.presenter(found, lambda asks: (asked.append(asks), "y" if end == "pulled back" else "n")[1], 2.0)
    link.close()
    host.stop()
    assert len(asked) == (1 if end == "stays" else 2)
    assert found.profile.retract_s == (1.0 if end == "pulled back" else None)
    assert any("retract_s" in question for question in found.report.open_questions) is (end == "stays")


def test_a_sensor_that_sees_no_page_is_a_limit(tmp_path):
    host = PtyHost(ModelPrinter(PROFILES["custom-kpm"], speed=1500.0, taken_after=0.0), tmp_path / "printer", 0)
    link = open_serial(str(tmp_path / "printer"))
    found = printer.look(link, PROFILES["custom-kpm"], 0.1)
    hands.presenter(found, lambda asks: "")
    link.close()
    host.stop()
    assert "a slip left behind will not be told" in found.report.limits[-1]


def test_a_stopped_printer_is_asked_again_later_and_nothing_is_said_of_what_silence_cannot_prove(bench, monkeypatch):
    bench.hand("open_cover")
    code, said = bench.probe(monkeypatch, "--print")
    assert code == 0
    found = read_profile(bench.out)
    assert (found.process_id, found.asb) == (None, None)
    assert "mend what stops it and probe again" in said
    assert "nothing was printed" in said


@pytest.mark.parametrize("bench", [(PROFILES["kp-628e"],)], indirect=True)
def test_a_slip_left_hanging_is_known_by_its_profile_and_asked_about_without(bench, monkeypatch):
    bench.hand("leave_slip")
    _, said = bench.probe(monkeypatch)
    assert "slip not taken" in said
    bench.out.unlink()
    code, said = bench.probe(monkeypatch, profile="generic-80")
    assert code == 0
    assert "a slip not taken, as Cashino tells it?" in said
    assert "set to generic-80, but it calls itself 'KP-628E'" in said


# -- the page ----------------------------------------------------------------------------------------------------------


def test_the_page_prints_what_was_found_and_what_must_be_judged_by_eye(bench, monkeypatch):
    code, said = bench.probe(monkeypatch, "--print", typed=["123", "y", "y", "y"])
    assert code == 0
    assert verdict(said) == "will serve"
    assert "printed, proved by process-id" in said
    with bench.host.device() as device:
        (paper,) = device.papers
        text = "\n".join(paper.text())
    assert paper.cut
    for sample in page.SAMPLES.values():
        assert sample.replace("¥", "￥") in text
    assert "TM-T88VI" in text
    assert "[QR OneDoor" in text
    found = read_profile(bench.out)
    assert found.charset == "gb18030"
    assert found.checked == ("charset", "columns", "dots", "native_qr")


@pytest.mark.parametrize("bench", [(TM_T88VI, ("hasty-id",))], indirect=True)
def test_a_printer_that_says_printed_before_its_paper_can_have_moved_is_caught(bench, monkeypatch):
    monkeypatch.setattr(page, "FASTEST", 300.0)  # a busy machine answers late, too
    code, said = bench.probe(monkeypatch, "--print")
    assert code == 1
    assert "it says printed before its paper can have moved: it lies" in said
    assert not bench.out.exists()


@pytest.mark.parametrize(
    ("typed", "charset", "word"),
    [
        (["12", "y", "n", "y"], "gbk", "native_qr"),
        (["1", "y", "y", "n"], "gb2312", "did not cut"),
        (["13", "y", "y", "y"], "gb2312", "columns dots native_qr"),
        (["0", "", "", ""], None, "prints no Chinese"),
        (["123", "n", "y", "y"], "gb18030", "does not have 48 columns"),
        (["", "", "", ""], None, "will serve"),
    ],
)
def test_only_what_somebody_saw_is_believed(typed, charset, word):
    wire = Loopback(ModelPrinter())
    found = printer.Printer(Ear(wire.open()), profile=replace(TM_T88VI, charset="gb2312"))
    answers = iter(typed)
    hands.read_page(found, lambda sentence: next(answers))
    found.ear.close()
    wire.stop()
    assert (found.profile.charset, "charset" in found.profile.checked) == (charset or "gb2312", charset is not None)
    assert word in " ".join([*found.report.lines(), *found.profile.checked])


@pytest.mark.parametrize("bench", [(PROFILES[name],) for name in ("generic-58", "kp-628e")], indirect=True)
def test_the_page_comes_out_whole_on_narrow_and_on_simple_models(bench, monkeypatch):
    code, said = bench.probe(monkeypatch, "--print")
    assert code == 0
    assert "printed, proved by" in said
    with bench.host.device() as device:
        (paper,) = device.papers
        assert paper.cut
        assert "1 gb2312  审批" in "\n".join(paper.text())


def test_a_profile_that_was_written_opens_the_printer(bench, monkeypatch):
    bench.probe(monkeypatch, "--print", typed=["123", "y", "y", "y"])
    driver = open_printer(f"{bench.address}?profile=file:{bench.out}")
    assert driver.print(Slip((Text("王䶮"),)), 7) == Printed("process-id")
    driver.close()


# -- bad input ---------------------------------------------------------------------------------------------------------


def test_a_file_that_is_there_is_never_overwritten(bench, monkeypatch, capsys):
    bench.out.write_text("mine")
    code, _ = bench.probe(monkeypatch)
    assert code == 1
    assert "is there already" in capsys.readouterr().err
    assert bench.out.read_text() == "mine"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("escpos+serial:/nowhere/printer", "cannot open /nowhere/printer"),
        ("telepathy+serial:/dev/x", "cannot be probed"),
        ("escpos+serial:/dev/x?profile=wonder", "profile=wonder is not known"),
        ("nonsense", "no device address"),
    ],
)
def test_what_cannot_be_probed_is_said_in_a_sentence(address, said, capsys):
    assert program.main(["probe", address]) == 1
    told = capsys.readouterr()
    assert said in told.out + told.err


def test_an_unknown_fault_is_refused():
    with pytest.raises(ValueError, match="no fault 'hiccups'"):
        ModelPrinter(GENERIC_80, ("hiccups",))
    assert set(LIES) | {"always-well", "hasty-id"} == set(FAULTS), "these two only hands and paper find"


def test_an_address_may_not_name_a_file_that_is_no_profile(tmp_path):
    (tmp_path / "bad.toml").write_text("columns = 48")
    with pytest.raises(BadAddress, match="'name' is missing"):
        open_printer(f"escpos+serial:/dev/x?profile=file:{tmp_path / 'bad.toml'}")
