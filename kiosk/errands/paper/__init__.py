"""An A4 paper: seen, printed, and said what became of it."""
