"""UHPPOTE / 微耕 boards: up to four doors, their readers, buttons and contacts, on the network. They have no
authentication at all: they belong into a network of their own.

``codec`` the packets, ``client`` one board asked and believed only if it answers that question, ``board`` what can be
read and written there, each write read back, ``records`` its memory and the holes in it, ``driver`` the door's role,
``simulator`` a board with doors on it, its traps included.
"""
