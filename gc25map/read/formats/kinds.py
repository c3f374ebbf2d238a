"""What a file is, by its first bytes, and whether its name says the same."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from gc25map.read.formats.blocks import Refused

Kind = Literal["pdf", "docx", "html", "markdown", "text", "akn"]

# What each ending promises.
KINDS: dict[str, Kind] = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".txt": "text",
    ".xml": "akn",
    ".akn": "akn",
}
_NAMES: dict[Kind, str] = {
    "pdf": "a PDF file",
    "docx": "a Word file (DOCX)",
    "html": "a web page (HTML)",
    "markdown": "a Markdown file",
    "text": "a text file",
    "akn": "an Akoma Ntoso file",
}
HEAD_BYTES = 4096
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PROLOGUE = r"(?:\s|\ufeff|<\?.*?\?>|<!--.*?-->)*+"
_HTML = re.compile(rf"^{_PROLOGUE}(?:<!doctype\s+html|<html)\b", re.IGNORECASE | re.DOTALL)
_XML = re.compile(
    rf"^{_PROLOGUE}<(?:!DOCTYPE\b|(?:[\w.-]+:)?akomaNtoso\b)|^[\s\ufeff]*<\?xml\b", re.DOTALL
)
_TAG = re.compile(r"<(?:p|div|body|table|h[1-6]|span|br|ol|ul|font|article|section)\b", re.I)


def kind_of_file(suffix: str, data: bytes) -> Kind:
    """The kind of a file; `Refused` where it is none, or another than its name says."""
    promised = KINDS.get(suffix.lower())
    found = _kind(data, promised)
    if found == promised:
        return found
    if found == "text":
        # Plain letters are what Markdown looks like, and a page without its opening tag.
        if promised == "markdown" or (promised == "html" and _TAG.search(_head(data))):
            return promised
        if promised is None:
            known = ", ".join(KINDS)
            raise Refused(f"no kind of file that can be read (those are {known})")
        raise Refused(f"not {_NAMES[promised]}")
    if promised is not None:
        raise Refused(f"not {_NAMES[promised]} but {_NAMES[found]}; its name should say so")
    return found


def is_pdf(data: bytes) -> bool:
    """Whether a file that begins with these bytes is a PDF; its mark may have something before it."""
    return b"%PDF" in data[:1024]


def _kind(data: bytes, promised: Kind | None) -> Kind:
    if not data:
        raise Refused("the file is empty")
    if is_pdf(data):
        return "pdf"
    if data.startswith(_ZIP):
        return _zipped(data, promised)
    if data.startswith(_OLE):
        raise Refused("a Word 97–2003 file, or one with a password; save it as DOCX without one")
    if data.startswith(b"{\\rtf"):
        raise Refused("an RTF file; save it as DOCX or PDF to have it read")
    head = _head(data)
    if _HTML.match(head):
        return "html"
    return "akn" if _XML.match(head) else "text"


def _zipped(data: bytes, promised: Kind | None) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        if promised in (None, "docx"):
            raise Refused("damaged: it does not have the structure of a Word file") from None
        raise Refused(f"not {_NAMES[promised]} but a damaged ZIP archive") from None
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        return "docx"
    if "mimetype" in names or "content.xml" in names:
        raise Refused("an OpenDocument or EPUB file; save it as DOCX or PDF to have it read")
    raise Refused("a ZIP archive that holds no Word document")


def _head(data: bytes) -> str:
    head = data[:HEAD_BYTES]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.decode("utf-8", "replace")
