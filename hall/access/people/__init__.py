"""Who may have a right at all: departments, their people here, and the cards people carry. No right lives here: rights
are read from letters (``hall.access.letters``)."""
