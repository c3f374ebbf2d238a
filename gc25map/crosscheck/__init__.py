"""Results beside a table made by others: how far they agree, and the evidence where they do not.

In:  a table (country, criterion, value), a mapping of its criteria to provisions, and results.
Out: a `CrossCheck`, and its JSON and rows.
"""

from gc25map.crosscheck.compare import compare_with as compare_with
from gc25map.crosscheck.plain import crosscheck_csv as crosscheck_csv
from gc25map.crosscheck.plain import dump_crosscheck as dump_crosscheck
