"""Puts the room together, once a process."""

from dataclasses import dataclass

from hall.accounts import Room
from hall.contract.plan import Plan
from hall.kit import Kit
from hall.plan import Plans
from hall.signage.publishing.coming import Coming
from hall.signage.publishing.desk import PublishingDesk
from hall.signage.publishing.rollout import Rollout
from hall.signage.publishing.routes import InUse, router


@dataclass(frozen=True, kw_only=True)
class Publishing(Room):
    coming: Coming
    rollout: Rollout


def open_room(kit: Kit, plans: Plans, in_use: InUse) -> Publishing:
    """``in_use``: who works at the windows now, and which stations stand where."""
    empty = Plan(name_zh=kit.settings.hall_name_zh, name_en=kit.settings.hall_name_en)
    desk, coming, rollout = PublishingDesk(kit, plans, empty), Coming(empty), Rollout(kit, empty)
    return Publishing(
        name="publishing",
        router=router(kit, plans, desk, coming, in_use),
        runs=(rollout.run,),
        coming=coming,
        rollout=rollout,
    )
