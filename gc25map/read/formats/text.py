"""Plain text → blocks: an empty line parts paragraphs, other lines stay as they were typed."""

from __future__ import annotations

import re

from gc25map.read.formats.blocks import Composer, Flow
from gc25map.read.formats.encoding import decode

# Text that was wrapped has no line longer than this; such a line is a paragraph of its own.
LONGEST_WRAPPED = 100
_RULE = re.compile(r"^\s*([-=_*~#.])\1{2,}\s*$")


def read_text(data: bytes) -> Flow:
    """The lines of a text file."""
    out = Composer()
    for line in decode(data).splitlines():
        if not line.strip() or _RULE.match(line):
            out.end()
            continue
        if len(line) > LONGEST_WRAPPED:
            out.end()
        out.say(line)
        if len(line) > LONGEST_WRAPPED:
            out.end()
        else:
            out.break_line()
    return out.flow()
