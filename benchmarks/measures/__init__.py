"""One file per measure of reading; each has `measure(...)`, which gives rows that print as a line."""
