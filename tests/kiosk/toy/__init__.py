"""A toy errand: one screen, one paper, one scan; laid into a copy of the house by ``test_toy_errand`` to count what a
newcomer touches. ``checkin/`` is the whole of it; ``register.toml`` the lines that name it."""
