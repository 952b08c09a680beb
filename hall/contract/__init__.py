"""The treaty between kiosk and hall: shapes and pure rules both sides run. Imports pydantic and the stdlib alone.

Glossary, one word for one thing:

=========  ============================================================================================
window     a service window in the hall (窗口)
plan       the building as it is drawn; *published*: a plan that stands or stood, with its revision
sign       a wayfinding screen
board      a call display (叫号屏)
glass      what a person looks at: of a kiosk (kiosk.qt), of a sign or board (a player, any browser at /screen)
turn       signs that change together, at one moment
beat       a sign of life on a line that stays open, every second or so; what goes before all else *overrides*
slip       what the ticket printer prints
wire       what travels between two programs: a shape of this treaty
paper      one thing that was to be printed, with its own history: planned, sent, printed, doubtful
ticket     a place in the queue: day, service, number (A012)
station    a kiosk or a door station; it has an id, a secret, a ledger
report     what a station tells the hall, once, under (station, seq)
snapshot   what the hall tells a station: services, waits, number blocks; a station decides on its last one
block      numbers granted to a station's ledger beforehand, for when the hall is away
ledger     a station's memory, one file; known by the birth id it was made with
service    what one queues for: 综合收件, 咨询帮办, 发证取件 …
door       one door in one direction; what opens it for whom stands in ``access`` (门)
grant      a right through doors, from a document that lives: a letter (审批授权委托书) or an appointment
pass       a visitor's signed code, for one appointment, once in and once out (通行码)
level      how the hall is held: normal, heightened, lockdown, fire
subject    a person or firm, known to us only as a keyed hash and the last four characters
matter     事项;  case 办件;  receipt 收件凭证 (``receipts``); a case's *act* is what is done with it (``cases``)
phrase     how people ask for a matter (说法);  words: all that search knows beside the catalogue
bundle     several matters with one list (一站式、一件事)
turn       of a matter: that it is not the right one, and which is
workday    工作日, by the notices of the State Council (国务院办公厅); a year without its notice is not guessed at
=========  ============================================================================================
"""
