"""How often somebody may try a password or a code: :func:`held_off` for who has to wait anyhow, :func:`begin`
before anything is looked at, :meth:`Attempt.right` when it was no failure."""

from hall.accounts.attempts.needs import under_attack
from hall.accounts.attempts.service import Attempt, begin, closed, held_off, unlock

__all__ = ["Attempt", "begin", "closed", "held_off", "under_attack", "unlock"]
