"""The hall's word to a station, in parts: each with a name, a revision and a shape of its own.

A station says which revisions it has and gets what is another; a hall that was put back tells older ones, and they are
taken all the same. A part is never changed so that an older station could misread it: fields are added (whoever does
not know them leaves them out), or it becomes a new part under another name.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from hall.contract.access import Grants
from hall.contract.access.grants import Opaque
from hall.contract.matters import Catalogue
from hall.contract.plan import Ref
from hall.contract.queue import Block, ServiceView, Wire
from hall.contract.receipts import KnownPart, ReceiptsPart
from hall.contract.search import Words
from hall.contract.snapshot import HallAlarm, HallView, PublishedPlan, Snapshot, StationView

TREATY = 1
"""Told by both sides in every question and answer. A station with a hall that knows no parts asks for the snapshot."""

LARGEST = 8 * 2**20
"""Bytes of one part, at most; an answer holds no more than twice that."""

MOST = 64
"""Parts of one station, at most."""

PartName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,31}$")]
Revision = Annotated[str, StringConstraints(max_length=80)]
"""Equal or different, never greater. ``7-3fa0…``: where people count, their number stands before the hyphen."""


class HallPart(Wire):
    """``hall``: its names, and its rules in words."""

    hall: HallView
    missed_rule_zh: str = ""
    missed_rule_en: str = ""


class StationPart(Wire):
    """``station``: who this station is, and the nearest other kiosk known to work, if any."""

    station: StationView
    nearest_zh: str = ""
    nearest_en: str = ""


class ServicesPart(Wire):
    """``services``: what one may queue for, with waits."""

    services: tuple[ServiceView, ...]


class BlocksPart(Wire):
    """``blocks``: numbers that only this station may give out, from the ledger of this birth id (empty: the hall does
    not tell them apart). A block that is not among them is closed."""

    blocks: tuple[Block, ...]
    ledger: str = ""


class HelpPart(Wire):
    """``help``: what becomes of who presses 求助. ``watched``: a person has a page open on which the call is seen.
    ``taken``: calls made up to this moment (by this station's clock) have been taken by a person."""

    watched: bool = False
    taken: AwareDatetime | None = None


class MattersPart(Wire):
    """``matters``: the catalogue that stands, and its revision. ``phones``: the address under which a visitor's phone
    finds the hall; empty: none does."""

    revision: int
    catalogue: Catalogue
    phones: str = ""


class WordsPart(Wire):
    """``words``: how people ask, what is done elsewhere, policies and answers: with the catalogue a station searches by
    itself."""

    words: Words


class EpochPart(Wire):
    """``epoch``: of the hall's data, random. Another than before: the data went back in time (a backup), and whatever
    was told to the hall since ``data_at`` has to be told again."""

    epoch: str


class AlarmPart(Wire):
    """``alarm``: the hall is being evacuated, or rehearses it; nothing else is done then."""

    alarm: HallAlarm = ""


class OpenOrder(Wire):
    """``door`` is to be opened once, by hand: ``id`` is the decision under which all that becomes of it is told, ``by``
    who pressed and ``reason`` why. ``at``: the hall's clock; two seconds later it opens nothing any more."""

    id: str = Field(min_length=8, max_length=64, pattern=r"^[0-9A-Za-z_-]+$")
    door: str = Field(max_length=32)
    by: str = Field(min_length=1, max_length=64)
    reason: str = Field(min_length=1, max_length=200)
    at: AwareDatetime


class OrdersPart(Wire):
    """``orders``: what this station's doors are to do now. One that was tried is never tried again."""

    orders: tuple[OpenOrder, ...] = ()


class CardWanted(Wire):
    """The next card that is presented at ``door``'s reader, up to ``until``, is not decided about: it is told as
    ``CardShown`` under this ``id``, once."""

    id: str = Field(pattern=r"^[0-9a-f]{24}$")
    door: str = Field(max_length=32)
    until: AwareDatetime


class CardsWantedPart(Wire):
    """``cards_wanted``: where somebody of the staff waits for a new card to be presented."""

    wanted: tuple[CardWanted, ...] = ()


class WentInto(Wire):
    """The last door somebody went through, wherever it was: into ``zone`` (empty: outside)."""

    zone: str = Field(max_length=32)
    at: AwareDatetime


class WhereaboutsPart(Wire):
    """``whereabouts``: for anti-passback. ``went``: of people this station knows who went through a door of a zone that
    its own doors with anti-passback lead into, as the hall has heard. ``own``: zones every door of which is this
    station's, so that nobody else's word is needed."""

    went: dict[Opaque, WentInto] = Field(default={}, max_length=20_000)
    own: tuple[Ref, ...] = ()


SHAPES: Mapping[str, type[BaseModel]] = {
    "alarm": AlarmPart,
    "help": HelpPart,
    "station": StationPart,
    "hall": HallPart,
    "services": ServicesPart,
    "blocks": BlocksPart,
    "plan": PublishedPlan,
    "epoch": EpochPart,
    "grants": Grants,
    "matters": MattersPart,
    "words": WordsPart,
    "orders": OrdersPart,
    "whereabouts": WhereaboutsPart,
    "cards_wanted": CardsWantedPart,
    "receipts": ReceiptsPart,
    "receipts_known": KnownPart,
}
"""What the treaty knows. A station keeps a part it does not know as it came."""


class _Open(BaseModel):
    """Of another day's treaty one reads what one knows."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class PartsAsked(_Open):
    """POST /api/station/parts. ``have``: name → revision. ``failed``: as it was told last. ``wait``: seconds the hall
    may keep the question open until there is something to tell."""

    treaty: int = Field(default=TREATY, ge=0, lt=2**31)
    have: dict[PartName, Revision] = Field(default={}, max_length=MOST)
    failed: dict[PartName, Annotated[str, Field(max_length=200)]] = Field(default={}, max_length=MOST)
    wait: float = Field(default=0.0, ge=0, le=60)


class Part(_Open):
    revision: Revision
    body: Any


class PartsTold(_Open):
    """``at``: the hall's clock. ``failed``: parts the hall could not read now, with why (``broken``, ``too_large``);
    the station goes on with what it has of them."""

    treaty: int = TREATY
    at: AwareDatetime
    parts: dict[PartName, Part] = Field(default={}, max_length=MOST)
    failed: dict[PartName, str] = Field(default={}, max_length=MOST)


def counted(revision: str) -> str:
    """The number people count by, if the revision has one: ``7`` of ``7-3fa0…``."""
    return revision.partition("-")[0]


def snapshot_of(parts: Mapping[str, BaseModel], at: datetime) -> Snapshot | None:
    """The word as a whole, as far as the treaty knows it; None before all of it has come."""
    fields: dict[str, Any] = {}
    for name in ("station", "hall", "services"):
        if name not in parts:
            return None
        fields |= dict(parts[name])
    for name in ("alarm", "blocks"):
        fields |= {name: getattr(parts[name], name)} if name in parts else {}
    plan = parts.get("plan")
    return Snapshot(at=at, plan=plan.revision if isinstance(plan, PublishedPlan) else 0, **fields)


def parts_of(snapshot: Snapshot) -> dict[str, BaseModel]:
    """The word of a hall that knows no parts, in parts; the plan is fetched apart there."""
    return {
        "alarm": AlarmPart(alarm=snapshot.alarm),
        "station": StationPart(
            station=snapshot.station, nearest_zh=snapshot.nearest_zh, nearest_en=snapshot.nearest_en
        ),
        "hall": HallPart(
            hall=snapshot.hall, missed_rule_zh=snapshot.missed_rule_zh, missed_rule_en=snapshot.missed_rule_en
        ),
        "services": ServicesPart(services=snapshot.services),
        "blocks": BlocksPart(blocks=snapshot.blocks),
    }
