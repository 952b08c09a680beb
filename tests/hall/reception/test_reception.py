"""The window's keys over HTTP: what is refused with a sentence, one number however often it is pressed, and what a
kiosk is told."""

from datetime import date
from typing import Any

import pytest

from hall.commands.one_person import Known, held_of, kept_anyway, received
from hall.contract import workdays
from hall.contract.codes import list_code
from hall.contract.matters import Guide
from hall.contract.matters.carried import carry
from hall.contract.receipts import KnownPart, ReceiptsPart, proved
from hall.matters import Matters
from hall.reception import Reception, cases_of, outbox, rekey_cases
from hall.reception.store import doubts, numbers_before
from tests.hall.caller import Caller, House, report, signed_in

KEY = "0123456789abcdef01234567"


def papers(**changes: Any) -> dict[str, Any]:
    return {
        "key": KEY,
        "matter": "sgxk",
        "project": "九亭镇样例产业园一期",
        "applicant": "上海样例建设有限公司",
        "number": "91310117MA1J00014T",
        "window": "3",
        "ticket": "A012",
        "lines": [
            {"name": "施工许可申请表"},
            {"name": "中标通知书", "form": "copy", "copies": 2},
            {"name": "保函", "given": False, "waived": True, "by": "2026-12-01"},
        ],
    } | changes


@pytest.fixture
def clerk(house: House) -> Caller:
    return signed_in(house, "clerk1")


@pytest.fixture
def officer(house: House) -> Caller:
    manager = signed_in(house, "manager")
    told = {"login": "office1", "department": "区建设管理委"}
    assert manager.post("/api/cases/posts", told).status_code == 200
    return signed_in(house, "office1")


def taken(clerk: Caller, **changes: Any) -> dict[str, Any]:
    answer = clerk.post("/api/reception/take", papers(**changes))
    assert answer.status_code == 200, answer.text
    return answer.json()


def act(caller: Caller, case: dict[str, Any], what: str, **more: Any) -> Any:
    n = len(what) + case["seen"]
    told = {"key": f"{case['seen']:04x}{n:020x}", "act": what, "seen": case["seen"], **more}
    return caller.post(f"/api/cases/{case['number']}/act", told)


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"matter": "nothing"}, 404, "unknown_matter"),
        ({"applicant": " \u202e "}, 422, "applicant"),
        ({"project": ""}, 422, "project"),
        ({"project": "长" * 201}, 422, "project"),
        ({"number": "91310117MA1J00014X"}, 422, "bad_number"),
        ({"number": "310117199001010014", "person": True}, 422, "bad_number"),
        ({"origin": "changed"}, 422, "no_reason"),
        ({"lines": [{"name": "表", "given": False}]}, 422, "no_date"),
        ({"lines": [{"name": "表", "given": False, "by": "2026-11-23"}]}, 422, "past_date"),
        ({"lines": [{"name": "表", "given": False, "by": "2026-11-25"}]}, 422, "nothing"),
    ],
)
def test_refused_with_a_sentence(refusing: House, changes: dict[str, Any], status: int, code: str):
    answer = signed_in(refusing, "clerk1").post("/api/reception/take", papers(**changes))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert refusing.db.look(lambda conn: outbox(conn, 0, 10)) == []


def test_one_number_however_often_it_is_pressed(house: House, clerk: Caller):
    first, again = taken(clerk), taken(clerk)
    assert first["number"] == again["number"] == "SJ20261124000001"
    assert len(house.db.look(lambda conn: outbox(conn, 0, 10))) == 1
    assert taken(clerk, key="f" * 24, project="另一个项目")["number"] == "SJ20261124000002"


def test_the_same_papers_twice(house: House, clerk: Caller):
    """Another clerk at another window, with the name written otherwise: the number says who it is."""
    first = taken(clerk)
    answer = signed_in(house, "clerk2").post("/api/reception/take", papers(key="f" * 24, applicant="样例建设"))
    assert answer.status_code == 409
    assert first["number"] in answer.json()["zh"]
    assert "3 号窗口" in answer.json()["zh"]
    assert act(clerk, first, "withdraw", text="申请人撤回").status_code == 200
    assert taken(clerk, key="f" * 24)["number"] == "SJ20261124000002"


def test_a_person_is_kept_masked(clerk: Caller):
    told = taken(clerk, person=True, applicant="张样例", number="310117199001010013")
    assert (told["applicant"], told["last4"]) == ("张*", "0013")
    page = clerk.get(f"/cases/{told['number']}/receipt")
    assert (page.status_code, page.headers["content-type"]) == (200, "application/pdf")
    whole = clerk.get(f"/api/cases/{told['number']}").text
    assert "张样例" not in whole
    assert "310117199001010013" not in whole


def test_bidi_and_long_names(clerk: Caller):
    """What would turn a line round is left out; 200 characters with rare ones stay."""
    name = "𠮷" * 100 + "项" * 100
    assert taken(clerk, project=f"\u202e{name}")["project"] == name


def test_two_clerks_on_one_case(house: House, clerk: Caller):
    case = taken(clerk)
    assert act(clerk, case, "hand_over").json()["state"] == "handed_over"
    behind = act(signed_in(house, "clerk2"), case, "void", text="收错了")
    assert (behind.status_code, behind.json()["code"]) == (409, "moved_on")


def test_whose_key_it_is(house: House, clerk: Caller, officer: Caller):
    """The window hands over; who works for another department, or for none, decides nothing."""
    case = act(clerk, taken(clerk), "hand_over").json()
    assert act(clerk, case, "accept").json()["code"] == "not_yours"
    assert act(officer, case, "accept").json()["state"] == "accepted"
    other = act(clerk, taken(clerk, key="e" * 24, matter="gc_ghxk"), "hand_over").json()
    assert act(officer, other, "accept").status_code == 403
    assert officer.post("/api/reception/take", papers()).status_code == 403


def test_from_the_counter_to_the_paper(house: House, clerk: Caller, officer: Caller):
    """内转, asked once, completed, accepted, reviewed, decided, handed out; each step goes on to the city once."""
    case = taken(clerk)
    steps = [
        (clerk, "hand_over", ""),
        (officer, "ask", "缺保函原件"),
        (clerk, "complete", ""),
        (officer, "accept", ""),
        (officer, "review", ""),
        (officer, "decide", "准予许可"),
        (officer, "ready", ""),
        (clerk, "hand_out", ""),
    ]
    for caller, what, text in steps:
        answer = act(caller, case, what, text=text)
        assert answer.status_code == 200, answer.text
        case = answer.json()
        if what == "complete":
            assert act(officer, case, "ask", text="再缺一件").json()["code"] == "not_now"
    assert (case["state"], case["over"], case["acts"]) == ("handed_out", True, [])
    told = house.db.look(lambda conn: outbox(conn, 0, 20))
    assert [one.kind for one in told] == ["receive", *(what for _, what, _ in steps)]
    assert len({one.key for one in told}) == 9
    letters = {one["n"]: one["letter"] for one in case["events"] if one["letter"]}
    assert letters == {3: "补正材料通知书", 5: "受理通知书"}
    for n, status in ((3, 200), (5, 200), (1, 404), (10, 404)):
        assert officer.get(f"/cases/{case['number']}/letters/{n}").status_code == status


def test_deemed_accepted_on_the_sixth_working_day(house: House, clerk: Caller, officer: Caller):
    case = act(clerk, taken(clerk), "hand_over").json()
    house.hands.move(days=8)
    officer = signed_in(house, "office1")
    now = officer.get(f"/api/cases/{case['number']}").json()
    assert (now["state"], "视为受理" in now["said"]) == ("accepted", True)
    refused = act(officer, case, "refuse", text="不符合")
    assert "视为受理" in refused.json()["zh"]


def parts(station: Caller) -> tuple[ReceiptsPart, KnownPart]:
    told = station.post("/api/station/parts", {}).raise_for_status().json()["parts"]
    return (
        ReceiptsPart.model_validate(told["receipts"]["body"]),
        KnownPart.model_validate(told["receipts_known"]["body"]),
    )


def test_what_a_kiosk_proves_and_is_told(house: House, station: Caller, clerk: Caller):
    """Today's receipt is signed and not yet known; tomorrow it is true; withdrawn it is void."""
    case = taken(clerk)
    kit = house.app.state.kit
    rules = Reception(kit.settings.data_dir, kit.subject_key, kit.clock, None)  # type: ignore[arg-type]

    def code(copy: int) -> str:
        return house.db.look(lambda conn: rules.code(conn, rules.case(conn, case["number"]), copy, kit.clock.now()))

    assert proved(code(0), *parts(station)).verdict == "unsynced"
    house.hands.move(days=1)
    part, known = parts(station)
    shown = proved(code(0), part, known)
    assert shown.verdict == "true"
    assert shown.shown is not None
    assert proved(code(1), part, known).verdict == "copy"

    asked = {"number": case["number"], "digest": shown.shown.digest.hex()}
    told = station.post("/api/station/cases", asked).json()
    assert (told["known"], told["state"], told["department"]) == (True, "received", "区建设管理委")
    assert told["missing"] == [{"name": "保函", "by": "2026-12-01", "waived": True}]
    guessed = station.post("/api/station/cases", asked | {"digest": "0" * 32}).json()
    assert (guessed["known"], guessed["missing"], guessed["matter_zh"]) == (False, [], "")

    assert act(signed_in(house, "clerk1"), case, "withdraw", text="申请人撤回").status_code == 200
    assert proved(code(0), *parts(station)).verdict == "void"
    assert len(house.db.look(lambda conn: numbers_before(conn, house.hands.at))) == 1


def test_a_copy_is_counted_before_it_is_printed(clerk: Caller):
    case = taken(clerk)
    address = f"/cases/{case['number']}/receipt"
    assert clerk.get(f"{address}?copy=1").status_code == 409
    assert clerk.post(f"/api/cases/{case['number']}/copy").json() == {"copy": 1}
    first, again, copy = (clerk.get(one).content for one in (address, address, f"{address}?copy=1"))
    assert first == again
    assert copy != first


def test_a_forged_receipt_is_called_out(house: House, station: Caller):
    body = {"kind": "receipt_doubted", "verdict": "forged", "why": "signature", "number": "SJ20261124000009",
            "mark": "a" * 32}  # fmt: skip
    for seq in (1, 2):  # told twice, of the same moment
        assert station.post("/api/station/reports", {"reports": [report(seq, body)]}).status_code == 200
    assert len(house.db.look(lambda conn: doubts(conn, house.hands.at.replace(hour=0), 9))) == 1
    needs = signed_in(house, "security").get("/api/attention").json()["needs"]
    found = next(one for one in needs if one["kind"] == "receipt")
    assert "SJ20261124000009签名不对" in found["what"]


def test_what_is_late_is_called_out_before_it_is(house: House, clerk: Caller):
    act(clerk, taken(clerk), "hand_over")
    house.hands.move(days=3)
    needs = signed_in(house, "manager").get("/api/attention").json()["needs"]
    assert [one["what"] for one in needs if one["kind"] == "case"] == ["区建设管理委有 1 件快到期，其中 1 件已超期"]


def test_a_made_up_hall_has_cases_of_every_kind(house: House):
    from hall.reception.store import received_on
    from hall.sample.cases import seed_cases

    kit = house.app.state.kit
    for _ in range(2):
        house.write(lambda tx: seed_cases(tx, kit.settings, kit.clock))
    assert len(house.db.look(lambda conn: received_on(conn, kit.clock.day(), 9))) == 1
    told = signed_in(house, "manager").get("/api/attention").json()["needs"]
    assert [one["what"] for one in told if one["kind"] == "case"] == ["区建设管理委有 2 件快到期"]
    assert "佘山镇样例社区中心" in signed_in(house, "clerk1").get("/api/cases/SJ20261123000001").text


def test_a_checklist_that_was_carried_along(house: House, clerk: Caller):
    """What the visitor answered at a kiosk is not asked again at the window."""
    catalogue = house.db.look(Matters().current).catalogue
    guide, today = Guide(catalogue, catalogue.matter["zx_xk"]), house.app.state.kit.clock.day()
    answers = {guide.asked()[0]: guide.groups(guide.asked()[0])[0][0]}
    came = guide.checklist(answers, today)
    told = clerk.post("/api/reception/list", {"text": list_code(carry(1, guide, answers, came))}).json()
    assert told["id"] == "zx_xk"
    assert [one["state"] for one in told["lines"]] == [one.state for one in came.lines]
    for text in ("OD6:1.nothing....", "https://example.cn/", "x"):
        assert clerk.post("/api/reception/list", {"text": text}).json()["code"] == "no_list"


def test_what_is_held_of_an_applicant_is_told_him(house: House, clerk: Caller):
    """By his number alone, and why it is not erased."""
    told = taken(clerk, person=True, applicant="张样例", number="310117199001010013")
    taken(clerk, key="f" * 24, project="别人的项目")
    kit = house.app.state.kit
    known = Known(kit.settings)
    held = house.db.look(lambda conn: held_of(conn, kit.settings, known, "id_number", "310117199001010013"))
    assert [one.number for one in held.cases] == [told["number"]]
    words = "".join([*received(held, kit.clock), *kept_anyway(held, kit.settings)])
    assert "张*，末四位 0013，在办" in words
    assert "行政许可法第三十二条" in words
    assert "别人的项目" not in words


def test_another_root_forgets_no_applicant(house: House, clerk: Caller):
    case = taken(clerk)
    old, new = house.app.state.kit.subject_key, bytes(32)
    house.write(lambda tx: rekey_cases(tx, old, new))
    found = house.db.look(lambda conn: cases_of(conn, new, "credit_code", "91310117MA1J00014T"))
    assert [one.number for one in found] == [case["number"]]
    assert house.db.look(lambda conn: cases_of(conn, old, "credit_code", "91310117MA1J00014T")) == []


def test_a_department_sees_what_lay_with_it_and_nothing_else(house: House, clerk: Caller, officer: Caller):
    """By no address: the case, its receipt, its letters, nor who has just pressed. What it passed on it may look up."""
    mine = act(clerk, taken(clerk), "hand_over").json()
    other = act(clerk, taken(clerk, key="e" * 24, matter="gc_ghxk"), "hand_over").json()
    for path in ("/api/cases/{}", "/cases/{}/receipt", "/cases/{}/letters/2"):
        answer = officer.get(path.format(other["number"]))
        assert (answer.status_code, answer.json()["code"]) == (403, "not_yours"), path
    behind = act(officer, other | {"seen": 1}, "accept")
    assert (behind.status_code, behind.json()["code"]) == (403, "not_yours")
    assert act(officer, mine, "move", text="不属本局职权", department="区水务局").status_code == 200
    assert officer.get(f"/api/cases/{mine['number']}").status_code == 200
    nowhere = signed_in(house, "manager").post("/api/cases/posts", {"login": "office1", "department": "区水务局"})
    assert nowhere.status_code == 200
    assert officer.get(f"/api/cases/{mine['number']}").status_code == 200
    assert officer.get(f"/api/cases/{other['number']}").status_code == 403


def test_one_press_is_one_thing(house: House, clerk: Caller):
    """The key of a press with something else in it, or of somebody else, is said and not taken for the old one."""
    case = taken(clerk)
    for who, changes in ((clerk, {"project": "另一个项目"}), (clerk, {"lines": [{"name": "表"}]}),
                         (signed_in(house, "clerk2"), {})):  # fmt: skip
        answer = who.post("/api/reception/take", papers(**changes))
        assert (answer.status_code, answer.json()["code"]) == (409, "another_press")
        assert case["number"] in answer.json()["zh"]
    told = {"key": "d" * 24, "act": "hand_over", "seen": 1}
    assert clerk.post(f"/api/cases/{case['number']}/act", told).json()["seen"] == 2
    assert clerk.post(f"/api/cases/{case['number']}/act", told).json()["seen"] == 2
    other = clerk.post(f"/api/cases/{case['number']}/act", told | {"act": "withdraw", "text": "撤回", "seen": 2})
    assert (other.status_code, other.json()["code"]) == (409, "another_press")


@pytest.mark.parametrize("name", [" ", "\u202e\u200b", "\u0007"])
def test_a_material_has_a_name_that_is_seen(refusing: House, name: str):
    answer = signed_in(refusing, "clerk1").post("/api/reception/take", papers(lines=[{"name": name}]))
    assert (answer.status_code, answer.json()["code"]) == (422, "material")


def test_what_turns_a_line_round_is_on_no_receipt(clerk: Caller):
    case = taken(clerk, lines=[{"name": "施工\u202e许可\n申请表"}], window="3\u202e")
    assert case["materials"][0]["name"] == "施工许可 申请表"


def test_a_case_answered_before_its_holidays_were_published(
    house: House, clerk: Caller, officer: Caller, monkeypatch: pytest.MonkeyPatch
):
    """The page, the list and the needs show it when the year is known."""
    house.hands.move(days=34)  # 28 December
    clerk = signed_in(house, "clerk1")
    case = act(clerk, taken(clerk, lines=[{"name": "表"}]), "hand_over").json()
    house.hands.move(days=11)
    officer = signed_in(house, "office1")
    assert act(officer, case, "accept").json()["state"] == "accepted"
    made_up = workdays.Notice("样例", ((date(2027, 1, 1), date(2027, 1, 3)),), ())
    monkeypatch.setitem(workdays.NOTICES, 2027, made_up)
    assert officer.get(f"/api/cases/{case['number']}").json()["said"] == "已受理"
    house.hands.move(days=1)
    assert signed_in(house, "manager").get("/api/attention").status_code == 200


@pytest.mark.parametrize("name", ["没有的局", " \u202e ", "区建设管理委1"])
def test_a_case_lies_with_a_department_that_there_is(house: House, clerk: Caller, officer: Caller, name: str):
    """Not taken in for another, not moved to it, and nobody works for it."""
    case = act(clerk, taken(clerk), "hand_over").json()
    manager = signed_in(house, "manager")
    for answer in (
        clerk.post("/api/reception/take", papers(key="f" * 24, project="另一个项目", department=name)),
        act(officer, case, "move", text="不属本局职权", department=name),
        manager.post("/api/cases/posts", {"login": "office1", "department": name}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (422, "no_department")
