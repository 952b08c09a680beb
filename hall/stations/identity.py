"""Codes only the city's platform can resolve: an interface, and a simulator that makes people up.

The real exchange (code → tokenSNO → accessToken → name and number) needs an agreement with the city; nothing of it is
guessed at here. A terminal cannot read a 随申码 itself.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Protocol

from hall.contract.ids import IdKind, id_check_character, mask_name, mask_number, subject_of
from hall.contract.snapshot import CodeOwner
from hall.kit.errors import Problem

SUISHEN = re.compile(r"https://s\.sh\.gov\.cn/[0-9a-f]{28}0[678]\d{13}")
"""A dynamic 随申码 as six public samples have it: 28 hex digits, client 06 app, 07 WeChat or 08 Alipay, milliseconds.
Whether these are of making or expiry is not publicly known, so they are not judged. The layout is inferred."""


@dataclass(frozen=True)
class Owner:
    """In memory only."""

    kind: IdKind
    name: str
    number: str


class IdentityProvider(Protocol):
    name: str

    def resolve(self, text: str) -> Owner:
        """Who showed this code. Raises :class:`Problem` if the code is not known or the platform is away."""
        ...


class NoProvider:
    name = "none"

    def resolve(self, text: str) -> Owner:
        raise Problem(
            503,
            "no_identity_provider",
            "大厅尚未接入随申码核验，请改用身份证或手工输入。",
            "This hall cannot check city codes yet; use the ID card or type the number.",
        )


class SimulatedProvider:
    """SIMULATED. The same code always gives the same made-up person: born in 1990–1999, region 310117, number valid by
    GB 11643, sequence 9xx. For the sample hall and tests."""

    name = "simulated"

    def resolve(self, text: str) -> Owner:
        if not SUISHEN.fullmatch(text.strip()):
            raise Problem(
                422,
                "unknown_code",
                "认不出这个码，请出示随申码，或改用身份证。",
                "This code is not recognised; show your Suishenma or use the ID card.",
            )
        seed = int.from_bytes(hashlib.sha256(text.strip()[:50].encode()).digest()[:8])
        first = f"310117{1990 + seed % 10}{1 + seed // 10 % 12:02d}{1 + seed // 120 % 28:02d}9{seed // 3360 % 100:02d}"
        surname = "赵钱孙李周吴郑王"[seed // 336000 % 8]
        return Owner("id_number", surname + "样例", first + id_check_character(first))


def provider(kind: str) -> IdentityProvider:
    return SimulatedProvider() if kind == "simulated" else NoProvider()


def owner_masked(owner: Owner, key: bytes, name: str) -> CodeOwner:
    """``key``: of the station that is told."""
    return CodeOwner(
        kind="person" if owner.kind == "id_number" else "firm",
        name_masked=mask_name(owner.name),
        number_masked=mask_number(owner.number),
        subject=subject_of(owner.kind, owner.number, key),
        provider=name,
    )
