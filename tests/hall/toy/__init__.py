"""A room that is not the house's: laid into a copy of it by a test, to see how much a new room touches."""
