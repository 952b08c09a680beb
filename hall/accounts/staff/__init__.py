"""Staff administration: who works here, in what role, and what an administrator does about it."""

from hall.accounts.staff.service import add, drop_second, let_go, reset_password, unlock

__all__ = ["add", "drop_second", "let_go", "reset_password", "unlock"]
