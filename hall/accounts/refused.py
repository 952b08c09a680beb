"""Who tried what his role does not allow, and who tried to sign in too often, is written down (GB/T 22239-2019,
8.1.4.3: security events of every user)."""

import time
from contextlib import suppress

from hall.accounts.sessions import Member
from hall.kit import Kit
from hall.kit.errors import Problem
from hall.kit.sparse import Sparse

AGAIN = 60.0
"""Seconds: the same try again within them is the same event, so that nobody fills the trail by holding down a key."""
MOST = 1000


class Refused:
    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._noted: dict[tuple[str, str, str], float] = {}
        self._sparse = Sparse()

    async def role(self, member: Member, tried: str) -> None:
        """``tried``: the route by its own name; what was typed into the address is not kept."""
        await self._note(member.login, "role_refused", tried, role=member.role)

    async def attempt(self, kind: str, login: str | None, address: str) -> None:
        """``kind``: of what was tried. ``login``: None where nobody has that name; what was typed may be anything."""
        await self._note(login or "?", f"{kind}_held_off", f"address:{address}")

    async def _note(self, actor: str, action: str, about: str, **detail: str) -> None:
        """Without a database the refusal stands all the same."""
        event, now = (actor, action, about), time.monotonic()
        if now - self._noted.get(event, -AGAIN) < AGAIN:
            return
        self._noted[event] = now
        while len(self._noted) > MOST:
            del self._noted[next(iter(self._noted))]
        with suppress(Problem):
            await self._kit.db.write(
                lambda tx: self._sparse.note(tx, f"{action} {actor}", actor, action, about, **detail),
                quiet="a refusal changes nothing that anybody sees",
            )
