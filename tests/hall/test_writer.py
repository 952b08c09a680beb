"""The one writer of a process: group commit, refusals that undo themselves, callers that leave."""

import asyncio
import fcntl
import threading
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select

from hall.kit.clock import utc_now
from hall.kit.db import BACKLOG, Database, Turnstile, Tx, pulse
from hall.kit.errors import Problem

thing = Table("thing", MetaData(), Column("id", Integer, primary_key=True))


@pytest.fixture
def db(tmp_path: Path):
    finished: list[int] = []
    db = Database(
        f"sqlite:///{tmp_path / 'x.sqlite'}",
        tmp_path / "lock",
        utc_now,
        lambda _conn, _now, notes: finished.append(len(notes)),
    )

    def found(tx: Tx) -> None:
        pulse.create(tx.conn)
        thing.metadata.create_all(tx.conn)

    db.write_now(found)
    finished.clear()
    db.finished = finished  # type: ignore[attr-defined]
    yield db
    db.close()


def put(n: int):
    def work(tx: Tx) -> int:
        tx.conn.execute(insert(thing).values(id=n))
        tx.note("x", "put", str(n))
        if n < 0:
            raise Problem(409, "negative", "负数", "negative")
        return n

    return work


def things(db: Database) -> list[int]:
    return db.look(lambda conn: list(conn.execute(select(thing.c.id).order_by(thing.c.id)).scalars()))


def held(db: Database) -> threading.Event:
    """The writer busy until the event is set, so that what follows is queued together."""
    go, begun = threading.Event(), threading.Event()

    def wait(_tx: Tx) -> None:
        begun.set()
        go.wait(10)

    db.writer.submit(wait)
    assert begun.wait(10)
    return go


def test_what_waits_is_committed_together(db: Database):
    go = held(db)
    jobs = [db.writer.submit(put(n)) for n in range(50)]
    go.set()
    assert [job.result(10) for job in jobs] == list(range(50))
    assert db.finished == [0, 50], "one transaction for all that waited"  # type: ignore[attr-defined]


def test_a_refusal_undoes_its_own_writes_and_notes_and_nothing_else(db: Database):
    go = held(db)
    jobs = [db.writer.submit(put(n)) for n in (1, -1, 2)]
    go.set()
    assert (jobs[0].result(10), jobs[2].result(10)) == (1, 2)
    with pytest.raises(Problem):
        jobs[1].result(10)
    assert things(db) == [1, 2]
    assert db.finished == [0, 2]  # type: ignore[attr-defined]


def test_a_caller_that_leaves_does_not_stop_the_writer(db: Database):
    go = held(db)

    async def leave() -> None:
        for n in (1, 2, 3):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(db.write(put(n)), 0.01)

    asyncio.run(leave())
    go.set()
    assert db.write_now(put(4)) == 4
    assert things(db) == [4]


def test_a_backlog_is_refused_in_words_before_it_grows_for_ever(db: Database):
    go = held(db)
    jobs = [db.writer.submit(put(n)) for n in range(BACKLOG)]
    with pytest.raises(Problem) as refused:
        db.writer.submit(put(BACKLOG))
    assert refused.value.status == 503
    go.set()
    assert [job.result(30) for job in jobs] == list(range(BACKLOG))


@pytest.mark.says("hall.kit.db", "write transaction failed")
def test_a_driver_error_fails_the_batch_and_the_next_one_works(db: Database):
    go = held(db)
    jobs = [db.writer.submit(put(1)), db.writer.submit(lambda tx: tx.conn.exec_driver_sql("SELECT nonsense"))]
    go.set()
    for job in jobs:
        with pytest.raises(Problem) as refused:
            job.result(10)
        assert refused.value.code == "storage_failed"
    assert things(db) == []
    assert db.write_now(put(1)) == 1


def test_who_waits_for_the_lock_is_not_overtaken_by_who_has_just_had_it(tmp_path: Path):
    """Between processes a lock is an open file; two of them in one process are as good as two processes."""
    here, there = Turnstile(tmp_path / "lock"), Turnstile(tmp_path / "lock")
    order: list[str] = []

    def wait() -> None:
        with there:
            order.append("waited")

    waiter = threading.Thread(target=wait)
    with here:
        waiter.start()
        while _free(tmp_path / "lock.next"):
            pass
    with here:
        order.append("again")
    waiter.join(10)
    assert order == ["waited", "again"]
    here.close()
    there.close()


def _free(path: Path) -> bool:
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
