"""What a visitor can do here, one folder an errand: its steps (``errand.py``), its screen (``screen/``).

An errand turns events (a touch, a card, an answer of the hall) into a new view and into requests to the ledger, the
courier and the machine. Steps know device *roles*, never Qt, SQL, bytes or HTTP; errands do not know each other. All of
them run on the clerk's one thread and never block.
"""
