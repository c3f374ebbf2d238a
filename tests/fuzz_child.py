"""Reads file after file as the reading child reads one, in one limited process: paths come in by stdin.

Run as a script by `test_fuzz.py`. After each file a line `{"end": "<path>"}` follows what the child said.
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

from gc25map.read.child import answer, limit
from gc25map.read.limits import MEMORY_BYTES

if __name__ == "__main__":
    limit(MEMORY_BYTES, 600)
    logging.disable(logging.CRITICAL)
    for line in sys.stdin:
        path = line.rstrip("\n")
        answer(Path(path), "auto", {"max_pages": 20})
        print(json.dumps({"end": path}), flush=True)
