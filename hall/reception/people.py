"""How applicants are known here, and what is held of one for whoever asks with his number."""

import hashlib

from sqlalchemy import Connection

from hall.contract.ids import IdKind, subject_of
from hall.contract.receipts import Receipt
from hall.contract.subjects import carried, derive
from hall.kit.db import Tx
from hall.reception import store
from hall.reception.store import CaseRow

MOST = 500
"""Cases of one applicant that are told at once."""


def own_key(root: bytes) -> bytes:
    """Under which cases know applicants: it says nothing of tickets, cards or days."""
    return derive(root, "cases")


def rekey_cases(tx: Tx, old: bytes, new: bytes) -> None:
    """The root is another: applicants stay who they were, and the same papers are known again."""
    for row in store.with_subject(tx.conn):
        mine = carried(row.subject_hash, own_key(old), own_key(new)) or ""
        store.put_case(tx.conn, row.number, subject_hash=mine, same=same_papers(row.paper, mine))


def same_papers(receipt: Receipt, hashed: str) -> str:
    """Equal for the same papers: of this matter, for this project, by this applicant, for this purpose."""
    of = (receipt.matter, receipt.project, hashed or receipt.applicant, receipt.origin)
    return hashlib.sha256("\0".join(of).encode()).hexdigest()


def cases_of(conn: Connection, root: bytes, kind: IdKind, number: str) -> list[CaseRow]:
    """The oldest first."""
    return store.of_subject(conn, kind, subject_of(kind, number, own_key(root)).hash, MOST)
