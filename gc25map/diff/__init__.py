"""Two results → what differs: statuses, passages word by word, tensions, ages.

In:  two `Coverage`s, of two editions, of a bill and an act, or of two runs.
Out: `Differences`, and their JSON.
"""

from gc25map.diff.compare import diff_coverages as diff_coverages
from gc25map.diff.plain import dump_differences as dump_differences
