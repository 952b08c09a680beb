"""Nobody is here: the hall's name, the time, how to begin."""
