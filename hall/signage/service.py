"""Pairing a browser with a screen of the plan, and what a manager asks of one."""

import re
import secrets
from datetime import timedelta

from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.signage import store
from hall.signage.published import PlansOrNone

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0 O 1 I: read across a hall and typed on a keyboard."""

CODE_LIFETIME = timedelta(minutes=10)
CODE_LENGTH = 6
AT_ONCE, EVERY = 240, 2.5
"""A sender may have so many codes at once (200 screens behind one address, switched on together), and one more in so
many seconds: as many again in the life of a code."""
EVERYWHERE = 4000
"""Open codes at most. Beyond, the oldest of the address that has most makes room: a stranger spends only his own."""

ASKS = ("picture", "identify", "reload")
SECRET = re.compile(r"[0-9a-f]{64}")


def open_pairing(tx: Tx, secret: str, address: str, user_agent: str, size: str) -> str:
    """A code for whoever holds the secret with this SHA-256: a new one each time. Raises :class:`Problem`."""
    if not SECRET.fullmatch(secret):
        raise Problem(
            422, "invalid", "屏幕发来的内容有误，请刷新屏幕。", "The screen's request is not valid; reload it."
        )
    while store.pairings(tx.conn, tx.now) >= EVERYWHERE:
        store.drop_oldest_pairing(tx.conn, tx.now)
    code = new_code()
    while store.pairing_by_code(tx.conn, code, tx.now) is not None:
        code = new_code()
    store.put_pairing(
        tx.conn,
        tx.now,
        secret,
        code=code,
        address=address[:64],
        user_agent=user_agent[:200],
        size=size[:32],
        expires_at=tx.now + CODE_LIFETIME,
    )
    return code


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def pair(tx: Tx, plans: PlansOrNone, code: str, screen: str, by: str, replaces: str = "") -> str:
    """Whoever shows ``code`` is from now on the player of ``screen``. One that has a player already is asked about
    first (409 *paired*): ``replaces`` is the one to be unpaired. Returns the player's id. Raises :class:`Problem`."""
    typed = re.sub(r"[^0-9A-Z]", "", code.upper())
    if len(typed) != CODE_LENGTH:
        counted = f"，填了 {len(typed)} 个" if typed else ""
        raise Problem(
            422,
            "not_a_code",
            f"配对码有六个字符{counted}；请照屏上的码填。",
            f"A pairing code has six characters, not {len(typed)}; copy the one on the screen.",
        )
    found = store.pairing_by_code(tx.conn, typed, tx.now)
    if found is None:
        raise Problem(
            404,
            "unknown_code",
            "没有这个配对码，或已过期；请看屏上现在的码。",
            "There is no such pairing code, or it has expired; read the one on the screen now.",
        )
    hung = plans.current(tx.conn).plan.screen(screen)
    if hung is None:
        raise Problem(
            404,
            "unknown_screen",
            "大厅图上没有这块屏，请先在图上挂屏并发布。",
            "The published plan has no such screen; hang it on the plan first.",
        )
    paired = store.players_of(tx.conn, screen)
    if paired - {replaces}:
        raise Problem(
            409,
            "paired",
            f"屏 {hung.number} 已有播放器。换成这一块？原来的会重新显示配对码。",
            f"Screen {hung.number} has a player. Replace it by this one? The other shows a code again.",
        )
    for gone in paired:
        store.unpair(tx.conn, gone, tx.now, by)
        store.add_ask(tx.conn, gone, "unpaired", tx.now)
    id = f"p{secrets.token_hex(6)}"
    store.add_player(
        tx.conn,
        id=id,
        screen=screen,
        secret=found.secret,
        user_agent=found.user_agent,
        size=found.size,
        paired_at=tx.now,
        paired_by=by,
    )
    store.drop_pairing(tx.conn, found.secret)
    tx.note(by, "screen_paired", f"screen:{screen}", player=id, size=found.size)
    return id


def unpair(tx: Tx, player: str, by: str) -> None:
    known = store.player_by_id(tx.conn, player)
    if known is None or not store.unpair(tx.conn, player, tx.now, by):
        raise Problem(
            404,
            "unknown_player",
            "没有这个播放器，或已解除配对。",
            "There is no such player, or it is unpaired already.",
        )
    store.add_ask(tx.conn, player, "unpaired", tx.now)
    tx.note(by, "screen_unpaired", f"screen:{known.screen}", player=player)


def ask(tx: Tx, player: str, what: str, by: str) -> None:
    """Picture, identify or reload: whichever process holds the connection passes it on."""
    known = store.player_by_id(tx.conn, player)
    if what not in ASKS or known is None or known.unpaired_at is not None:
        raise Problem(
            404, "unknown_player", "没有这个播放器，或不会做这件事。", "There is no such player, or it cannot do this."
        )
    store.add_ask(tx.conn, player, what, tx.now)
    tx.note(by, f"screen_{what}", f"screen:{known.screen}", player=player)
