"""Which role does what here, and how its routes write."""

from collections.abc import Awaitable, Callable
from typing import Any

from hall.accounts import Staff
from hall.kit.db import Tx

ISSUERS = Staff(frozenset({"manager"}))
"""Who enters people, letters, cards and rules."""
READERS = Staff(frozenset({"manager", "security", "auditor"}))
"""An administrator of the machines opens no door, and need not know who does."""
APPROVERS = Staff(frozenset({"manager", "security"}))
"""A second person, never the one who entered it; who audits approves nothing."""
STOPPERS = APPROVERS
"""Less opens nothing: one person is enough, and the guard does not wait for anybody."""

Act = Callable[[Callable[[Tx], Any]], Awaitable[Any]]
"""Writes, and counts it as a change of who may."""
