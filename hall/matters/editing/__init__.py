"""The editor: one draft for the hall, kept in the database with every change, and the two persons it takes.

``things`` what a change is about (a matter, a question, a service, the head); ``drafting`` the draft, its changes and
its way out; ``desk`` what the page asks of it (findings, differences, lists); ``store`` its tables.
"""

from hall.matters.editing.desk import Desk
from hall.matters.editing.needs import needs_of
from hall.matters.editing.routes import router

__all__ = ["Desk", "needs_of", "router"]
