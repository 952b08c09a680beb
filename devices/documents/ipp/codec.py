"""IPP messages as bytes (RFC 8010). Pure: no I/O, no clock.

A message is a header, groups of attributes, and document data (RFC 8010 section 3.1.1); an attribute is a name and one
or more values, each with a tag of its own. A value nobody here has a shape for keeps its octets, so that whatever was
read can be written back byte for byte.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

DEEPEST = 8
"""Collections within collections; the deepest the registry knows is four."""


class Tag(IntEnum):
    """Delimiter tags (RFC 8010 3.5.1) and value tags (3.5.2)."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04
    UNSUPPORTED_GROUP = 0x05

    UNSUPPORTED = 0x10
    UNKNOWN = 0x12
    NO_VALUE = 0x13
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    OCTETS = 0x30
    DATE_TIME = 0x31
    RESOLUTION = 0x32
    RANGE = 0x33
    COLLECTION = 0x34
    TEXT_WITH_LANGUAGE = 0x35
    NAME_WITH_LANGUAGE = 0x36
    END_COLLECTION = 0x37
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    URI_SCHEME = 0x46
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49
    MEMBER_NAME = 0x4A


@dataclass(frozen=True)
class Range:
    """rangeOfInteger: both ends belong to it."""

    low: int
    high: int

    def __contains__(self, number: int) -> bool:
        return self.low <= number <= self.high


@dataclass(frozen=True)
class Localized:
    """textWithLanguage or nameWithLanguage."""

    language: str
    text: str


@dataclass(frozen=True)
class Value:
    """``data`` by tag: int (integer, enum), bool, str (the character strings 40–5F), Range, Localized, Collection,
    None (out-of-band 10–1F); bytes for all others (dateTime, resolution, octetString, extensions)."""

    tag: int
    data: int | bool | str | bytes | Range | Localized | Collection | None


@dataclass(frozen=True)
class Attribute:
    name: str
    values: tuple[Value, ...]

    def strings(self) -> tuple[str, ...]:
        """The values that are text of any kind."""
        texts = (v.data.text if isinstance(v.data, Localized) else v.data for v in self.values)
        return tuple(text for text in texts if isinstance(text, str))

    def integer(self) -> int | None:
        """The first value, if it is an integer or an enum."""
        data = self.values[0].data
        return data if type(data) is int else None


Collection: TypeAlias = tuple[Attribute, ...]


@dataclass(frozen=True)
class Group:
    tag: int
    attributes: tuple[Attribute, ...]

    def get(self, name: str) -> Attribute | None:
        return next((attribute for attribute in self.attributes if attribute.name == name), None)


@dataclass(frozen=True)
class Message:
    """A request (``code``: operation-id) or a response (``code``: status-code)."""

    code: int
    request_id: int
    groups: tuple[Group, ...] = ()
    data: bytes = b""
    version: tuple[int, int] = (2, 0)

    def of(self, tag: Tag) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if group.tag == tag)


def attribute(name: str, tag: Tag, *data: int | bool | str | bytes | Range | Collection) -> Attribute:
    return Attribute(name, tuple(Value(tag, one) for one in data))


# --- writing ----------------------------------------------------------------------------------------------------------


def encode(message: Message) -> bytes:
    """Raises ``ValueError`` for what does not fit: a name or value of more than 32,767 octets, an attribute without a
    value, an integer beyond 32 bits."""
    try:
        head = struct.pack(">BBHi", *message.version, message.code, message.request_id)
        body = b"".join(bytes((group.tag,)) + b"".join(map(_attribute, group.attributes)) for group in message.groups)
    except struct.error as error:
        raise ValueError(str(error)) from None
    return head + body + bytes((Tag.END,)) + message.data


def _attribute(one: Attribute) -> bytes:
    if not one.values or not one.name:
        raise ValueError("an attribute has a name and at least one value")
    names = [one.name] + [""] * (len(one.values) - 1)  # additional values carry an empty name (RFC 8010 3.1.5)
    return b"".join(_field(value, name) for value, name in zip(one.values, names, strict=True))


def _field(value: Value, name: str) -> bytes:
    data = value.data
    if isinstance(data, tuple):
        return _triple(Tag.COLLECTION, name, b"") + _members(data) + _triple(Tag.END_COLLECTION, "", b"")
    return _triple(value.tag, name, _octets(value))


def _members(members: Collection) -> bytes:
    """RFC 8010 3.1.7: a member's name is the value of a memberAttrName, its values have no name."""
    out = b""
    for member in members:
        if not member.values:
            raise ValueError("a member has at least one value")
        out += _triple(Tag.MEMBER_NAME, "", _text(member.name))
        out += b"".join(_field(value, "") for value in member.values)
    return out


def _triple(tag: int, name: str, octets: bytes) -> bytes:
    named = _text(name)
    return struct.pack(">Bh", tag, len(named)) + named + struct.pack(">h", len(octets)) + octets


def _octets(value: Value) -> bytes:
    data = value.data
    if data is None:
        return b""
    if isinstance(data, bytes):
        return data
    if isinstance(data, str):
        return _text(data)
    if isinstance(data, Localized):
        parts = (_text(data.language), _text(data.text))
        return b"".join(struct.pack(">h", len(part)) + part for part in parts)
    if isinstance(data, Range):
        return struct.pack(">ii", data.low, data.high)
    return bytes((data,)) if isinstance(data, bool) else struct.pack(">i", data)


def _text(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Triple:
    tag: int
    name: str
    octets: bytes


def decode(octets: bytes) -> Message:
    """Raises ``ValueError`` for anything that is not a whole message. Text that is not UTF-8 (old printers answer in
    their own charset) is kept by surrogates."""
    if len(octets) < 8:
        raise ValueError("shorter than a header")
    major, minor, code, request_id = struct.unpack_from(">BBHi", octets)
    reader = _Reader(octets)
    groups = []
    while (tag := reader.octet()) != Tag.END:
        if tag >= Tag.UNSUPPORTED:
            raise ValueError("an attribute outside any group")
        groups.append(Group(tag, tuple(_read_attributes(reader))))
    return Message(code, request_id, tuple(groups), octets[reader.at :], (major, minor))


class _Reader:
    def __init__(self, octets: bytes) -> None:
        self._octets = octets
        self.at = 8

    def octet(self) -> int:
        return self.take(1)[0]

    def peek(self) -> int:
        tag = self.octet()
        self.at -= 1
        return tag

    def take(self, count: int) -> bytes:
        taken = self._octets[self.at : self.at + count]
        if count < 0 or len(taken) < count:
            raise ValueError("it ends in the middle")
        self.at += count
        return taken

    def measured(self) -> bytes:
        return self.take(struct.unpack(">h", self.take(2))[0])

    def triple(self) -> _Triple:
        return _Triple(self.octet(), _from_text(self.measured()), self.measured())


def _read_attributes(reader: _Reader) -> Iterator[Attribute]:
    """Until the next delimiter tag."""
    name, values = "", []
    while reader.peek() >= Tag.UNSUPPORTED:
        triple = reader.triple()
        if triple.name:
            if values:
                yield Attribute(name, tuple(values))
            name, values = triple.name, []
        elif not values:
            raise ValueError("a first value without a name")
        values.append(_value(triple, reader, DEEPEST))
    if values:
        yield Attribute(name, tuple(values))


def _value(triple: _Triple, reader: _Reader, depth: int) -> Value:
    if triple.tag in (Tag.END_COLLECTION, Tag.MEMBER_NAME):
        raise ValueError("part of a collection outside any")
    if triple.tag == Tag.COLLECTION:
        if triple.octets or not depth:
            raise ValueError("a collection with octets of its own, or too deep")
        return Value(triple.tag, tuple(_read_members(reader, depth - 1)))
    return Value(triple.tag, _from_octets(triple.tag, triple.octets))


def _read_members(reader: _Reader, depth: int) -> Iterator[Attribute]:
    name, values = None, []
    while True:
        triple = reader.triple()
        if triple.name:
            raise ValueError("a name within a collection")
        if triple.tag in (Tag.MEMBER_NAME, Tag.END_COLLECTION):
            if name is not None:
                if not values:
                    raise ValueError("a member without a value")
                yield Attribute(name, tuple(values))
            if triple.tag == Tag.END_COLLECTION:
                if triple.octets:
                    raise ValueError("the end of a collection with octets of its own")
                return
            name, values = _from_text(triple.octets), []
        elif name is None:
            raise ValueError("a member without a name")
        else:
            values.append(_value(triple, reader, depth))


def _from_octets(tag: int, octets: bytes) -> int | bool | str | bytes | Range | Localized | None:
    size = len(octets)
    if tag in (Tag.INTEGER, Tag.ENUM) and size == 4:
        return int.from_bytes(octets, "big", signed=True)
    if tag == Tag.BOOLEAN and octets in (b"\0", b"\1"):
        return octets == b"\1"
    if tag == Tag.RANGE and size == 8:
        return Range(*struct.unpack(">ii", octets))
    if tag in (Tag.INTEGER, Tag.ENUM, Tag.BOOLEAN, Tag.RANGE):
        raise ValueError(f"a value of tag {tag:02X} with {size} octets")
    if tag in (Tag.TEXT_WITH_LANGUAGE, Tag.NAME_WITH_LANGUAGE):
        return _localized(octets)
    if 0x40 <= tag <= 0x5F:
        return _from_text(octets)
    return None if tag < 0x20 and not octets else octets


def _localized(octets: bytes) -> Localized:
    reader = _Reader(bytes(8) + octets)
    value = Localized(_from_text(reader.measured()), _from_text(reader.measured()))
    if reader.at != 8 + len(octets):
        raise ValueError("a localized text with something behind it")
    return value


def _from_text(octets: bytes) -> str:
    return octets.decode("utf-8", "surrogateescape")
