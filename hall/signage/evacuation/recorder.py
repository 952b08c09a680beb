"""Writes what was pressed as soon as the database takes it, with its true moment and person; tried until it is."""

import asyncio
import logging
from contextvars import Context

from hall.kit import Database
from hall.kit.errors import Problem
from hall.signage.evacuation.pressed import Press, Pressed
from hall.signage.evacuation.service import record

log = logging.getLogger(__name__)

AGAIN = 0.5
"""Seconds between two tries."""

PATIENCE = 10.0
"""Seconds after which a try that has no answer is made anew: a press has its key, so that it is never written twice."""


class Recorder:
    def __init__(self, db: Database, pressed: Pressed) -> None:
        self._db, self._pressed = db, pressed
        self._running: asyncio.Task[None] | None = None
        self._answers: dict[str, asyncio.Future[int]] = {}

    async def resume(self) -> None:
        """What was pressed before this process started."""
        self._soon()

    async def write(self, press: Press, within: float) -> int | None:
        """The alarm's id; None where the database has not answered in time: it goes on being tried. Raises
        :class:`Problem` where there is none to begin."""
        answer = self._answers.setdefault(press.key, asyncio.get_running_loop().create_future())
        self._soon()
        await asyncio.wait({answer}, timeout=within)
        return answer.result() if answer.done() else None

    def _soon(self) -> None:
        if self._running is None or self._running.done():
            # Of its own: it is not given up with the press that began it.
            self._running = asyncio.get_running_loop().create_task(self._run(), context=Context())

    async def _run(self) -> None:
        while waiting := self._pressed.waiting():
            for press in waiting:
                try:
                    id = await asyncio.wait_for(self._db.write(lambda tx, one=press: record(tx, one)), PATIENCE)
                except Problem as problem:
                    if problem.status >= 500:
                        break
                    self._done(press, problem)
                except Exception:
                    log.exception("an alarm that runs cannot be written; it is tried again")
                    break
                else:
                    self._done(press, id)
            else:
                continue
            await asyncio.sleep(AGAIN)

    def _done(self, press: Press, how: int | Problem) -> None:
        self._pressed.written(press.key)
        answer = self._answers.pop(press.key, None)
        if answer is None or answer.done():
            return
        if isinstance(how, Problem):
            answer.set_exception(how)
            answer.exception()  # who pressed may have left
        else:
            answer.set_result(how)
