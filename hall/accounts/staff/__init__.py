"""Staff administration: who works here, in what role, and what an administrator does about it."""

from hall.accounts.staff.service import reset_password, unlock

__all__ = ["reset_password", "unlock"]
