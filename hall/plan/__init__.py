"""The building: floors, ways, places, windows, doors, screens, kept as one drawing with one revision.

``Plans`` reads what is published; ``drafting`` keeps the one draft that managers edit; ``merging`` joins two changes;
``imdf`` reads drawings of others. What people read is drawn from here at the moment of drawing: nothing is propagated.
Whether a draft may be published is not this room's word; see ``hall.signage.publishing``.
"""

from hall.plan import drafting
from hall.plan.drafting import Draft, Version, publish
from hall.plan.merging import Merged, merge
from hall.plan.published import Plans, Published, Window, where
from hall.plan.store import last_revision, pack, unpack

__all__ = [
    "Draft",
    "Merged",
    "Plans",
    "Published",
    "Version",
    "Window",
    "drafting",
    "last_revision",
    "merge",
    "pack",
    "publish",
    "unpack",
    "where",
]
