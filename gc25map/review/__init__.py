"""What people decided on a coverage, brought back to it: read, matched, laid beside, compared.

In:  a `Coverage` and `Review`s (from files).
Out: the `Coverage` with people's decisions beside the machine's statuses, or a `Comparison` of two.
"""

from gc25map.decisions import report_of as report_of
from gc25map.review.agree import compare_reviews as compare_reviews
from gc25map.review.apply import apply_reviews as apply_reviews
from gc25map.review.files import dump_review as dump_review
from gc25map.review.files import load_review as load_review
