"""Evacuation and drill: one key or a fire contact, and every screen shows its way out before anything else, until two
roles say all clear. The state stands in a table, so that a hall that starts again goes on with it.

``ways_out`` (pure) makes what each screen shows, once for each plan; ``service`` who starts and ends it; ``routes`` the
page. The feed asks ``Evacuation.overrides``.
"""

from hall.signage.evacuation.service import Evacuation, alarm_mode, contact_told, line_told, told_directly

__all__ = ["Evacuation", "alarm_mode", "contact_told", "line_told", "told_directly"]
