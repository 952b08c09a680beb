"""Search: the core and the room."""
