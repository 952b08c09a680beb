"""Puts the room together, once a process."""

from hall.accounts import PageCard, Room
from hall.kit import Kit
from hall.signage.published import PlansOrNone
from hall.signage.replay.routes import router
from hall.signage.replay.service import CalledAgain, PlanAt


def open_room(kit: Kit, plans: PlansOrNone, plan_at: PlanAt, called: CalledAgain) -> Room:
    return Room(
        name="replay",
        router=router(kit, plans, plan_at, called),
        pages=(PageCard("/signs/replay", "屏幕回看", "某块屏在某一分钟显示了什么", "Replay"),),
    )
