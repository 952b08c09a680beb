"""A copy of everything the hall knows, sealed, taken while it runs, and put back while it runs.

``sealed`` is the envelope (AES-256-GCM, piece by piece), ``sqlite`` and ``postgresql`` know how each database is copied
and put back, ``making`` and ``restoring`` are the two commands. What a restore means for stations, numbers and sessions
is not their business: whoever serves the database begins a new epoch (``hall.kit.marks``).
"""

from hall.backup.making import make
from hall.backup.restoring import is_serving, restore, serving
from hall.backup.sealed import Lock, key_file, passphrase

__all__ = ["Lock", "is_serving", "key_file", "make", "passphrase", "restore", "serving"]
"""Handed to the commands."""
