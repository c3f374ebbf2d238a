"""HTML → blocks: headings, paragraphs, lists with the marks a browser prints, tables as rows.

What belongs to the site and not to the document is left out: scripts, navigation, heads and feet, forms.
"""

from __future__ import annotations

import re
from typing import Any

from gc25map.read.formats.blocks import Composer, Flow
from gc25map.read.formats.encoding import decode
from gc25map.read.formats.markup import (
    attribute,
    child,
    children,
    descendants,
    name_of,
    names,
    parse_html,
    whole_number,
)
from gc25map.read.formats.numerals import html_number

_SKIPPED = names(
    "head script style noscript template nav iframe object embed svg math canvas audio video "
    "select button input textarea datalist dialog rp rt"
)
_SITE = frozenset({"header", "footer", "aside"})
_SITE_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary"})
_BLOCKS = names(
    "address article aside blockquote body caption center dd details div dl dt fieldset "
    "figcaption figure footer header hr html legend main p section summary"
)
_HEADING = re.compile(r"^h([1-6])$")
_NOTES = re.compile(r"(?:^|\s)(?:doc-)?(?:footnotes?|endnotes?)(?:\s|$)")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
# An item whose own text opens with its number or bullet; the browser's would stand there twice.
_OWN_MARK = re.compile(
    r"^\s*(?:[(\[]?(?:\d{1,4}[A-Z]?|[A-Za-z]|[ivxl]{1,5}|[IVXL]{1,5}|[а-я])[.)\]]|§|第|[•●▪◦–—-]\s|\d+(?:\.\d+)+\s)"
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.:-]+)")
# A page's <main> is the document where it holds at least this share of the page's text.
MAIN_SHARE = 0.5


def read_html(data: bytes) -> Flow:
    """The blocks of a page."""
    head = data[:4096]
    declared = _CHARSET.search(head) or _XML_CHARSET.search(head)
    name = declared.group(1).decode("ascii") if declared else ""
    # A page that can be searched as bytes is not in UTF-16, whatever it says.
    return flow_of_html(decode(data, "" if name.lower().startswith("utf-16") else name))


def flow_of_html(text: str, title: str = "") -> Flow:
    """The blocks of a page that is text already."""
    root = parse_html(text)
    out = Composer()
    if root is None:
        return out.flow(title)
    found = next(descendants(root, "title"), None)
    if not title and found is not None:
        title = "".join(found.itertext())
    document = _document(root)
    _Walker(out).walk(document, within=document is not root)
    return out.flow(title)


def _document(root: Any) -> Any:
    mains = [one for one in root.iter() if name_of(one) == "main" or one.get("role") == "main"]
    if len(mains) == 1 and _length(mains[0]) >= MAIN_SHARE * _length(root):
        return mains[0]
    return root


def _length(element: Any) -> int:
    """How much text an element holds, scripts and their like apart."""
    inner = (one for one in element.iter() if name_of(one).lower() not in _SKIPPED)
    return sum(len(one.text or "") + len(one.tail or "") for one in inner)


class _Walker:
    """Walks a page in reading order and tells a composer what it meets."""

    def __init__(self, out: Composer) -> None:
        self.out = out

    def walk(
        self, element: Any, bold: bool = False, pre: bool = False, within: bool = False
    ) -> None:
        """The contents of an element; `within` is true inside an article or the main part."""
        self.out.say(element.text, bold=bold, keep_lines=pre)
        for one in element:
            self._element(one, bold, pre, within)
            self.out.say(one.tail, bold=bold, keep_lines=pre)

    def _element(self, one: Any, bold: bool, pre: bool, within: bool) -> None:
        name, out = name_of(one).lower(), self.out
        if not name or name in _SKIPPED or _hidden(one) or _reference(one, name):
            return
        if _is_note(one):
            out.apart.append(_note_text(one))
            return
        if (name in _SITE and not within) or one.get("role") in _SITE_ROLES:
            return
        heading = _HEADING.match(name)
        if name == "br":
            out.break_line()
        elif heading:
            out.end()
            self.walk(one, True, False, within)
            out.end("heading", int(heading.group(1)))
        elif name in ("ol", "ul", "menu", "dir"):
            out.end()
            self._list(one, name == "ol", bold, within)
        elif name == "table":
            out.end()
            self._table(one, within)
        elif name == "pre" or name in _BLOCKS:
            out.end()
            inner = within or name in ("main", "article", "section")
            self.walk(one, bold, pre or name == "pre", inner)
            out.end()
        elif name == "q":
            out.say("“")
            self.walk(one, bold, pre, within)
            out.say("”")
        else:
            self.walk(one, bold or name in ("b", "strong"), pre, within)

    def _list(self, one: Any, ordered: bool, bold: bool, within: bool) -> None:
        kind = one.get("type") or _style(one) or ("1" if ordered else "disc")
        number = whole_number(one.get("start"), 1)
        for item in one:
            if name_of(item).lower() != "li":
                self._element(item, bold, False, within)
                continue
            if _hidden(item):
                continue
            number = whole_number(item.get("value"), number)
            own = _style(item) or kind
            text = "".join(item.itertext("*"))[:40]
            if own == "none" or _OWN_MARK.match(text):
                self.out.end()
            else:
                self.out.mark(f"{html_number(own, number)}." if ordered else "•")
            number += 1
            if _is_note(item):
                self.out.apart.append(_note_text(item))
            else:
                self.walk(item, bold, False, within)
            self.out.end_item()

    def _table(self, table: Any, within: bool) -> None:
        self.out.begin_table()
        self._rows(table, within)

    def _rows(self, table: Any, within: bool, head: bool = False) -> None:
        for part in table:
            name = name_of(part).lower()
            if not name or _hidden(part):
                continue
            if name == "tr":
                self._row(part, within, head)
            elif name in ("thead", "tbody", "tfoot"):
                self._rows(part, within, name == "thead")
            elif name == "caption":
                self._element(part, False, False, within)

    def _row(self, row: Any, within: bool, head: bool) -> None:
        cells = []
        kinds = {name_of(cell).lower() for cell in row}
        for cell in row:
            if name_of(cell).lower() in ("td", "th") and not _hidden(cell):
                inner = self.out.within_cell()
                _Walker(inner).walk(cell, name_of(cell).lower() == "th", False, within)
                cells.append(inner.close_cell())
        self.out.add_row(cells, head=head or ("th" in kinds and "td" not in kinds))


def _hidden(one: Any) -> bool:
    return (
        one.get("hidden") is not None
        or one.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(one.get("style") or ""))
    )


def _is_note(one: Any) -> bool:
    kind = attribute(one, "type") if name_of(one) in ("aside", "section", "div") else ""
    return any(_NOTES.search(v) for v in (one.get("role") or "", one.get("class") or "", kind) if v)


def _note_text(one: Any) -> str:
    """A note in one line, without the arrow that leads back to the text."""
    return " ".join("".join(one.itertext("*")).split()).rstrip("↩\ufe0e\ufe0f ")


def _reference(one: Any, name: str) -> bool:
    """Whether an element is only the little number that leads to a footnote."""
    link = child(one, "a") if name in ("sup", "span") else one if name == "a" else None
    if link is None or not (link.get("href") or "").startswith("#"):
        return False
    text = "".join(one.itertext("*")).strip()
    if text != "".join(link.itertext("*")).strip() or not re.fullmatch(
        r"[\[(]?[\d*†‡]{1,4}[)\]]?", text
    ):
        return False
    inside = name == "sup" or any(True for _ in children(link, "sup"))
    return inside or "noteref" in f"{link.get('role') or ''} {attribute(link, 'type')}"


def _style(one: Any) -> str:
    match = _LIST_STYLE.search(one.get("style") or "")
    return match.group(1).lower() if match else ""
