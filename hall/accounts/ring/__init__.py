"""What is kept of each member's passkeys (:mod:`hall.accounts.passkeys` says what they are)."""
