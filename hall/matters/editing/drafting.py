"""The one draft, kept with every change; and its way out: sent to a second pair of eyes, published by them or sent
back with a sentence."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from hall.contract.matters import Catalogue
from hall.kit.db import Tx
from hall.kit.errors import Problem
from hall.matters import service
from hall.matters import store as versions
from hall.matters.editing import store
from hall.matters.editing.things import Head, Of, Thing, mark, merged, thing_of, with_thing
from hall.matters.service import Matters


class Edit(BaseModel):
    """``key``: the page's own, the same whenever it asks again. ``was``: the mark of what was before its eyes.
    ``value`` None: without it."""

    model_config = ConfigDict(extra="forbid")
    key: str = Field(min_length=8, max_length=64, pattern=r"^[0-9A-Za-z_-]+$")
    of: Of
    id: str = Field("", max_length=32)
    was: str = Field("", max_length=16)
    value: dict[str, Any] | None


@dataclass(frozen=True)
class Draft:
    """``base``: the revision it was begun from; ``stands``: the one that stands now. ``changed`` False: it is what
    stands. ``editors``: who changed it, when last."""

    version: int
    base: int
    stands: int
    catalogue: Catalogue
    changed: bool = False
    sent_by: str = ""
    sent_at: datetime | None = None
    word: str = ""
    word_by: str = ""
    editors: dict[str, datetime] = field(default_factory=dict)


def draft_of(conn: Connection, matters: Matters) -> Draft:
    stands, row = matters.current(conn), store.get_draft(conn)
    revision = stands.revision if stands else 0
    if row is None or row.body is None:
        return Draft(row.version if row else 0, revision, revision, stands.catalogue if stands else Catalogue())
    told = row.sent_by, row.sent_at, row.word, row.word_by
    return Draft(row.version, row.base, revision, store.unpack(row.body), True, *told, store.editors(conn))


def expect(conn: Connection, matters: Matters, version: int) -> Draft:
    """The draft, if it is still ``version`` and there is one."""
    draft = draft_of(conn, matters)
    if draft.version != version:
        by = next(reversed(draft.editors), "别人")
        zh = f"草稿刚被 {by} 改过，请看过新的再办。"
        raise Problem(409, "stale", zh, "The draft has changed since; look at it first.")
    if not draft.changed:
        raise Problem(409, "nothing", "草稿和现行的一样，没有可办的改动。", "The draft changes nothing.")
    return draft


def change(tx: Tx, matters: Matters, asked: Edit, thing: Thing | None, by: str) -> Draft:
    """One thing is another now. Asked again with the same key, it answers again. Raises Problem."""
    draft = draft_of(tx.conn, matters)
    if store.edit_by_key(tx.conn, asked.key) is not None:
        return draft
    was = thing_of(draft.catalogue, asked.of, asked.id)
    if mark(was) == mark(thing):
        return draft
    if mark(was) != asked.was:
        raise _written_over(tx.conn, asked, was)
    catalogue = with_thing(draft.catalogue, asked.of, asked.id, thing)
    return take(tx, matters, draft, catalogue, asked.key, f"{asked.of}:{asked.id}", by)


def take(tx: Tx, matters: Matters, draft: Draft, catalogue: Catalogue, key: str, about: str, by: str) -> Draft:
    """The draft is this catalogue from now on. Whoever was to look at it has another before him: it is sent again."""
    version = draft.version + 1
    store.add_edit(tx.conn, key=key, version=version, about=about, at=tx.now, by=by)
    kept = {"word": draft.word, "word_by": draft.word_by} if not draft.sent_by else {"word": "", "word_by": ""}
    body = store.pack(catalogue)
    store.put_draft(tx.conn, version=version, base=draft.base, body=body, sent_by="", sent_at=None, **kept)
    tx.note(by, "matters_changed", about or "matters", version=version)
    return draft_of(tx.conn, matters)


def discard(tx: Tx, matters: Matters, version: int, by: str) -> None:
    draft = expect(tx.conn, matters, version)
    _close(tx, draft.version + 1)
    tx.note(by, "matters_discarded", f"matters:{draft.base}", editors=list(draft.editors))


def rebase(tx: Tx, matters: Matters, version: int, by: str) -> tuple[str, ...]:
    """Upon what stands now. What both changed stays as the draft has it; its names are returned."""
    draft, stands = expect(tx.conn, matters, version), matters.current(tx.conn)
    row = versions.at_revision(tx.conn, draft.base)
    if stands is None or draft.base == stands.revision:
        return ()
    catalogue, clashes = merged(row.catalogue() if row else Catalogue(), draft.catalogue, stands.catalogue)
    values = {"version": draft.version + 1, "base": stands.revision, "body": store.pack(catalogue)}
    store.put_draft(tx.conn, **values, sent_by="", sent_at=None, word=draft.word, word_by=draft.word_by)
    tx.note(by, "matters_rebased", f"matters:{stands.revision}", before=draft.base, clashes=clashes)
    return clashes


def send(tx: Tx, matters: Matters, version: int, by: str) -> None:
    """To a second pair of eyes."""
    draft = _upon_what_stands(expect(tx.conn, matters, version))
    store.put_draft(tx.conn, **_row(draft), sent_by=by, sent_at=tx.now, word="", word_by="")
    tx.note(by, "matters_sent", f"matters:{draft.base}", version=version)


def give_back(tx: Tx, matters: Matters, version: int, word: str, by: str) -> None:
    """Not yet: ``word`` says what is wrong with it."""
    draft = _sent(expect(tx.conn, matters, version))
    store.put_draft(tx.conn, **_row(draft), sent_by="", sent_at=None, word=word, word_by=by)
    tx.note(by, "matters_sent_back", f"matters:{draft.base}", version=version, word=word)


def publish(tx: Tx, matters: Matters, version: int, by: str) -> int:
    """By somebody who changed nothing of it, and has read what it does. That the compiler is content was asked of this
    very version before."""
    draft = _upon_what_stands(_sent(expect(tx.conn, matters, version)))
    if by in draft.editors:
        zh = "您改过这份草稿：发布要由没有改过它的另一人复核。"
        raise Problem(403, "second_person", zh, "You changed this draft; somebody who did not has to publish it.")
    about = {"editors": list(draft.editors), "sent_by": draft.sent_by, "draft": version}
    revision = service.keep(tx, draft.catalogue, by, **about)
    _close(tx, version + 1)
    return revision


def _written_over(conn: Connection, asked: Edit, was: Thing | None) -> Problem:
    row = store.last_edit(conn, f"{asked.of}:{asked.id}")
    name = "开头的说明" if asked.of == "head" or isinstance(was, Head) else getattr(was, "name", "") or asked.id
    zh = f"“{name}”刚被 {row.by if row else '别人'} 改过，您这一处没有写进去；请看过新的再改。"
    return Problem(409, "stale", zh, "Somebody has changed this since; look at it and change it again.")


def _sent(draft: Draft) -> Draft:
    if not draft.sent_by:
        raise Problem(
            409, "not_sent", "草稿还没有送审，或已经退回。", "The draft has not been sent to a second person."
        )
    return draft


def _upon_what_stands(draft: Draft) -> Draft:
    if draft.base != draft.stands:
        zh = f"这期间第 {draft.stands} 版已经发布，请先把草稿并到新版上。"
        raise Problem(409, "moved_on", zh, "Another version was published since; bring the draft onto it first.")
    return draft


def _row(draft: Draft) -> dict[str, Any]:
    return {"version": draft.version, "base": draft.base, "body": store.pack(draft.catalogue)}


def _close(tx: Tx, version: int) -> None:
    store.put_draft(tx.conn, version=version, base=0, body=None, sent_by="", sent_at=None, word="", word_by="")
    store.forget_edits(tx.conn)
