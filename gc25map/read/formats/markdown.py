"""Markdown → blocks, by way of HTML; numbers and bullets of lists stay as they were typed."""

from __future__ import annotations

import re

from gc25map.read.formats.blocks import Flow
from gc25map.read.formats.encoding import decode
from gc25map.read.formats.html import flow_of_html

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
_TITLE = re.compile(r"^title:[ \t]*[\"']?(.+?)[\"']?[ \t]*$", re.MULTILINE | re.IGNORECASE)
_NOTE = re.compile(r"^\[\^[^\]\n]{1,40}\]:[ \t]*(.*(?:\n(?:[ \t]{2,}).*\S.*)*)\n?", re.MULTILINE)
_REFERENCE = re.compile(r"\[\^[^\]\n]{1,40}\]")


def read_markdown(data: bytes) -> Flow:
    """The blocks of a Markdown file: CommonMark with tables and footnotes."""
    from markdown_it import MarkdownIt

    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT_MATTER.match(text)
    title = _TITLE.search(front.group(1)) if front else None
    text = text[front.end() :] if front else text
    apart = tuple(" ".join(note.split()) for note in _NOTE.findall(text))
    text = _REFERENCE.sub("", _NOTE.sub("\n", text))
    # Lists are not taken for lists: "3)" and "(a)" belong to the text, and HTML would number anew.
    # Without them an indented line goes on with its item and is no code.
    reader = MarkdownIt("commonmark", {"breaks": True}).enable("table").disable(["list", "code"])
    flow = flow_of_html(f"<main>{reader.render(text)}</main>", title.group(1) if title else "")
    return Flow(flow.title, flow.blocks, (*flow.apart, *apart))
