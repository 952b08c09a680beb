"""People are to leave the hall."""
