"""What happens at a window."""

from datetime import timedelta

import pytest

from hall.queue import store
from hall.queue.in_use import in_use
from hall.queue.numbers import RESERVED, next_block, next_free
from hall.queue.wait import wait_range
from tests.hall.caller import House, enrolled, order, signed_in


class Window:
    def __init__(self, house: House, login: str, window: str) -> None:
        self.caller, self.window = signed_in(house, login, window), window
        self.current: dict | None = None

    def press(self, act: str, **more):
        body = {"window": self.window, "current": self.current["id"] if self.current else None} | more
        answer = self.caller.post(f"/api/window/{act}", body)
        if answer.status_code == 200:
            self.current = answer.json()["current"]
            return self.current and self.current["number"]
        return answer.json()["code"]

    def state(self):
        return self.caller.get(f"/api/window/{self.window}").json()


@pytest.fixture
def window(house: House, station) -> Window:
    for i in range(8):
        order(station, f"visit-{i:04}")
    return Window(house, "clerk1", "w1")


def test_next_calls_in_order_and_finishes_only_who_was_served(window):
    assert window.press("next") == "A001"
    window.press("arrived")
    assert [window.press("next") for _ in range(2)] == ["A002", "A003"]
    assert [t["number"] for t in window.state()["missed"]] == ["A002"], "nobody has served him"
    assert window.press("finish") is None
    assert window.press("finish") == "nobody_here"
    assert window.state()["waiting"][0]["count"] == 5


def test_a_key_pressed_twice_calls_once(window):
    body = {"window": "w1", "current": None}
    first = window.caller.post("/api/window/next", body)
    second = window.caller.post("/api/window/next", body)
    assert first.json()["current"]["number"] == "A001"
    assert (second.status_code, second.json()["code"]) == (409, "page_behind")
    assert window.state()["current"]["number"] == "A001"


def test_a_number_is_missed_only_after_three_calls(window):
    assert window.press("next") == "A001"
    assert window.press("missed") == "call_again_first"
    assert [window.press("again"), window.press("again"), window.press("again")] == ["A001", "A001", "called_enough"]
    assert window.press("missed") is None
    assert [t["number"] for t in window.state()["missed"]] == ["A001"]


def miss(window: Window) -> int:
    window.press("next")
    window.press("again")
    window.press("again")
    assert window.current
    ticket = window.current["id"]
    window.press("missed")
    return ticket


def test_a_missed_number_is_called_once_more_after_three_others(window):
    ticket = miss(window)
    for number in ("A002", "A003", "A004"):
        assert window.press("once-more", ticket=ticket) in ("too_soon", "finish_first")
        assert window.press("next") == number
    window.press("finish")
    assert window.press("once-more", ticket=ticket) == "A001"
    window.press("again")
    window.press("again")
    window.press("missed")
    assert window.press("once-more", ticket=ticket) == "called_again_already"


def test_a_missed_number_is_called_at_once_when_nobody_else_waits(house: House, station):
    order(station, "visit-0001")
    window = Window(house, "clerk1", "w1")
    ticket = miss(window)
    assert [one["left"] for one in window.state()["missed"]] == [0]
    assert window.press("once-more", ticket=ticket) == "A001"


def test_the_last_press_is_undone_and_all_is_as_it_was(house: House, window):
    def numbers():
        return house.db.look(
            lambda c: (c.execute(store.ticket.select()).all(), c.execute(store.counter.select()).all())
        )

    assert window.press("undo") == "nothing_to_undo"
    window.press("next")
    for act in ("next", "again", "arrived", "next", "finish"):
        before = numbers()
        window.press(act)
        assert numbers() != before
        assert window.state()["undo"]["act"] == act
        window.press("undo")
        assert numbers() == before, act
        assert window.press("undo") == "nothing_to_undo", "one press, once"
        window.press(act)
    house.hands.move(minutes=2)
    assert window.press("undo") == "nothing_to_undo"


def test_what_another_has_acted_on_is_not_undone(house: House, window):
    miss(window)
    window.press("next")
    window.press("undo")
    window.press("next")
    window.press("next")
    other = Window(house, "clerk2", "w2")
    missed = next(t for t in window.state()["missed"] if t["number"] == "A002")
    house.write(lambda tx: store.set_ticket(tx.conn, missed["id"], called_again=True))
    assert other.press("undo") == "nothing_to_undo"
    assert window.press("undo") == "acted_on_since"


def test_one_who_has_arrived_is_neither_recalled_nor_missed(window):
    window.press("next")
    window.press("arrived")
    assert window.current
    assert window.current["state"] == "serving"
    assert window.current["came_at"] >= window.current["called_at"]
    assert (window.press("again"), window.press("missed")) == ("called_enough", "call_again_first")
    assert window.press("finish") is None


def test_a_window_calls_only_what_it_serves(house: House, station):
    order(station, "visit-0001", "intake")
    order(station, "visit-0002", "pickup")
    assert Window(house, "clerk1", "w7").press("next") == "C001"
    assert Window(house, "clerk2", "w6").press("next") == "nobody_waiting"


def test_a_window_of_two_services_takes_whoever_came_first(house: House, station):
    order(station, "visit-0001", "advice")
    order(station, "visit-0002", "intake")
    order(station, "visit-0003", "advice")
    window = Window(house, "clerk1", "w5")
    assert [window.press("next") for _ in range(3)] == ["B001", "A001", "B002"]


def test_only_the_one_who_sits_there_may_call(house: House, window):
    window.press("next")
    other = signed_in(house, "clerk2")
    assert other.post("/api/window/next", {"window": "w1", "current": 1}).json()["code"] == "not_your_seat"
    assert other.post("/api/window/sit", {"window": "w1"}).json()["code"] == "window_busy"
    window.press("finish")
    assert other.post("/api/window/sit", {"window": "w1"}).json()["code"] == "seat_taken", "a colleague is asked about"
    assert other.post("/api/window/sit", {"window": "w1", "instead": True}).status_code == 200
    assert window.press("next") == "not_your_seat"


def test_nobody_leaves_a_visitor_behind(window):
    window.press("next")
    assert window.caller.post("/api/window/leave").json()["code"] == "finish_first"
    assert window.caller.post("/api/window/sit", {"window": "w2"}).json()["code"] == "finish_first"


def test_the_board_shows_each_call_with_the_words_that_are_spoken(house: House, window):
    window.press("next")
    window.press("again")
    calls = house.caller().get("/api/board").json()["calls"]
    assert [c["sentence"] for c in calls] == ["请A001号到1号窗口"], "a number once, however often it is called"
    assert [c["ordinal"] for c in calls] == [2]
    assert {c["direction_zh"] for c in calls} == {"左前方"}
    house.hands.move(minutes=16)
    assert house.caller().get("/api/board").json()["calls"] == [], "a call has its lease"


def test_the_board_says_nothing_personal(house: House, station):
    order(station, "visit-0001", subject={"kind": "id_number", "hash": "f" * 64, "last4": "998X"})
    Window(house, "clerk1", "w1").press("next")
    text = house.caller().get("/api/board").text
    assert "998X" not in text
    assert "ffff" not in text


def test_an_hour_back_gives_no_number_twice_and_nobody_passes(house: House, station):
    given = [order(station, f"visit-{i:04}")["n"] for i in range(3)]
    house.hands.move(hours=-1)
    given += [order(station, f"later-{i:04}")["n"] for i in range(3)]
    assert given == [1, 2, 3, 4, 5, 6]
    window = Window(house, "clerk1", "w1")
    assert [window.press("next") for _ in range(6)] == [f"A00{n}" for n in range(1, 7)]


def test_an_hour_back_across_midnight_does_not_bring_yesterday_back(house: House, station):
    house.hands.move(hours=15, minutes=10)  # 00:10 on the 25th in Shanghai
    assert order(station, "visit-0001")["day"] == "2026-11-25"
    house.hands.move(hours=-1)
    assert (order(station, "visit-0002")["day"], order(station, "visit-0002")["n"]) == ("2026-11-25", 2)
    house.hands.move(hours=-24)
    assert order(station, "visit-0003")["day"] == "2026-11-23", "by a day, the clock was wrong before"


def test_numbers_begin_again_each_business_day(house: House, station):
    order(station, "visit-0001")
    house.hands.move(hours=14, minutes=59)
    assert order(station, "visit-0002")["n"] == 2
    house.hands.move(minutes=2)
    assert (order(station, "visit-0003")["n"], order(station, "visit-0003")["day"]) == (1, "2026-11-25")


def test_the_counter_steps_over_blocks_and_ends_at_four_digits(house: House, station):
    from hall.queue import store

    day = house.queue.clock.day()
    order(station, "visit-0001")
    for at, expected in ((700, 700), (701, 1000), (9000, 9000), (9001, None)):
        house.write(lambda tx, at=at: store.move_counter(tx.conn, day, "intake", at, tx.now))
        answer = station.post("/api/station/tickets", {"key": f"visit-{at}x", "service": "intake"})
        assert (answer.json().get("n"), answer.json().get("code")) == (
            (expected, None) if expected else (None, "numbers_used_up")
        )


def test_counter_and_blocks_never_meet():
    blocks, taken = [], 0
    while (span := next_block(taken, 20)) is not None:
        blocks.append(range(span[0], span[1] + 1))
        taken = span[1]
    counted, n = set(), 1
    while (given := next_free(n)) is not None:
        counted.add(given)
        n = given + 1
    blocked = [n for block in blocks for n in block]
    assert len(blocked) == len(set(blocked))
    assert not counted & set(blocked)
    assert max(counted) < 9001
    assert all(any(a <= n <= b for a, b in RESERVED) for n in blocked)


def test_a_wait_is_told_only_from_visits_that_were():
    assert wait_range(3, 0, [300.0] * 9) is None
    assert wait_range(3, 2, [300.0] * 4) is None
    assert wait_range(0, 2, [300.0] * 5) == (0, 3)
    assert wait_range(6, 2, [240, 300, 300, 360, 600]) == (15, 21)


def test_waits_are_learnt_from_the_day(house: House, station):
    window = Window(house, "clerk1", "w1")
    for i in range(6):
        order(station, f"visit-{i:04}")
        window.press("next")
        house.hands.move(minutes=5)
        window.press("finish")
    order(station, "visit-1000")
    house.queue._took.clear()
    seen = order(station, "visit-1001")
    assert (seen["ahead"], seen["wait_low"], seen["wait_high"]) == (1, 5, 10)


def test_a_station_clock_that_runs_ahead_gains_nothing_and_loses_nothing(house: House, station):
    other = enrolled(house, "自助机 ZZ-03")
    other.get("/api/station/snapshot")
    order(station, "visit-0001")
    future = (house.hands.at + timedelta(hours=9)).isoformat()
    from tests.hall.caller import block_ticket, report

    n = other.get("/api/station/snapshot").json()["blocks"]
    first = next(b["first"] for b in n if (b["service"], b["day"]) == ("intake", "2026-11-24"))
    ack = other.post("/api/station/reports", {"reports": [report(1, block_ticket("k-000001", first, "t", future))]})
    assert ack.json()["refused"] == []
    order(station, "visit-0002")
    window = Window(house, "clerk1", "w1")
    assert [window.press("next") for _ in range(3)] == ["A001", f"A{first}", "A002"]


def test_who_works_at_a_window_is_said_to_who_would_take_it_away(window: Window, house: House):
    def said() -> dict[str, str]:
        return house.write(lambda tx: in_use(house.queue, tx.conn))

    name = window.state()["seat"]["name"]
    assert said() == {"w1": f"1 号窗口有人在办公（{name}），等它叫号的有 8 人。"}
    window.press("next")
    assert said()["w1"] == f"1 号窗口有人在办公（{name}），正在叫 A001，等它叫号的有 7 人。"
    window.caller.post("/sign-out")
    assert said() == {}
