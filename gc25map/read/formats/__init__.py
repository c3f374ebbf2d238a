"""Documents without pages, each format a small function from bytes to blocks of text.

In:  the bytes of a Word, HTML, Markdown, plain text or Akoma Ntoso file.
Out: a `Flow`: lines in reading order with what the file itself says of them, or `Refused`.

Runs in the reading child; a library is loaded only for the format that needs it.
"""

from __future__ import annotations

from gc25map.read.formats.blocks import Flow
from gc25map.read.formats.kinds import Kind


def read_flow(kind: Kind, data: bytes) -> Flow:
    """The blocks of a document of this kind; `Refused` or a parser's own error where there are none."""
    if kind == "docx":
        from gc25map.read.formats.docx import read_docx

        return read_docx(data)
    if kind == "html":
        from gc25map.read.formats.html import read_html

        return read_html(data)
    if kind == "akn":
        from gc25map.read.formats.akn import read_akn

        return read_akn(data)
    if kind == "markdown":
        from gc25map.read.formats.markdown import read_markdown

        return read_markdown(data)
    from gc25map.read.formats.text import read_text

    return read_text(data)
