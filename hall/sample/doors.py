"""Made-up departments, people, letters, doors and a meeting, so that a first start has somebody who may come in."""

import struct
import zlib
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from hall.access import store as counts
from hall.access.letters import service as letters
from hall.access.letters.service import Letter
from hall.access.people import service as people
from hall.access.people import store as people_store
from hall.access.people.cards import CardKeys
from hall.access.people.store import DepartmentRow
from hall.access.rules import RulesBook
from hall.access.rules import service as rules_service
from hall.access.rules.shape import Rules
from hall.appointments import store as meetings
from hall.appointments.room import rights
from hall.appointments.service import Desk, Meeting, Wanted, last
from hall.contract.access import Calendar, Door, DoorGroup, Span, TimeProfile
from hall.kit import Clock, keep_secret
from hall.kit.db import Tx
from hall.plan import Plans
from hall.settings import Settings

DEPARTMENTS = (
    ("zhongxin", "区审批审查中心办公室", "Approval Centre Office"),
    ("jianguan", "区建设管理委", "Construction and Administration Commission"),
    ("shuju", "区数据局（区政务服务中心）", "Data Bureau (Government Service Centre)"),
    ("fagai", "区发展改革委", "Development and Reform Commission"),
    ("guizi", "区规划资源局", "Planning and Natural Resources Bureau"),
    ("shuiwu", "区水务局", "Water Bureau"),
    ("huanjing", "区生态环境局", "Ecology and Environment Bureau"),
    ("lvhua", "区绿化市容局", "Greenery and City Appearance Bureau"),
    ("jiaotong", "区交通委", "Transport Commission"),
    ("jiaoguan", "区交警支队（交管）", "Traffic Police"),
    ("guodong", "区国动办", "National Defence Mobilisation Office"),
    ("weijian", "区卫生健康委", "Health Commission"),
    ("yingji", "区应急管理局", "Emergency Management Bureau"),
    ("wenlv", "区文化旅游局", "Culture and Tourism Bureau"),
    ("fangguan", "区房管局", "Housing Bureau"),
    ("dianli", "市南供电公司松江供电", "Electricity"),
    ("ranqi", "松江燃气", "Gas"),
    ("gongshui", "松江自来水（供水）", "Water supply"),
    ("paishui", "松江排水", "Drainage"),
    ("tongxin", "通信运营单位", "Telecommunications"),
)
"""The bodies that the centre's founding notice names (沪松府办〔2025〕32 号)."""

PEOPLE = (
    # number, name, department, login, card, groups, profile, what became of the letter
    ("ZX001", "陈样例", "zhongxin", "manager", "04A1B2C3", ("gate", "back"), "always", ""),
    ("JG101", "张样例", "jianguan", "", "04A1B2D1", ("gate", "back"), "work", ""),
    ("JG102", "刘样例", "jianguan", "", "04A1B2D2", ("gate", "back"), "work", ""),
    ("GZ201", "杨样例", "guizi", "", "04A1B2E1", ("gate", "back"), "long", ""),
    ("SW301", "黄样例", "shuiwu", "", "04A1B2E2", ("gate",), "work", ""),
    ("HJ401", "何样例", "huanjing", "", "04A1B2E3", ("gate", "back"), "work", "suspended"),
    ("LH501", "林样例", "lvhua", "", "04A1B2E4", ("gate",), "work", "waiting"),
    ("YJ601", "罗样例", "yingji", "", "", ("gate", "back"), "work", ""),
    ("DL701", "高样例", "dianli", "", "04A1B2E6", ("gate",), "work", "short"),
)

RULES = Rules(
    doors=(
        Door(
            id="gate1",
            name_zh="东厅闸机 01",
            name_en="East gate 01",
            kind="gate",
            station="kiosk1",
            place="kiosk1",
            way="c43_c52",
            to_zone="zb",
        ),
        Door(id="d1", name_zh="后台门 01", name_en="Staff door 01", way="w1n_door1", to_zone="back_f1"),
        Door(id="d2", name_zh="后台门 02", name_en="Staff door 02", way="ex2_door2", to_zone="back_f2"),
    ),
    groups=(
        DoorGroup(id="gate", name_zh="大厅闸机", doors=("gate1",)),
        DoorGroup(id="back", name_zh="后台", doors=("d1", "d2")),
    ),
    profiles=(
        TimeProfile(
            id="always",
            name_zh="任何时候",
            spans=(Span(days=(1, 2, 3, 4, 5, 6, 7), begins=time(), ends=time()),),
            holidays=True,
        ),
        TimeProfile(id="work", name_zh="工作日 7:30–19:00", spans=(Span(begins=time(7, 30), ends=time(19)),)),
        TimeProfile(
            id="long",
            name_zh="工作日到 22:00，周六上午",
            spans=(Span(begins=time(7), ends=time(22)), Span(days=(6,), begins=time(8), ends=time(12))),
        ),
    ),
    calendar=Calendar(
        holidays=tuple(datetime(2027, month, day).date() for month, day in ((1, 1), (2, 5), (2, 6), (2, 7), (2, 8))),  # noqa: DTZ001
    ),
)


def seed_doors(tx: Tx, settings: Settings, clock: Clock) -> None:
    """Fill what is empty; never touch what is there."""
    granting, desk, _ = rights(settings, clock, keep_secret(settings, "subject.key"), Plans())
    if not people_store.departments(tx.conn):
        _people(tx, granting.keys, granting.book, clock.zone)
        counts.count(tx.conn)
    _meeting(tx, desk, clock.zone)
    counts.count(tx.conn)


def _people(tx: Tx, keys: CardKeys, book: RulesBook, zone: ZoneInfo) -> None:
    for place, (id, zh, en) in enumerate(DEPARTMENTS):
        people_store.add_department(tx.conn, DepartmentRow(id, zh, en, place))
    rules = rules_service.propose(tx, RULES, 0, "manager")
    book.approve(tx, rules, "security")
    today = datetime.combine(tx.now.astimezone(zone).date(), time(), zone)
    for number, name, department, login, card, groups, profile, fate in PEOPLE:
        person = people.add(tx, number, name, department, login, "seed")
        if card:
            people.give_card(tx, keys, book.seal, person, card, "seed")
        days = 12 if fate == "short" else 330
        paper = Letter(
            key=f"sample-letter-{number}",
            person=person,
            number=f"松审委〔2026〕{number[-3:]} 号",
            signed_by="王样例",
            groups=groups,
            profile=profile,
            starts=today - timedelta(days=30),
            ends=today + timedelta(days=days),
            first=number == "ZX001",
        )
        _letter(tx, book, paper, fate)


def _letter(tx: Tx, book: RulesBook, paper: Letter, fate: str) -> None:
    rules = book.current(tx.conn).rules
    id = letters.enter(tx, paper, {one.id for one in rules.groups}, {one.id for one in rules.profiles}, "seed")
    letters.attach(tx, id, white_page(), "seed")
    if fate != "waiting":
        letters.approve(tx, book.seal, id, "security")
    if fate == "suspended":
        letters.stop(tx, id, for_good=False, why="派驻部门轮岗，人选未定", by="security")


def _meeting(tx: Tx, desk: Desk, zone: ZoneInfo) -> None:
    """One that has just begun, if there is none."""
    host = people_store.person_by_number(tx.conn, "ZX001")
    if host is None or "joint" not in desk.rooms(tx.conn):
        return
    if any(row.closed_at is None and last(row) > tx.now for row in meetings.since(tx.conn, tx.now - timedelta(days=1))):
        return
    local = tx.now.astimezone(zone)
    starts = local.replace(minute=local.minute // 10 * 10, second=0, microsecond=0)
    said = Meeting(
        key=f"sample-meeting-{starts:%Y%m%d%H%M}",
        kind="review",
        title="样例厂房项目联合会审",
        host=host.id,
        room="joint",
        starts=starts,
        ends=starts + timedelta(hours=2),
        passes=(Wanted("样例建设有限公司", 3, False), Wanted("样例设计院（轮椅）", 1, True)),
    )
    desk.make(tx, said, "manager")


def white_page() -> bytes:
    """A white A4 page as PNG (PNG 1.2, 11.2): the sample's people are made up, and so are their papers."""
    width, height = 210, 297
    rows = zlib.compress(b"".join(b"\x00" + b"\xff" * width for _ in range(height)))

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
