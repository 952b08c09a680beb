"""Pictograms a place may name, and which kind of place is never shown without one."""

from hall.contract.plan import Place, PlaceKind

PICTOGRAMS = frozenset(
    {
        "toilet",
        "accessible_toilet",
        "wheelchair",
        "nursing_room",
        "water",
        "lift",
        "stairs",
        "escalator",
        "exit",
        "kiosk",
        "printer",
        "information",
        "window",
        "meeting",
        "expert",
        "waiting",
        "first_aid",
        "phone",
        "parking",
        "restaurant",
    }
)
"""Names every screen can draw. Meanings follow GB/T 10001 and ISO 7001."""

BY_KIND: dict[PlaceKind, str] = {
    "toilet": "toilet",
    "accessible_toilet": "accessible_toilet",
    "nursing_room": "nursing_room",
    "water": "water",
    "lift": "lift",
    "stairs": "stairs",
    "exit": "exit",
    "kiosk": "kiosk",
    "desk": "information",
}
"""What is known by its picture before its name."""

WHEELCHAIR = "wheelchair"
"""Marks a line that is for step-free ways alone."""


def pictogram_of(place: Place) -> str:
    """The one drawn for ``place``, or "" for none."""
    return place.pictogram or BY_KIND.get(place.kind, "")
