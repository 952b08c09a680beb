"""Puts the room together, once a process."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from starlette.middleware import Middleware

from hall.accounts import Front, PageCard, Room
from hall.kit import Kit, keep_secret
from hall.signage.feed import Feed, Sources
from hall.signage.hub import Hub
from hall.signage.needs import frames_refused, screens_in_need
from hall.signage.published import PlansOrNone
from hall.signage.records import Records
from hall.signage.routes import PlayerPage, router
from hall.signage.signing import KEY_FILE, Signer
from hall.signage.wire import PATH, ScreenSocket

WIRE = "the players' WebSocket: a player says its secret first, and is sent nothing before it is known"


@dataclass(frozen=True, kw_only=True)
class Signage(Room):
    hub: Hub
    feed: Feed


def open_room(kit: Kit, plans: PlansOrNone, sources: Sources) -> Signage:
    signer = Signer(keep_secret(kit.settings, KEY_FILE))
    keep = timedelta(days=kit.settings.signs_history_days)
    hub = Hub(Records(kit.db, kit.clock, secrets.token_hex(8), keep), signer, kit.clock)
    feed = Feed(kit, hub, plans, sources, signer)
    player = PlayerPage(kit)
    wire = Middleware(ScreenSocket, kit=kit, hub=hub, signer=signer, joined=feed.joined, build=player.build)
    return Signage(
        name="signage",
        router=router(kit, hub, plans, signer, player, sources.overrides),
        pages=(PageCard("/signs", "导向屏", "每块屏显示什么、配对、截图", "Signs"),),
        needs={"screens": screens_in_need(plans), "refusals": frames_refused(plans)},
        fronts=(Front(PATH, WIRE, wire),),
        hub=hub,
        feed=feed,
    )
