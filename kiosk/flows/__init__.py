"""What a visitor can do, without Qt, SQL, bytes or HTTP. Flows know device *roles*; they do not know each other.

A flow turns events (a touch, a card, an answer of the hall) into a new view and into requests to the ledger, the
courier and the machine. All flows run on the clerk's one thread and never block.
"""
