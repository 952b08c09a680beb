"""What did this screen show at that minute: the confirmed frame, painted again by the players' own painter, or plainly
that nobody knows. Managers come in through ``routes``; ``history`` holds the tables.
"""
