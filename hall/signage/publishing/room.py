"""Puts the room together, once a process."""

from dataclasses import dataclass

from fastapi import APIRouter

from hall.contract.plan import Plan
from hall.kit import Kit
from hall.plan import Plans
from hall.signage.publishing.coming import Coming
from hall.signage.publishing.desk import Desk
from hall.signage.publishing.rollout import Rollout
from hall.signage.publishing.routes import router


@dataclass(frozen=True)
class Publishing:
    desk: Desk
    coming: Coming
    rollout: Rollout
    router: APIRouter


def open_publishing(kit: Kit, plans: Plans) -> Publishing:
    """The router still has to be included, under the guard of ``app``; ``rollout`` to be run."""
    empty = Plan(name_zh=kit.settings.hall_name_zh, name_en=kit.settings.hall_name_en)
    desk, coming = Desk(kit, plans, empty), Coming(empty)
    return Publishing(desk, coming, Rollout(kit, empty), router(kit, plans, desk, coming))
