"""What the glass is to show: plain frozen data, made by errands, drawn by screens. No text of ours in here: sentences
are keys into the phrases with their parameters; only data (names of services, numbers) is spelled out.

Nothing personal but what is already masked, except ``IdentifyView.typed``: what the visitor is typing this moment.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal

from kiosk.kit.floor import Directions

if TYPE_CHECKING:  # drawn before the first picture: the treaty's models are loaded behind it
    from hall.contract.queue import ServiceView

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Sentence:
    """A phrase by key, with values for its ``{placeholders}``. A value that is itself a pair (zh, en) is chosen by
    language."""

    key: str
    values: dict[str, str | int | tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Visitor:
    """Who is at the glass, masked. ``how``: card, code, typed."""

    name: str
    number: str
    how: Literal["card", "code", "typed"]
    kind: Literal["person", "firm"] = "person"


@dataclass(frozen=True)
class Manners:
    """How this visit wants to be served. Reset when it ends."""

    language: Language = "zh"
    care: bool = False
    low: bool = False


@dataclass(frozen=True)
class Countdown:
    """The visit ends at ``ends`` (time.monotonic) of ``total`` seconds; ``asking``: show "还在吗？" over the screen."""

    ends: float
    total: float
    asking: bool = False


@dataclass(frozen=True)
class Help:
    """求助 was pressed. ``told``: None while on its way, True when the hall has it, False when it cannot be told.
    ``watched``: somebody has a page open on which it is seen; ``seen``: a person has taken it. Words about people rest
    on people."""

    told: bool | None
    watched: bool = False
    seen: bool = False


@dataclass(frozen=True)
class Frame:
    """What stands around every screen. ``hall_seen``: when the hall last answered, if it is away now (None: it is
    there). ``card_left``: a card that was read still lies on the reader. ``kept``: something that was shown
    before can be looked at now, by the touch of that name."""

    hall_zh: str
    hall_en: str
    manners: Manners
    visitor: Visitor | None = None
    countdown: Countdown | None = None
    help: Help | None = None
    hall_away: bool = False
    hall_seen: datetime | None = None
    card_left: bool = False
    can_back: bool = False
    can_home: bool = False
    notice: Sentence | None = None
    kept: bool = False


@dataclass(frozen=True)
class View:
    """What one screen shows. ``card_away``: a card that was read should have been taken back by now."""

    card_away: ClassVar[bool] = False


@dataclass(frozen=True)
class AttractView(View):
    """Nobody is here. ``readers``: which of card, code can be used to begin."""

    card_away = True
    card: bool = True
    code: bool = True


@dataclass(frozen=True)
class HomeKey:
    """A key that opens ``errand``, telling it the touch, the first of ``touches``; its words are the errand's ``key``
    and ``key_hint``. ``services``: the hall's services stand below it and open it as well. ``gate``: only where a gate
    stands beside the kiosk."""

    errand: str
    touches: tuple[str, ...]
    icon: str
    services: bool = False
    gate: bool = False


@dataclass(frozen=True)
class HomeView(View):
    """The errands that can be begun here. ``services`` with their waits, None-valued where not known."""

    services: "tuple[ServiceView, ...]"
    card: bool = True
    code: bool = True
    attention: Sentence | None = None
    keys: tuple[HomeKey, ...] = ()


@dataclass(frozen=True)
class AskingView(View):
    """The hall is asked, and this is about what."""

    what: Sentence
    icon: str = "code"


@dataclass(frozen=True)
class SlipView(View):
    """The slip is out: the printer said so at ``confirmed_at``. ``offline``: the number is from the block, the wait is
    not known. ``copy_no`` > 0: 补打. ``printed`` False: this is a look-up of a slip that was scanned, not a print; its
    ``state`` is ``unknown`` while the hall is away. ``way``: from this kiosk, where that is known."""

    card_away = True
    number: str
    service_zh: str
    service_en: str
    printed: bool
    confirmed_at: datetime | None
    state: Literal["waiting", "called", "serving", "done", "missed", "void", "lapsed", "unknown"] = "waiting"
    ahead: int | None = None
    wait_low: int | None = None
    wait_high: int | None = None
    windows: tuple[str, ...] = ()
    called_to: str | None = None
    place_zh: str = ""
    place_en: str = ""
    as_of: datetime | None = None
    offline: bool = False
    copy_no: int = 0
    code: str = ""
    service: str = ""
    way: Directions | None = None


@dataclass(frozen=True)
class Choice:
    """A key under a trouble: ``touch`` is what comes back when it is pressed. One of them is ``primary``."""

    touch: str
    label: Sentence
    primary: bool = False


@dataclass(frozen=True)
class TroubleView(View):
    """Three sentences: what happened, what was kept, what to do next. ``number`` big, if a number was kept."""

    card_away = True
    what: Sentence
    kept: Sentence | None
    next: Sentence
    choices: tuple[Choice, ...]
    number: str = ""


@dataclass(frozen=True)
class OutOfServiceView(View):
    """What cannot be done and why, and where the nearest working kiosk is."""

    why: Sentence
    nearest_zh: str = ""
    nearest_en: str = ""


@dataclass(frozen=True)
class AlarmView(View):
    """People are to leave the hall, or rehearse it; nothing else is said."""

    mode: Literal["evacuation", "drill"]


@dataclass(frozen=True)
class Face:
    """Everything the glass shows at one moment."""

    frame: Frame
    view: View


@dataclass(frozen=True)
class Touched:
    """A key on the glass. ``what`` is one of the names below; ``arg`` its argument.

    wake · take · service ID · skip · type · lay · kind id_number|credit_code · key CHARACTER · erase · clear · confirm
    · again · got_it · no_slip · reprint [NUMBER] · way [NUMBER] · another · step_free · kept · done · back · home ·
    care · low · language · help · help_close · still_here · leave · guide · search · group BRANCH · matter ID · read ID
    · advice · answer QUESTION OPTION · answers · change QUESTION · list · carry · print · queue SERVICE · a4

    A list that turns its page says so too (``page``), so that the visit's clock is renewed.
    """

    what: str
    arg: str = ""
