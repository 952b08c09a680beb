"""What of papers needs a person: what was changed in the database by hand, and therefore counts for nothing."""

from datetime import datetime

from sqlalchemy import Connection

from hall.access.granting import Granting
from hall.accounts import Need, Source, Thing

TODO = "它已经不作数，门不会因此打开。请查审计记录，是谁动了数据库；再按原件重新录入、复核。"


def needs_of(granting: Granting) -> Source:
    def needs(conn: Connection, now: datetime) -> list[Need]:
        found = [
            Need(
                "contradiction",
                f"letter:{row.id}",
                f"委托书 {row.number} 被人在数据库里改过",
                TODO,
                (Thing(f"letter:{row.id}:altered", None),),
                where="门禁",
            )
            for row in granting.whole(conn, now).altered
        ]
        if (rules := granting.book.altered(conn)) is not None:
            todo = "它已经不作数，所有的门都开不了。请查审计记录；再由两人重新提交、复核规则。"
            things = (Thing(f"rules:{rules.id}:altered", None),)
            found.append(Need("contradiction", "rules", "门禁规则被人在数据库里改过", todo, things, where="门禁"))
        return found

    return needs
