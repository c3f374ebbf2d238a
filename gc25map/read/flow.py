"""Blocks → Law: a document without pages, laid line after line, with what its file says of each.

In:  a `Flow` and what is known of the file.
Out: a `Law` with one page that is no page (`paged` is false), in which every line slices back from `text`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gc25map.law import Law, Line, Page
from gc25map.read.assemble import FileFacts, clean_text, compounds_of, law_of, unparted
from gc25map.read.formats.blocks import Block, Flow
from gc25map.read.rows import LONGEST_CONTEXT

NOWHERE = (0.0, 0.0, 0.0, 0.0, 0.0)


def assemble_flow(flow: Flow, facts: FileFacts) -> Law:
    """The law as it reads from its first block to its last."""
    title, blocks = _part_title(flow)
    lines: list[Line] = []
    pieces: list[str] = []
    length = 0
    heads: dict[int, str] = {}
    compounds = compounds_of(block.text for block in blocks)
    for block in blocks:
        text = clean_text(block.text)
        if text:
            goes_on = not block.role and bool(pieces)
            kept = unparted(pieces[-1][:-1], text, compounds) if goes_on else None
            if kept is not None:
                # A word parted at the end of a typed line is one word again.
                length -= len(pieces[-1]) - len(kept)
                pieces[-1] = kept
                lines[-1] = replace(lines[-1], end=length)
            end = length + len(text)
            line = Line(length, end, 1, *NOWHERE, block.bold, role=block.role, level=block.level)
            lines.append(_in_table(line, block, text, heads) if block.table else line)
            pieces.append(f"{text}\n")
            length = end + 1
    apart = tuple(filter(None, map(clean_text, flow.apart)))
    page = Page(1, None, 0, length, "text", "none", apart)
    return law_of(facts, title, "".join(pieces), [page], lines, paged=False)


def _in_table(line: Line, block: Block, text: str, heads: dict[int, str]) -> Line:
    """The line of a row in its table; `heads` holds what the heads say, and takes up what one says."""
    head = heads.get(block.table, "")
    if not block.row:
        said = f"{head} | {text}" if head else text
        heads[block.table] = said[:LONGEST_CONTEXT]
        return replace(line, table=block.table)
    return replace(line, table=block.table, row=block.row, context=(head,))


def _part_title(flow: Flow) -> tuple[str, Sequence[Block]]:
    """The title, and the blocks, in which what names the whole document is no heading any more.

    That is what the file calls its title (level 0), else the one heading above all others: as a
    heading it would stand over every passage.
    """
    headings = [(n, block) for n, block in enumerate(flow.blocks) if block.role == "heading"]
    titles = {n: block.text for n, block in headings if not block.level}
    if not titles and len(headings) > 1:
        (first, top), *others = headings
        if all(block.level > top.level for _, block in others):
            titles = {first: top.text}
    blocks = [
        replace(block, role="paragraph", level=0) if number in titles else block
        for number, block in enumerate(flow.blocks)
    ]
    return " ".join(titles.values()) or flow.title, blocks
