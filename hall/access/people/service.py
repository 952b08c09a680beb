"""What may be done about people and their cards. Every act is noted; nobody acts upon himself."""

import unicodedata

from sqlalchemy import Connection

from hall.access.people import store
from hall.access.people.cards import CardKeys, card_number, check_pins
from hall.access.people.store import CardRow, PersonRow
from hall.access.seal import Seal
from hall.contract.glyphs import lacking
from hall.kit.db import Tx
from hall.kit.errors import Problem


def add(tx: Tx, number: str, name: str, department: str, login: str, by: str) -> int:
    """Returns his id. Raises :class:`Problem`."""
    number, name = plain("工号", number, 32), plain("姓名", name, 16)
    if store.person_by_number(tx.conn, number) is not None:
        raise Problem(409, "number_taken", f"工号 {number} 已经有人。", f"Somebody has the number {number} already.")
    if department not in {one.id for one in store.departments(tx.conn)}:
        raise Problem(422, "department", "没有这个单位。", "There is no such department.")
    id = store.add_person(tx.conn, number=number, name=name, department=department, login=login.strip().lower()[:32])
    tx.note(by, "person_added", f"person:{id}", department=department)
    return id


def let_go(tx: Tx, id: int, by: str) -> None:
    """For good: his letters and cards count no more."""
    row = found(tx.conn, id)
    not_himself(row, by)
    if row.left_at is None:
        store.set_person(tx.conn, id, left_at=tx.now)
        tx.note(by, "person_left", f"person:{id}")


def set_pins(tx: Tx, keys: CardKeys, id: int, pin: str, duress: str, by: str) -> None:
    """Empty: none. Raises :class:`Problem`."""
    not_himself(found(tx.conn, id), by)
    check_pins(pin, duress)
    whose = known_as(id)
    store.set_person(tx.conn, id, pin=keys.pin(whose, pin), duress=keys.pin(whose, duress))
    tx.note(by, "pin_set" if pin else "pin_dropped", f"person:{id}", duress=bool(duress))


def give_card(tx: Tx, keys: CardKeys, seal: Seal, id: int, number: str, by: str) -> int:
    """Returns the card's id. Raises :class:`Problem`."""
    number = card_number(number)
    return give_kept(tx, seal, id, keys.kept(number), number[-4:], by)


def give_kept(tx: Tx, seal: Seal, id: int, kept: str, last4: str, by: str) -> int:
    """A card as the hall keeps it. Raises :class:`Problem`."""
    row = found(tx.conn, id)
    not_himself(row, by)
    refuse_left(row)
    if (known := store.card_by_hash(tx.conn, kept)) is not None:
        whose = store.person_by_id(tx.conn, known.person)
        raise Problem(
            409,
            "card_taken",
            f"这张卡（尾号 {known.last4}）已经是{whose.name if whose else '别人'}的，先停用再发。",
            "This card is somebody's already; end it first.",
        )
    sealed = seal.of("card", id, kept)
    card = store.add_card(tx.conn, person=id, hash=kept, last4=last4, seal=sealed, given_by=by, given_at=tx.now)
    tx.note(by, "card_given", f"person:{id}", card=card, last4=last4)
    return card


def refuse_left(row: PersonRow) -> None:
    if row.left_at is not None:
        raise Problem(409, "left", "此人已离岗，不能再发卡。", "He has left and is given no card.")


def end_card(tx: Tx, id: int, by: str) -> None:
    """Lost, given back, broken. Who asks for it may be its own bearer: less opens nothing."""
    row = store.card_by_id(tx.conn, id)
    if row is None or row.ended_at is not None:
        raise Problem(404, "no_card", "没有这张卡，或已经停用。", "There is no such card, or it has ended.")
    store.set_card(tx.conn, id, ended_at=tx.now, hash="", seal="")
    tx.note(by, "card_ended", f"person:{row.person}", card=id, last4=row.last4)


def known_as(id: int) -> str:
    """To stations."""
    return f"p{id}"


def found(conn: Connection, id: int) -> PersonRow:
    row = store.person_by_id(conn, id)
    if row is None:
        raise Problem(404, "no_person", "没有这个人。", "There is no such person.")
    return row


def not_himself(row: PersonRow, by: str) -> None:
    if row.login and row.login == by:
        raise Problem(
            403,
            "yourself",
            "自己的卡、函和权限要由另一个人办。",
            "Your own cards, letters and rights are another person's to change.",
        )


def plain(label: str, text: str, longest: int) -> str:
    """One line of visible characters, at least one. Raises :class:`Problem`."""
    text = unicodedata.normalize("NFC", text).strip()
    if not text:
        raise Problem(422, "empty", f"请填{label}。", f"{label} is missing.")
    if len(text) > longest:
        raise Problem(422, "too_long", f"{label}最多 {longest} 个字。", f"{label} has {longest} characters at most.")
    if any(unicodedata.category(c) in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp") for c in text) or lacking(text):
        raise Problem(422, "character", f"{label}里有不能显示的字符。", f"{label} has characters that cannot be shown.")
    return text


def cards_of(conn: Connection, seal: Seal) -> dict[int, list[CardRow]]:
    """By person, without those that somebody wrote into the database by hand."""
    found: dict[int, list[CardRow]] = {}
    for row in store.cards(conn):
        if seal.holds(row.seal, "card", row.person, row.hash):
            found.setdefault(row.person, []).append(row)
    return found
