"""Strangers begin one in a pass of the event loop, household by household; refusals of one leave in a row."""

import asyncio
from itertools import pairwise

from hall.kit.turns import Pace, Turns


def test_at_each_step_of_anybody_else_one_stranger_has_begun():
    async def run() -> list[int]:
        turns, begun = Turns(), 0

        async def stranger() -> None:
            nonlocal begun
            await turns.mine("10.0.0.9")
            begun += 1

        crowd = [asyncio.create_task(stranger()) for _ in range(200)]
        seen = []
        while begun < 200:
            seen.append(begun)
            await asyncio.sleep(0)
        await asyncio.gather(*crowd)
        return seen

    seen = asyncio.run(run())
    steps = [after - before for before, after in pairwise(seen)]
    assert max(steps) == 1


def test_a_crowd_keeps_another_household_waiting_for_one_of_its_own():
    async def run() -> list[str]:
        turns, order = Turns(), list[str]()

        async def stranger(household: str) -> None:
            await turns.mine(household)
            order.append(household)

        crowd = [asyncio.create_task(stranger("crowd")) for _ in range(50)]
        await asyncio.sleep(0)
        one = asyncio.create_task(stranger("one"))
        await asyncio.gather(one, *crowd)
        return order

    order = asyncio.run(run())
    assert order.index("one") <= 4
    assert len(order) == 51


def test_who_has_left_takes_no_turn_and_stops_nobody():
    async def run() -> bool:
        turns = Turns()
        crowd = [asyncio.create_task(turns.mine("crowd")) for _ in range(20)]
        await asyncio.sleep(0)
        for task in crowd[::2]:
            task.cancel()
        await asyncio.gather(*crowd, return_exceptions=True)
        await asyncio.wait_for(turns.mine("crowd"), 5)
        return all(task.done() for task in crowd)

    assert asyncio.run(run())


def test_refusals_of_one_household_leave_one_after_the_other():
    at = 100.0
    pace = Pace(every=0.1, longest=2.0, now=lambda: at, most=2)
    assert [round(pace.wait("crowd"), 3) for _ in range(4)] == [0, 0.1, 0.2, 0.3]
    assert pace.wait("one") == 0, "another's is his own"
    assert max(pace.wait("crowd") for _ in range(100)) == 2
    at += 5
    assert pace.wait("crowd") == 0
    pace.wait("two")
    pace.wait("three")
    assert pace.wait("one") == 0, "forgotten, which costs nothing"
