"""Faces with made-up content: every screen in every state worth looking at, for pictures and tests."""

from dataclasses import replace
from datetime import datetime
from importlib.resources import files
from time import monotonic
from zoneinfo import ZoneInfo

from hall.contract.plan import Plan
from hall.contract.queue import ServiceView
from kiosk.errands import register
from kiosk.errands.identify.view import IdentifyView, TypedProblem
from kiosk.errands.ticket.view import TicketView
from kiosk.errands.way.view import WayView
from kiosk.kit.floor import Directions
from kiosk.kit.views import (
    AlarmView,
    AskingView,
    AttractView,
    Choice,
    Countdown,
    Face,
    Frame,
    Help,
    HomeView,
    Manners,
    OutOfServiceView,
    Sentence,
    SlipView,
    TroubleView,
    View,
    Visitor,
)
from kiosk.kit.wayfinding import Question, directions

NOW = datetime(2026, 11, 24, 9, 42, 7, tzinfo=ZoneInfo("Asia/Shanghai"))

SERVICES = (
    ServiceView(id="general", letter="A", name_zh="综合收件", name_en="General acceptance",
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


def _way(
    kiosk: str, service: str, window: str | None = None, *, step_free: bool = False, plan: Plan = PLAN
) -> Directions:
    found = directions(plan, Question(1, kiosk, service, window, step_free, NOW))
    assert found is not None
    return found


def _upstairs() -> Plan:
    """The same hall, window 7 moved to the second floor, beside the training room."""
    moved = {"node": "train", "floor": "f2", "x": 27.0, "y": 13.5, "zone": ""}
    places = tuple(p.model_copy(update=moved) if p.id == "w7" else p for p in PLAN.places)
    return PLAN.model_copy(update={"places": places})


UPSTAIRS = _upstairs()

VISITOR = Visitor(name="张*", number="3101**********0013", how="card")
_HALL = Frame(
    hall_zh="松江区工程建设项目审批审查中心",
    hall_en="Songjiang Construction Project Approval Centre",
    manners=Manners(),
)
_INSIDE = replace(_HALL, can_back=True, can_home=True)
_KNOWN = replace(_INSIDE, visitor=VISITOR)
_BUSY = replace(_KNOWN, can_back=False, can_home=False)

_SLIP = SlipView(number="A012", service_zh="综合收件", service_en="General acceptance", printed=True, confirmed_at=NOW,
                 ahead=3, wait_low=8, wait_high=12, windows=("3", "4", "5"), place_zh=SERVICES[0].place_zh,
                 place_en=SERVICES[0].place_en, as_of=NOW, code="https://hall.example/t/3f9c27b1e5d84a06")  # fmt: skip
_SCANNED = replace(_SLIP, printed=False, confirmed_at=None)
_UNKNOWN = tuple(s.model_copy(update={"wait_low": None, "wait_high": None}) for s in SERVICES)
_REPRINT = Choice("reprint", Sentence("choice.reprint"), primary=True)
_NO_SLIP = Choice("no_slip", Sentence("choice.no_slip"))
_GOT_IT = Choice("got_it", Sentence("choice.got_it"))


def _views() -> dict[str, tuple[Frame, View]]:
    ends = monotonic() + 7
    return {
        "attract": (_HALL, AttractView()),
        "attract-card-left": (replace(_HALL, card_left=True), AttractView()),
        "home": (_HALL, HomeView(SERVICES, keys=register.KEYS)),
        "home-more": (replace(_KNOWN, can_back=False),
                      HomeView(MORE, keys=register.KEYS, card=False, attention=Sentence("home.attention.card"))),
        "home-away": (replace(_HALL, hall_away=True, hall_seen=NOW),
                      HomeView(_UNKNOWN, keys=register.KEYS, card=False, code=False)),
        "ticket": (_KNOWN, TicketView(SERVICES)),
        "ticket-more": (_KNOWN, TicketView(MORE)),
        "ticket-no-printer": (_KNOWN, TicketView(MORE, attention=Sentence("home.attention.printer"))),
        "ticket-kept": (replace(_KNOWN, kept=True, notice=Sentence("frame.kept.code_free")), TicketView(MORE)),
        "ticket-ordering": (_BUSY, TicketView(SERVICES, "general", "ordering")),
        "ticket-printing": (_BUSY, TicketView(SERVICES, "general", "printing")),
        "identify": (_INSIDE, IdentifyView(SERVICES[0])),
        "identify-reading": (_INSIDE, IdentifyView(SERVICES[0], reading=True)),
        "identify-trouble": (_INSIDE, IdentifyView(SERVICES[0], trouble=Sentence("identify.trouble.lay_again"))),
        "identify-no-readers": (_INSIDE, IdentifyView(SERVICES[0], card=False, code=False,
                                                      trouble=Sentence("identify.trouble.not_authorised"))),
        "identify-code": (_INSIDE, IdentifyView(SERVICES[0], card=False, asking_hall=True)),
        "identify-type": (_INSIDE, IdentifyView(SERVICES[0], mode="type", typed="310117199")),
        "identify-complete": (_INSIDE, IdentifyView(
            SERVICES[0], mode="type", typed="310117199001010013", complete=True)),
        "identify-wrong": (_INSIDE, IdentifyView(
            SERVICES[0], mode="type", typed="310117198502290012", problem=TypedProblem(
                Sentence("identify.problem.date", {"position": 13, "end": 14, "typed": "29"}), 13, 14))),
        "identify-credit": (_INSIDE, IdentifyView(
            SERVICES[0], mode="type", kind="credit_code", typed="91310117MA1J00014W", problem=TypedProblem(
                Sentence("identify.problem.check_credit_code")))),
        "asking": (_BUSY, AskingView(Sentence("lookup.asking"))),
        "slip": (_KNOWN, _SLIP),
        "slip-way": (_INSIDE, replace(_SLIP, way=_way("kiosk1", "intake"))),
        "slip-way-called": (_INSIDE, replace(_SCANNED, state="called", called_to="5", code="",
                                             way=_way("kiosk1", "intake", "5"))),
        "slip-unknown": (replace(_INSIDE, hall_away=True, hall_seen=NOW),
                         replace(_SCANNED, state="unknown", ahead=None, wait_low=None, wait_high=None, as_of=None,
                                 way=replace(_way("kiosk2", "intake"), known=NOW))),
        "way": (_KNOWN, WayView("A012", _way("kiosk1", "intake", "5"), "5")),
        "way-nearest": (_KNOWN, WayView("A012", _way("kiosk4", "advice"))),
        "way-upstairs": (_KNOWN, WayView("C003", _way("kiosk1", "pickup", "7", plan=UPSTAIRS), "7")),
        "way-step-free": (_KNOWN, WayView("C003", _way("kiosk1", "pickup", "7", step_free=True, plan=UPSTAIRS), "7")),
        "way-barred": (replace(_KNOWN, hall_away=True, hall_seen=NOW), WayView("C003", replace(
            _way("kiosk1", "pickup", "7", plan=UPSTAIRS), barred=True, known=NOW), "7")),
        "slip-offline": (replace(_KNOWN, hall_away=True, hall_seen=NOW),
                         replace(_SLIP, ahead=None, wait_low=None, wait_high=None, as_of=None, offline=True,
                                 copy_no=1)),
        "slip-called": (_INSIDE, replace(_SCANNED, state="called", called_to="3", code="")),
        "slip-waiting": (_INSIDE, replace(_SCANNED, ahead=1, wait_low=4, wait_high=4)),
        "slip-missed": (_INSIDE, replace(_SCANNED, state="missed", code="")),
        "trouble": (_KNOWN, TroubleView(
            Sentence("trouble.paper_end.what"), Sentence("trouble.kept.number", {"number": "A012"}),
            Sentence("trouble.next.wait_fix"), (_REPRINT, _NO_SLIP), "A012")),
        "trouble-doubtful": (_KNOWN, TroubleView(
            Sentence("trouble.doubtful.what"), Sentence("trouble.kept.number", {"number": "A012"}),
            Sentence("trouble.next.look_first"), (_GOT_IT, _REPRINT, _NO_SLIP), "A012")),
        "trouble-nothing": (_INSIDE, TroubleView(
            Sentence("trouble.no_number.what"), Sentence("trouble.kept.nothing"), Sentence("trouble.next.no_number"),
            (Choice("again", Sentence("choice.again"), primary=True), Choice("home", Sentence("choice.home"))))),
        "out-of-service": (_HALL, OutOfServiceView(
            Sentence("out.why.printer"),
            (Sentence("out.works.window"), Sentence("out.works.status"), Sentence("out.works.help")),
            "一层东门内 ZZ-03 号自助机", "Kiosk ZZ-03, ground floor, inside the east door")),
        "alarm": (_HALL, AlarmView("evacuation")),
        "alarm-drill": (_HALL, AlarmView("drill")),
        "still-there": (replace(_KNOWN, countdown=Countdown(ends, 30, asking=True)), TicketView(SERVICES)),
        "help": (replace(_KNOWN, help=Help(None)), TicketView(SERVICES)),
        "help-told": (replace(_KNOWN, help=Help(True)), TicketView(SERVICES)),
        "help-seen": (replace(_KNOWN, help=Help(True, seen=True)), TicketView(SERVICES)),
        "help-untold": (replace(_KNOWN, help=Help(False)), TicketView(SERVICES)),
        "card-left": (replace(_KNOWN, card_left=True, countdown=Countdown(ends, 30)), _SLIP),
    }  # fmt: skip


def faces(manners: Manners | None = None) -> dict[str, Face]:
    """Name of the state → its face, served in these manners."""
    served = manners or Manners()
    return {name: Face(replace(frame, manners=served), view) for name, (frame, view) in _views().items()}
