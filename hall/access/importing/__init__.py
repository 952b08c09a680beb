"""People, letters and cards from a table (XLSX, CSV): first what would change, line by line, with every fault named;
then all of it at once, or nothing."""
