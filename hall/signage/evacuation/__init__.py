"""Evacuation and drill: one key or a fire contact, and every screen shows its way out before anything else, until two
roles say all clear. The state stands in a table, so that a hall that starts again goes on with it.

Safety acts first and is recorded after: ``pressed`` keeps what was pressed, ``recorder`` writes it as soon as the
database takes it.

``ways_out`` (pure) makes what each screen shows, once for each plan; ``service`` who starts and ends it; ``routes`` the
page. The feed asks ``Evacuation.overrides``.
"""

from hall.signage.evacuation.pressed import Pressed
from hall.signage.evacuation.service import Evacuation, contact_told, line_told, told_directly

__all__ = ["Evacuation", "Pressed", "contact_told", "line_told", "told_directly"]
