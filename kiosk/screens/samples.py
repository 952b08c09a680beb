"""Faces of a made-up hall: every screen in every state worth looking at, for pictures and tests. Each is reached by
playing it on a real station without wires; what never comes cannot be shown."""

from contextlib import closing
from dataclasses import replace
from functools import cache
from importlib.resources import files

from devices.idcard.card import Trouble
from devices.printer.verdict import PrinterHealth, Reason
from hall.contract.parts import HelpPart
from hall.contract.plan import Plan
from hall.contract.queue import Block, ServiceView
from hall.contract.snapshot import HallView, Snapshot, StationView
from kiosk.courier import Acknowledged
from kiosk.errands import register
from kiosk.kit.played import NOW, Played, Script
from kiosk.kit.views import Face, Manners
from kiosk.ledger.parts import written
from kiosk.news import PartsCame, TurnedAway
from kiosk.visit import Patience, Tick
from kiosk.visit.rehearsal import Rehearsal, came, standing

SERVICES = (
    ServiceView(id="intake", letter="A", name_zh="综合收件", name_en="General acceptance",
                hint_zh="提交申请材料，领取收件凭证", hint_en="Hand in an application, get a receipt",
                waiting=3, wait_low=8, wait_high=12, windows=("3", "4", "5"),
                place_zh="一层大厅北侧 3–5 号窗口", place_en="Ground floor, north side, windows 3–5"),
    ServiceView(id="advice", letter="B", name_zh="咨询帮办", name_en="Advice and assistance",
                hint_zh="不清楚怎么办，先来问一问", hint_en="Not sure how to go about it? Ask here first",
                waiting=1, wait_low=5, wait_high=5, windows=("6",)),
    ServiceView(id="pickup", letter="C", name_zh="发证取件", name_en="Certificates and pickup",
                hint_zh="领取许可证、批复和退件", hint_en="Collect permits, replies and returned papers",
                waiting=0, wait_low=0, wait_high=0, windows=("7",)),
)  # fmt: skip
MORE = (
    *SERVICES,
    ServiceView(id="joint", letter="D", name_zh="联合验收与档案移交", name_en="Joint completion check and archives",
                hint_zh="竣工联合验收、城建档案", hint_en="Joint completion check, construction archives",
                waiting=12, windows=("8", "9")),
    ServiceView(id="utility", letter="E", name_zh="水电气网报装", name_en="Utilities in one application",
                hint_zh="供水、供电、燃气、通信一次申请", hint_en="Water, power, gas, network in one go", open=False),
    ServiceView(id="expert", letter="F", name_zh="专家咨询", name_en="Talk to an expert",
                hint_zh="结构、暖通、消防", hint_en="Structure, HVAC, fire safety",
                waiting=2, wait_low=20, wait_high=40, windows=("10",)),
)  # fmt: skip


PLAN = Plan.model_validate_json(files("assets").joinpath("plans/songjiang.json").read_text(encoding="utf-8"))


def _upstairs() -> Plan:
    """The same hall, window 7 moved to the second floor, beside the training room."""
    moved = {"node": "train", "floor": "f2", "x": 27.0, "y": 13.5, "zone": ""}
    places = tuple(p.model_copy(update=moved) if p.id == "w7" else p for p in PLAN.places)
    return PLAN.model_copy(update={"places": places})


WORD = Snapshot(
    at=NOW,
    hall=HallView(name_zh="松江区工程建设项目审批审查中心",
                  name_en="Songjiang Construction Project Approval and Review Centre"),
    station=StationView(id="ZZ-02", name_zh="自助机 ZZ-02", name_en="Kiosk ZZ-02"),
    services=SERVICES,
    blocks=(Block(service="intake", day=NOW.date(), first=701, last=720),),
    nearest_zh="一层东门内 ZZ-03 号自助机",
    nearest_en="Kiosk ZZ-03, ground floor, inside the east door",
)  # fmt: skip
UPSTAIRS = _upstairs()
NO_LIFT = UPSTAIRS.model_copy(update={"ways": tuple(w for w in UPSTAIRS.ways if w.kind != "lift")})

# -- what belongs to no errand -----------------------------------------------------------------------------------------


def _nobody(at: Played) -> None: ...


def _left_behind(at: Played) -> None:
    at.lay()
    at.touch("leave")


def _turned_away(at: Played) -> None:
    """The manager has retired this kiosk while it stood at home."""
    assert isinstance(at, Rehearsal)
    at.touch("wake")
    at.tell(TurnedAway())


def _disk_full(at: Played) -> None:
    """The ledger could not write, and somebody comes."""
    assert isinstance(at, Rehearsal)
    at.touch("wake")
    at.fill_disk()


def _home(at: Played) -> None:
    at.touch("wake")


def _home_known(at: Played) -> None:
    at.trouble(Trouble.UNPLUGGED)
    at.health(PrinterHealth(False, frozenset({Reason.PAPER_END})))
    at.lay()
    at.lift()
    at.trouble(Trouble.UNPLUGGED)
    at.touch("home")


def _home_away(at: Played) -> None:
    at.hall_away()
    at.trouble(Trouble.UNPLUGGED)
    at.no_scanner()
    at.touch("wake")


def _home_gate(at: Played) -> None:
    at.doors()
    at.touch("wake")


def _told(at: Played) -> None:
    at.lay()
    at.scan("OD4:" + "B" * 20)


def _nonsense(at: Played) -> None:
    assert isinstance(at, Rehearsal)
    at.nonsense()


def _help(at: Played) -> None:
    at.lay()
    at.touch("help")


def _help_told(at: Played) -> None:
    assert isinstance(at, Rehearsal)
    _help(at)
    at.tell(Acknowledged(at.visit.help_seq))


def _help_watched(at: Played) -> None:
    assert isinstance(at, Rehearsal)
    at.tell(PartsCame(NOW, written({"help": HelpPart(watched=True)})))
    _help_told(at)


def _help_seen(at: Played) -> None:
    assert isinstance(at, Rehearsal)
    _help_told(at)
    at.tell(PartsCame(NOW, written({"help": HelpPart(watched=True, taken=NOW)})))


def _help_untold(at: Played) -> None:
    assert isinstance(at, Rehearsal)
    _help(at)
    at.visit.help_until = 0
    at.tell(Tick())


def _alarm(mode: str) -> Script:
    def script(at: Played) -> None:
        assert isinstance(at, Rehearsal)
        at.tell(came(WORD.model_copy(update={"alarm": mode})))

    return script


SAMPLES: dict[str, Script] = {
    "attract": _nobody,
    "attract-card-left": _left_behind,
    "attract-nonsense": _nonsense,
    "home": _home,
    "home-more": _home_known,
    "home-away": _home_away,
    "home-gate": _home_gate,
    "told": _told,
    "out-of-service": _nobody,
    "out-turned-away": _turned_away,
    "out-disk-full": _disk_full,
    "alarm": _alarm("evacuation"),
    "alarm-drill": _alarm("drill"),
    "still-there": lambda at: at.lay(),
    "help": _help,
    "help-told": _help_told,
    "help-watched": _help_watched,
    "help-seen": _help_seen,
    "help-untold": _help_untold,
}

# -- the hall each is played in ----------------------------------------------------------------------------------------


def _word(name: str) -> Snapshot | None:
    if name == "out-of-service":
        return None
    services, station = WORD.services, WORD.station
    if name == "home-away":
        services = tuple(s.model_copy(update={"wait_low": None, "wait_high": None}) for s in services)
    elif name in ("home-more", "ticket-more", "ticket-no-printer"):
        services = MORE
    placed = name in ("slip-way", "slip-way-called", "slip-unknown")
    if placed or name.split("-")[0] in ("way", "numbers", "entry", "guide"):
        kiosk = {"way-nearest": "kiosk4", "slip-unknown": "kiosk2"}.get(name, "kiosk1")
        station = station.model_copy(update={"place": kiosk})
    return WORD.model_copy(update={"services": services, "station": station})


def _plan(name: str) -> Plan:
    return {"way-upstairs": UPSTAIRS, "way-step-free": UPSTAIRS, "way-barred": NO_LIFT}.get(name, PLAN)


def _played(name: str, script: Script) -> Face:
    patience = Patience(7, 7) if name == "still-there" else None
    with closing(Rehearsal(_word(name), _plan(name), patience)) as at:
        face = at.play(script)
    return face if name == "still-there" else standing(face)


@cache
def _all() -> dict[str, Face]:
    scripts = {name: script for samples in (SAMPLES, *register.samples()) for name, script in samples.items()}
    return {name: _played(name, script) for name, script in scripts.items()}


def faces(manners: Manners | None = None) -> dict[str, Face]:
    """Name of the state → its face, served in these manners."""
    served = manners or Manners()
    shown = _all() | {"still-there": _played("still-there", SAMPLES["still-there"])}
    return {name: Face(replace(face.frame, manners=served), face.view) for name, face in shown.items()}
