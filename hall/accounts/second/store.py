"""Table: recovery codes that have not been used, by their hash. The secret itself stands with the member, sealed."""

from sqlalchemy import Column, Connection, ForeignKey, String, Table, delete, func, insert, select

from hall.kit.db import metadata

recovery = Table(
    "accounts_recovery",
    metadata,
    Column("code", String(64), primary_key=True),
    Column("member", ForeignKey("accounts_member.id"), nullable=False, index=True),
)


def put_codes(conn: Connection, member: int, codes: list[str]) -> None:
    """In place of those there were."""
    conn.execute(delete(recovery).where(recovery.c.member == member))
    for code in codes:
        conn.execute(insert(recovery).values(code=code, member=member))


def use_code(conn: Connection, member: int, code: str) -> bool:
    return bool(conn.execute(delete(recovery).where(recovery.c.member == member, recovery.c.code == code)).rowcount)


def codes_left(conn: Connection, member: int) -> int:
    return conn.execute(select(func.count()).where(recovery.c.member == member)).scalar_one()
