"""The colours of the statuses in the files that bring no style sheet; those of the page by day.

Every colour stands beside a sign and a word: `INK` on `WASH` is easy to read, and never alone.
"""

from __future__ import annotations

INK = {
    "addressed": "#0b6e4f",
    "partial": "#8a5a00",
    "missing": "#59616c",
    "not_assessed": "#6a2c91",
}
WASH = {
    "addressed": "#d5efe4",
    "partial": "#fdeecb",
    "missing": "#e9ecef",
    "not_assessed": "#efe2f7",
}
# How the edge of a tile is drawn, so that statuses differ without colour and sign, too.
DASHES = {"addressed": "", "partial": "4 2", "missing": "1 3", "not_assessed": ""}
TEXT, SOFT, LINE, HEAD = "#1b1f24", "#535b66", "#d4d9e0", "#f4f6f8"
