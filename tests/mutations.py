"""Small PDFs broken at random, the same on every machine: what a fuzzer feeds to the reader."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from attacks import SENTENCE, locked, packed, saying, several, show, single, stream

TOKENS = (
    b"obj", b"endobj", b"stream", b"endstream", b"xref", b"trailer", b"startxref", b"%%EOF",
    b"/Type", b"/Page", b"/Pages", b"/Kids", b"/Count", b"/Length", b"/Filter", b"/FlateDecode",
    b"/Font", b"/Contents", b"/Resources", b"/MediaBox", b"/Parent", b"/Root", b"/Size", b"R",
    b"<<", b">>", b"[", b"]", b"(", b")", b"null", b"true", b"-1", b"0", b"4294967295", b"1e308",
    b"BT", b"ET", b"Tj", b"Tf", b"Td", b"Do", b"q", b"Q", b"cm", b"ID", b"EI", b"/Rotate 90",
)  # fmt: skip
_NUMBER = re.compile(rb"\d+")
_REFERENCE = re.compile(rb"\d+(?= \d+ (?:R|obj))")
_STREAM = re.compile(rb"stream\n(.+?)\nendstream", re.DOTALL)


def seeds() -> list[bytes]:
    """Sound files, each of which leads through other parts of the parsers."""
    pages = [stream(show(f"Page {number}. {SENTENCE}")) for number in range(3)]
    return [
        single(),
        single(packed(show(SENTENCE))),
        several(pages),
        saying(SENTENCE),
        locked(single(), "", "RC4-128"),
        locked(several(pages), "", "AES-256"),
    ]


def mutated(seed: int, files: Sequence[bytes]) -> bytes:
    """One of the files with one to four wounds; the same seed gives the same bytes."""
    chance = random.Random(seed)
    data = chance.choice(files)
    for _ in range(chance.randint(1, 4)):
        data = chance.choice(WOUNDS)(data, chance, files)
    # The header stays, or all there would be to see is that it is no PDF.
    return data if b"%PDF" in data[:1024] else b"%PDF-1.7\n" + data


def _flip(data: bytes, chance: random.Random, files: Sequence[bytes]) -> bytes:
    out = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        if out:
            out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def _cut(data: bytes, chance: random.Random, files: Sequence[bytes]) -> bytes:
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:start] if chance.random() < 0.3 else data[:start] + data[end:]


def _splice(data: bytes, chance: random.Random, files: Sequence[bytes]) -> bytes:
    other = chance.choice(files)
    start, end = sorted(chance.randrange(len(other) + 1) for _ in range(2))
    place = chance.randrange(len(data) + 1)
    return data[:place] + other[start:end] + data[place:]


def _swap_token(data: bytes, chance: random.Random, files: Sequence[bytes]) -> bytes:
    present = [token for token in TOKENS if token in data]
    if not present:
        return data
    old, new = chance.choice(present), chance.choice(TOKENS)
    return data.replace(old, new, chance.choice((1, 1, -1)))


def _at_one(pattern: re.Pattern[bytes], data: bytes, chance: random.Random, new: bytes) -> bytes:
    places = list(pattern.finditer(data))
    if not places:
        return data
    place = chance.choice(places)
    return data[: place.start()] + new + data[place.end() :]


def _renumber(data: bytes, chance: random.Random, files: Sequence[bytes]) -> bytes:
    return _at_one(_REFERENCE, data, chance, b"%d" % chance.randrange(20))


def _exaggerate(data: bytes, chance: random.Random, files: Sequence[bytes]) -> bytes:
    figures = (b"0", b"-1", b"65536", b"2147483647", b"99999999999999999999", b"0.0000001")
    return _at_one(_NUMBER, data, chance, chance.choice(figures))


def _hurt_stream(data: bytes, chance: random.Random, files: Sequence[bytes]) -> bytes:
    places = list(_STREAM.finditer(data))
    if not places:
        return data
    place = chance.choice(places)
    return data[: place.start(1)] + _flip(place.group(1), chance, files) + data[place.end(1) :]


WOUNDS: tuple[Callable[[bytes, random.Random, Sequence[bytes]], bytes], ...] = (
    _flip, _cut, _splice, _swap_token, _renumber, _exaggerate, _hurt_stream,
)  # fmt: skip
