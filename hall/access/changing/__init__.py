"""How rules change: what a proposal would do, and the keys of the two persons it needs."""
