"""Puts the room together, once a process."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter, FastAPI

from hall.kit import Kit, keep_secret
from hall.signage.feed import Feed, Sources
from hall.signage.hub import Hub
from hall.signage.published import Plans
from hall.signage.records import Records
from hall.signage.routes import Glass, router
from hall.signage.signing import KEY_FILE, Signer
from hall.signage.wire import Wire


@dataclass(frozen=True)
class Signage:
    hub: Hub
    feed: Feed
    signer: Signer
    router: APIRouter

    def stand_at(self, app: FastAPI, kit: Kit, build: str) -> None:
        """The players' WebSocket, in front of the application."""
        app.add_middleware(Wire, kit=kit, hub=self.hub, signer=self.signer, joined=self.feed.joined, build=build)


def open_signage(app: FastAPI, kit: Kit, plans: Plans, sources: Sources) -> Signage:
    """The room's router still has to be included, under the guard of ``app``."""
    signer = Signer(keep_secret(kit.settings, KEY_FILE))
    keep = timedelta(days=kit.settings.signs_history_days)
    hub = Hub(Records(kit.db, kit.clock, secrets.token_hex(8), keep), signer, kit.clock)
    feed = Feed(kit, hub, plans, sources, signer)
    glass = Glass(kit)
    signage = Signage(hub, feed, signer, router(kit, hub, plans, signer, glass, sources.beats))
    signage.stand_at(app, kit, glass.build)
    return signage
