"""Bytes → text: by byte order mark, by what the file declares, as UTF-8, and only then by likelihood."""

from __future__ import annotations

import codecs
import re

from gc25map.read.formats.blocks import Refused

# So much of a file is enough to tell its encoding.
SAMPLE_BYTES = 200_000
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Names under which browsers know a larger set of characters than the name says.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
MOST_CONTROL = 0.005


def decode(data: bytes, declared: str = "") -> str:
    """The text of a file; `Refused` where it is binary or in no encoding that can be told."""
    text = _decode(data, declared)
    if "\x00" in text or len(_CONTROL.findall(text)) > MOST_CONTROL * len(text):
        raise Refused("holds binary data, not text")
    return text


def _decode(data: bytes, declared: str) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(name)
            except UnicodeDecodeError:
                raise Refused(f"damaged: it is marked as {name.upper()} and is not") from None
    for name in (_known(declared), "utf-8"):
        if name:
            try:
                return data.decode(name)
            except (UnicodeDecodeError, ValueError):
                continue
    if b"\x00" in data[:SAMPLE_BYTES]:
        raise Refused("holds binary data, not text")
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE_BYTES]).best()
    if best is None:
        raise Refused("its characters are in no encoding that could be told; save it as UTF-8")
    # A sample may end within a character, and one stray byte is no reason to refuse a law.
    return data.decode(best.encoding, "replace")


def _known(declared: str) -> str:
    """Python's name of a declared text encoding, or an empty string."""
    try:
        info = codecs.lookup(declared.strip())
    except (LookupError, ValueError):
        return ""
    return _WIDER.get(info.name, info.name) if info._is_text_encoding else ""
