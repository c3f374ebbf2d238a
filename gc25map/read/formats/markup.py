"""XML from strangers: parsed without entities, without a network, without anything outside the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from gc25map.read.formats.blocks import Refused

_ENTITY = tuple("<!ENTITY".encode(name) for name in ("ascii", "utf-16-le", "utf-16-be"))
TOO_DEEP = "its elements are nested too deeply"


def parse_xml(data: bytes, what: str) -> Any:
    """The root element. `what` names the format in the line of a `Refused`.

    A file that declares entities of its own is refused: they can swell without end or name other
    files, and no law needs them.
    """
    if any(entity in data for entity in _ENTITY):
        raise Refused("declares XML entities, which are never resolved; save it without them")
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refused(_why(str(error), what)) from None


def parse_html(text: str) -> Any:
    """The root element of a page, or None where there is no element in it."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise Refused(_why(str(error), "a web page")) from None
    if any("depth" in entry.message for entry in parser.error_log):
        raise Refused(TOO_DEEP)
    return root


def _why(message: str, what: str) -> str:
    if "depth" in message:
        return TOO_DEEP
    if "huge" in message.lower() or "too long" in message:
        return "holds a piece of text larger than any law has"
    line = message.rpartition("line ")[2].partition(",")[0]
    where = f" (line {line})" if line.isdigit() else ""
    return f"damaged: it does not have the structure of {what}{where}"


def names(words: str) -> frozenset[str]:
    """A set of names of elements, from one text with spaces between them."""
    return frozenset(words.split())


def name_of(element: Any) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """An attribute by its name without the namespace; empty where there is none."""
    value = element.get(name)
    if value is not None:
        return str(value)
    return next((str(v) for k, v in element.items() if k.rpartition("}")[2] == name), "")


def child(element: Any, name: str) -> Any:
    """The first child of that name, or None."""
    return next(children(element, name), None)


def children(element: Any, name: str) -> Iterator[Any]:
    """The children of that name."""
    return (one for one in element if name_of(one) == name)


def descendants(element: Any, name: str) -> Iterator[Any]:
    """The elements of that name within another, in order."""
    return element.iter(f"{{*}}{name}")  # type: ignore[no-any-return]


def whole_number(value: str | None, otherwise: int) -> int:
    """The number that an attribute holds, or another where it holds none that anyone counts to."""
    text = (value or "").strip()
    return int(text) if re.fullmatch(r"-?\d{1,6}", text) else otherwise
