"""How often somebody may try a password or a code: :func:`begin` before anything is looked at,
:meth:`Attempt.right` when it was no failure."""

from hall.accounts.attempts.needs import under_attack
from hall.accounts.attempts.service import Attempt, begin, closed, unlock

__all__ = ["Attempt", "begin", "closed", "under_attack", "unlock"]
