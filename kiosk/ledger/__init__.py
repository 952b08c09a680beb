"""The station's memory, on disk before anything is done: outbox, tickets, papers, blocks, the parts of the hall's word.

SQLite, WAL, ``synchronous=FULL``: what was committed survives a power cut. The clerk's thread is the only writer;
the courier reads the outbox through a connection of its own.
"""
