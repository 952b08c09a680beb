"""收件: what crosses the counter is known here before the visitor has turned round. Receipts and their codes, the cases
they begin, what departments do with them, and receipts that are not ours.

A case stands where its events say (``hall.contract.cases``); only who has it and whether it is over are kept beside
them, for lists. What has to go on to the city lies in an outbox, written in the transaction that took it in.
"""

from hall.reception.people import cases_of, rekey_cases
from hall.reception.service import Reception, Wanted
from hall.reception.store import CaseRow, OutRow, outbox

__all__ = ["CaseRow", "OutRow", "Reception", "Wanted", "cases_of", "outbox", "rekey_cases"]
