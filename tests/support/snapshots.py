"""A small hall's word to a station."""

from datetime import UTC, datetime

from hall.contract.parts import parts_of
from hall.contract.queue import Block, ServiceView
from hall.contract.snapshot import HallView, PublishedPlan, Snapshot, StationView
from kiosk.ledger.parts import PartSaid, written
from kiosk.news import PartsCame

SERVICES = (
    ServiceView(
        id="receive",
        letter="A",
        name_zh="综合收件",
        name_en="Submit documents",
        waiting=3,
        wait_low=8,
        wait_high=12,
        windows=("3",),
        place_zh="一层",
        place_en="Floor 1",
    ),
    ServiceView(id="advice", letter="B", name_zh="咨询帮办", name_en="Advice", waiting=1, windows=("7", "8")),
    ServiceView(id="collect", letter="C", name_zh="发证取件", name_en="Collect", open=False),
)


def snapshot(*, blocks: tuple[Block, ...] = (), at: datetime | None = None) -> Snapshot:
    return Snapshot(
        at=at or datetime(2026, 11, 24, 1, 42, tzinfo=UTC),
        hall=HallView(
            name_zh="松江区工程建设项目审批审查中心", name_en="Songjiang Construction Project Approval Centre"
        ),
        station=StationView(id="ZZ-02", name_zh="自助机 ZZ-02", name_en="Kiosk ZZ-02"),
        services=SERVICES,
        blocks=blocks,
        missed_rule_zh="叫号三次未到为过号，三号之内可补叫一次。",
        missed_rule_en="Missed after three calls.",
    )


def said(word: Snapshot, plan: PublishedPlan | None = None) -> tuple[PartSaid, ...]:
    """As the hall says it: in parts."""
    return written(parts_of(word) | ({"plan": plan} if plan else {}))


def came(word: Snapshot) -> PartsCame:
    return PartsCame(word.at, said(word))
