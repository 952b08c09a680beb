"""Materials as a table (XLSX, CSV): out as it is drafted, and in again; first what would change, line by line, with
every fault named; then all of it at once, or nothing.

``saying`` a condition in one cell; ``lines`` what a line says by itself; ``taking`` what the table does to a catalogue;
``routes`` HTTP.
"""

from hall.matters.table.routes import TAKE, TRY, WHOLE, router
from hall.matters.table.taking import Trial, trial
from hall.matters.table.writing import table_text

__all__ = ["TAKE", "TRY", "WHOLE", "Trial", "router", "table_text", "trial"]
