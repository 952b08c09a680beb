"""What a station says of a person becomes what the hall keeps, before it is written: a ticket keeps him for its day,
and the report that brought it keeps nothing of him."""

import asyncio
from datetime import date
from typing import Any

from pydantic import ValidationError

from hall.contract.ids import Subject
from hall.contract.queue import BlockTicket, TicketOrder
from hall.kit import Kit
from hall.queue import People
from hall.stations.keys import store


class Said:
    """Arithmetic of about a millisecond a person: on a thread of its own, not on the writer's."""

    def __init__(self, kit: Kit, people: People) -> None:
        self._kit, self._people = kit, people

    async def in_order(self, station: str, order: TicketOrder) -> TicketOrder:
        if order.subject is None:
            return order
        return order.model_copy(update={"subject": await self.person(station, order.subject)})

    async def person(self, station: str, said: Subject) -> Subject:
        """As tickets of today keep him; without a hash where he is not to be known."""
        known = await self._known(station)
        return await asyncio.to_thread(self._kept, said, station, self._kit.clock.day(), known)

    async def in_reports(self, station: str, batch: Any) -> Any:
        """``batch``: envelopes whose bodies may be anything; a person in a body that can be read is replaced."""
        if any(_person(one.body) is not None for one in batch.reports):
            known = await self._known(station)
            await asyncio.to_thread(self._replace, station, batch, known)
        return batch

    def _replace(self, station: str, batch: Any, known: bool) -> None:
        for one in batch.reports:
            if _person(one.body) is None:
                continue
            try:
                told = BlockTicket.model_validate(one.body["ticket"])
            except ValidationError:
                continue  # the report is refused for it, in words
            if told.subject is not None:
                kept = self._kept(told.subject, station, told.day, known)
                one.body = one.body | {"ticket": one.body["ticket"] | {"subject": kept.model_dump()}}

    async def _known(self, station: str) -> bool:
        """Whether its key comes from the root we have."""
        row = await self._kit.db.read(lambda conn: store.of(conn, station))
        return row is not None and row.mark == self._people.mark

    def _kept(self, said: Subject, station: str, day: date, known: bool) -> Subject:
        return self._people.known(said, station, day) if known else said.model_copy(update={"hash": ""})


def without_person(body: dict[str, Any]) -> dict[str, Any]:
    if _person(body) is None:
        return body
    return body | {"ticket": {name: value for name, value in body["ticket"].items() if name != "subject"}}


def _person(body: dict[str, Any]) -> Any:
    ticket = body.get("ticket")
    return ticket.get("subject") if isinstance(ticket, dict) else None
