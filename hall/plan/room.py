"""Puts the room together, once a process."""

from collections.abc import Callable

from hall.accounts import PageCard, Room
from hall.contract.plan import Plan
from hall.kit import Kit
from hall.plan.drawings import LARGEST
from hall.plan.published import Plans
from hall.plan.routes import Services, router


def open_room(kit: Kit, plans: Plans, services: Services, sample: Callable[[], Plan]) -> Room:
    """``sample``: a made-up hall to begin with."""
    return Room(
        name="plan",
        router=router(kit, plans, services, sample),
        pages=(PageCard("/plan", "大厅图", "画楼层、挪窗口、挂屏，看着屏应答", "Plan"),),
        larger={
            "/api/plan/drawings": LARGEST,
            "/api/plan/import": LARGEST,
            "/api/plan/draft": kit.settings.body_limit,  # counted by hall.plan.reading
        },
    )
