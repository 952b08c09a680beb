"""Strangers begin one in a pass of the event loop, household by household."""

import asyncio
from itertools import pairwise

from hall.kit.turns import Turns


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
