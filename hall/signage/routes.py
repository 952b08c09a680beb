"""HTTP of the screens: the player's page and its pairing, and the manager's page /signs."""

import hashlib
import re
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from fastapi.responses import Response
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from hall.accounts import MANAGERS, Public, may
from hall.kit import Kit, peers
from hall.kit.budget import Allowance
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.kit.http import HEADERS
from hall.signage import service, store
from hall.signage.console import screens_state
from hall.signage.feed import Overrides
from hall.signage.hub import Hub
from hall.signage.published import PlansOrNone
from hall.signage.signing import Signer

PICTOGRAMS = Path(__file__).parents[2] / "assets" / "pictograms"
PAGE_SCRIPTS = (
    "signage/sha256.js",
    "signage/screen-frame.js",
    "signage/screen-paint.js",
    "signage/screen-read.js",
    "signage/screen-lay.js",
    "signage/screen-shot.js",
    "signage/screen.js",
)
LINK_SCRIPTS = (
    "signage/sha256.js",
    "signage/nacl.js",
    "signage/screen-frame.js",
    "signage/screen-store.js",
    "signage/screen-trust.js",
    "signage/screen-alarm.js",
)
KEPT = "public, max-age=604800"
"""A week: on plain http there is no service worker, and a screen that starts without a network has this cache alone.
The hall tells a connected player which page is the newest (``build``), and it fetches that."""

FOR_EVER = "public, max-age=31536000, immutable"
"""Its address names its content. Outside /screen, so that the worker keeps its own address when the page is started
from the player's store."""

LINK = Path(__file__).parent / "pages" / "screen-link.js"
LISTENS = HEADERS["Content-Security-Policy"] + "; connect-src 'self' http: https:"
"""The line may also be opened to stations, whose addresses the hall signs; they are not known to this page."""

PICTURE_LIMIT = 600_000


class Opening(BaseModel):
    model_config = ConfigDict(extra="forbid")
    secret: str = Field(max_length=64)
    size: str = Field("", max_length=32, pattern=r"^[0-9×@. ]*$")


class Claim(BaseModel):
    model_config = ConfigDict(extra="forbid")
    secret: str = Field(max_length=100)


class Pairing(BaseModel):
    model_config = ConfigDict(extra="forbid")
    code: str = Field(max_length=20)
    screen: str = Field(max_length=32)
    replaces: str = Field("", max_length=32)


class Ask(BaseModel):
    model_config = ConfigDict(extra="forbid")
    what: str = Field(max_length=16)


class PlayerPage:
    """The player's page, the same for everybody, rendered once."""

    def __init__(self, kit: Kit) -> None:
        values: dict[str, Any] = {
            "sprite": Markup(sprite()),  # noqa: S704 – our own files
            "call_seconds": kit.settings.board_call_seconds,
            "link": f"/glass/link.js?{hashlib.sha256(LINK.read_bytes()).hexdigest()[:12]}",
            "scripts": [kit.pages.address(name) for name in PAGE_SCRIPTS],
            "link_scripts": [kit.pages.address(name) for name in LINK_SCRIPTS],
        }
        template = kit.pages.environment.get_template("screen.html")
        self.build = hashlib.sha256(template.render(build="", **values).encode()).hexdigest()[:12]
        self.page = template.render(build=self.build, **values).encode()


def sprite() -> str:
    """Every pictogram and arrow as a symbol; they are our own files."""
    symbols = []
    for path in sorted(PICTOGRAMS.glob("*.svg")):
        name = path.stem if path.stem.startswith("arrow_") else f"pictogram_{path.stem}"
        drawn = re.sub(r"^<svg xmlns=\S+|</svg>\s*$", "", path.read_text("utf-8"))
        symbols.append(f'<symbol id="{name.replace("_", "-", 1)}"{drawn}</symbol>')
    return "".join(symbols)


def router(
    kit: Kit, hub: Hub, plans: PlansOrNone, signer: Signer, player: PlayerPage, overrides: Overrides
) -> APIRouter:
    router = APIRouter(include_in_schema=False)
    _player(router, kit, signer, player)
    _console(router, kit, hub, plans, overrides)
    _keys(router, kit, plans)
    return router


def _player(router: APIRouter, kit: Kit, signer: Signer, player: PlayerPage) -> None:
    codes = Allowance(service.AT_ONCE, service.EVERY)

    @router.get("/screen")
    @may(Public("the glass hangs in the hall; what it shows comes signed, over its own WebSocket"))
    async def page() -> Response:
        return Response(player.page, media_type="text/html", headers={"Cache-Control": KEPT})

    @router.get("/glass/link.js")
    @may(Public("the glass's line to the hall; it may also listen to the stations it is told"))
    async def link() -> Response:
        return Response(
            LINK.read_bytes(),
            media_type="text/javascript",
            headers={"Cache-Control": FOR_EVER, "Content-Security-Policy": LISTENS},
        )

    @router.get("/screen/offline.js")
    @may(Public("keeps the glass's page on the glass"))
    async def offline() -> Response:
        text = (Path(__file__).parent / "pages" / "offline.js").read_bytes()
        return Response(
            text,
            media_type="text/javascript",
            headers={"Cache-Control": "no-cache", "Service-Worker-Allowed": "/screen"},
        )

    @router.post("/api/screen/pairing")
    @may(Public("a screen asks for a code; it means nothing until a manager types it"))
    async def open_pairing(request: Request, opening: Opening) -> dict[str, Any]:
        codes.spend(peers.of(request.scope))
        address = request.client.host if request.client else "?"
        agent = request.headers.get("user-agent", "")
        code = await kit.db.write(lambda tx: service.open_pairing(tx, opening.secret, address, agent, opening.size))
        return {"code": code, "seconds": service.CODE_LIFETIME.total_seconds()}

    @router.post("/api/screen/paired")
    @may(Public("a screen shows its secret and learns what it is"))
    async def paired(claim: Claim) -> dict[str, Any]:
        digest = hashlib.sha256(claim.secret.encode()).hexdigest()
        player, waiting = await kit.db.read(
            lambda conn: (store.player_by_secret(conn, digest), store.pairing_by_secret(conn, digest))
        )
        if player is not None:
            return {"player": player.id, "screen": player.screen, "key": signer.public}
        return {"waiting": waiting is not None and waiting.expires_at > kit.clock.now()}

    @router.post("/api/screen/picture")
    @may(Public("a screen shows its secret and sends a picture of itself"))
    async def picture(
        request: Request,
        x_screen_player: Annotated[str, Header(max_length=32)],
        x_screen_secret: Annotated[str, Header(max_length=100)],
    ) -> dict[str, bool]:
        digest = hashlib.sha256(x_screen_secret.encode()).hexdigest()
        player = await kit.db.read(lambda conn: store.player_by_secret(conn, digest))
        if player is None or player.id != x_screen_player:
            raise Problem(401, "unknown_player", "这个播放器没有配对。", "This player is not paired.")
        body = await request.body()
        if len(body) > PICTURE_LIMIT or body[:3] != b"\xff\xd8\xff":
            raise Problem(422, "not_a_picture", "这不是屏幕截图。", "This is not a picture of a screen.")

        def work(tx: Tx) -> None:
            store.put_picture(tx.conn, player.id, tx.now, body)

        await kit.db.write(work)
        return {"kept": True}


def _console(router: APIRouter, kit: Kit, hub: Hub, plans: PlansOrNone, overrides: Overrides) -> None:
    def state(conn: Connection) -> dict[str, Any]:
        published, now = plans.current(conn), kit.clock.now()
        mode = next((one.mode for one in overrides(conn, now, published).values()), "normal")
        return screens_state(
            conn,
            published.revision,
            published.plan,
            now,
            hub.glass(),
            hub.records.failing,
            mode,
            lambda screen: plans.last_hung(conn, screen),
        )

    @router.get("/signs")
    @may(MANAGERS)
    async def signs(request: Request) -> Response:
        return kit.pages.for_staff(request, "signs.html")

    @router.get("/api/signs/stream")
    @may(MANAGERS)
    async def stream() -> Response:
        return kit.live.respond(lambda: kit.db.read(state), shared="signs")

    @router.get("/api/signs/{player}/picture")
    @may(MANAGERS)
    async def picture(player: str) -> Response:
        row = await kit.db.read(lambda conn: store.picture_of(conn, player))
        if row is None:
            raise Problem(404, "no_picture", "这块屏还没有传来截图。", "This screen has not sent a picture yet.")
        return Response(row.body, media_type="image/jpeg", headers={"Cache-Control": "no-store"})


def _keys(router: APIRouter, kit: Kit, plans: PlansOrNone) -> None:
    @router.post("/api/signs/pair")
    @may(MANAGERS)
    async def pair(request: Request, pairing: Pairing) -> dict[str, str]:
        login = request.state.member.login
        return {
            "player": await kit.db.write(
                lambda tx: service.pair(tx, plans, pairing.code, pairing.screen, login, pairing.replaces)
            )
        }

    @router.post("/api/signs/{player}/unpair")
    @may(MANAGERS)
    async def unpair(request: Request, player: str) -> dict[str, bool]:
        login = request.state.member.login
        await kit.db.write(lambda tx: service.unpair(tx, player, login))
        return {"unpaired": True}

    @router.post("/api/signs/{player}/ask")
    @may(MANAGERS)
    async def ask(request: Request, player: str, asked: Ask) -> dict[str, bool]:
        login = request.state.member.login
        await kit.db.write(lambda tx: service.ask(tx, player, asked.what, login))
        return {"asked": True}
