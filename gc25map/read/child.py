"""The reading child: opens one hostile file under limits and writes what it saw as JSON lines.

Run as `python -m gc25map.read.child` by `gc25map.read.process`, never imported by it. It must stay light (no
spaCy, no numpy), because its address space is limited, and it may die at any moment: whatever it
has written by then counts. What it shall do comes through stdin, where no list of processes shows it;
when stdin closes, the parent is gone and the child ends too.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gc25map.read.formats import read_flow
from gc25map.read.formats.blocks import Flow, Refused
from gc25map.read.formats.kinds import HEAD_BYTES, Kind, is_pdf, kind_of_file
from gc25map.read.limits import (
    DEEPEST_CALLS,
    MAX_CHARS,
    MAX_CHARS_PER_BLOCK,
    MAX_FLOW_BYTES,
    MAX_FRAGMENTS,
    MAX_PAGES,
)
from gc25map.read.raw import RawPage, on_paper

if TYPE_CHECKING:
    from gc25map.read.engines import Document

_LOCKED = "encrypted: a password is needed to open it (see --password-file)"
_LOCKED_STILL = "encrypted: none of the passwords given opens it"


def main(arguments: list[str]) -> int:
    """Read the file named in the arguments: path, engine, bytes of memory, seconds of CPU time."""
    path, engine, memory, seconds = arguments
    limit(int(memory), int(seconds))
    logging.disable(logging.CRITICAL)
    wanted = json.loads(sys.stdin.buffer.readline() or b"{}")
    threading.Thread(target=_end_with_parent, daemon=True).start()
    answer(Path(path), engine, wanted)
    return 0


def answer(path: Path, engine: str, wanted: dict[str, Any]) -> None:
    """Write all that there is to say of a file, or the one line why there is nothing.

    `wanted` may hold `passwords`, `max_pages`, `first` (the page to begin with, from 0), `trust` and
    `scan` (the pages that OCR shall read); all of them, and the engine, matter to PDFs only.
    """
    try:
        _read(path, engine, wanted)
    except Refused as error:
        _send({"error": str(error)})
    except MemoryError:
        _send({"error": "needs more memory than the limit allows"})
    except RecursionError:
        _send({"error": "its objects are nested too deeply"})
    except Exception as error:  # a parser answers hostile files with any exception
        _send({"error": _explain(error)})


def _read(path: Path, engine: str, wanted: dict[str, Any]) -> None:
    with path.open("rb") as file:
        data = file.read(HEAD_BYTES)
        if not is_pdf(data):  # which its engines open themselves, and which may be larger
            data += file.read(MAX_FLOW_BYTES)
    kind = kind_of_file(path.suffix, data)
    if kind == "pdf" and wanted.get("scan"):
        _read_scans(path, wanted)
    elif kind == "pdf":
        _read_pdf(path, engine, wanted)
    elif len(data) > MAX_FLOW_BYTES:
        raise Refused(f"larger than {MAX_FLOW_BYTES >> 20} MB, which only a PDF may be")
    else:
        _read_flow(kind, data)


def _read_flow(kind: Kind, data: bytes) -> None:
    sys.setrecursionlimit(DEEPEST_CALLS)
    flow = read_flow(kind, data)
    _check_size(flow)
    _send({"flow": flow.title[:MAX_CHARS_PER_BLOCK]})
    for block in flow.blocks:
        _send({"block": block.to_list()})
    for text in flow.apart:
        _send({"apart": text})
    _send({"done": True})


def _check_size(flow: Flow) -> None:
    """Without pages nobody could tell what was left out: such a document is whole, or refused."""
    sizes = [len(text) for text in (*(block.text for block in flow.blocks), *flow.apart)]
    for figure, most, what in (
        (sum(sizes), MAX_CHARS, "characters"),
        (len(sizes), MAX_FRAGMENTS, "pieces of text"),
        (max(sizes, default=0), MAX_CHARS_PER_BLOCK, "characters in one paragraph"),
    ):
        if figure > most:
            raise Refused(f"holds more than {most:,} {what}")


def _read_pdf(path: Path, engine: str, wanted: dict[str, Any]) -> None:
    # PDFium is loaded only for a PDF.
    from gc25map.read.engines import Document, Locked, ReadAgain

    first = int(wanted.get("first", 0))
    most = int(wanted.get("max_pages", MAX_PAGES))
    passwords = wanted.get("passwords", ())
    trust = wanted.get("trust", "everywhere")
    try:
        document = Document(path, engine, passwords=passwords, first=first, trust=trust)
    except Locked:
        raise Refused(_LOCKED_STILL if passwords else _LOCKED) from None
    try:
        _send_pages(document, first, most)
    except ReadAgain:
        _send_pages(document, 0, most)


def _read_scans(path: Path, wanted: dict[str, Any]) -> None:
    # Imported here: only a document with scans in it pays for the library.
    from gc25map.read.scanner import Scanner

    scan, first = wanted["scan"], int(wanted.get("first", 0))
    scanner = Scanner(path, scan["packs"], scan["folder"], wanted.get("passwords", ()))
    _send({"pages": max(scan["pages"]), "title": ""})
    for number in scan["pages"]:
        if number > first:
            _send(_page(scanner.read_page(number)))
    _send({"done": True})


def _send_pages(document: Document, first: int, most: int) -> None:
    count = document.page_count
    _send({"pages": count, "title": document.title, "locked": document.locked})
    chars = fragments = 0
    last = min(count, most)
    for index in range(first, last):
        page = document.read_page(index)
        texts = [text for fragment in page.fragments for text in fragment.texts]
        chars += sum(map(len, texts))
        fragments += len(texts)
        if chars > MAX_CHARS or fragments > MAX_FRAGMENTS:
            limit_hit = "characters" if chars > MAX_CHARS else "pieces of text"
            figure = MAX_CHARS if chars > MAX_CHARS else MAX_FRAGMENTS
            _send({"note": f"read {index:,} of {count:,} pages: more than {figure:,} {limit_hit}"})
            break
        _send(_page(page))
    else:
        if last < count:
            _send({"note": f"read {last:,} of {count:,} pages, the most that is read"})
    for note in document.notes:
        _send({"note": note})
    _send({"done": True})


def _page(page: RawPage) -> dict[str, Any]:
    return {
        "page": page.number,
        "width": on_paper(page.width),
        "height": on_paper(page.height),
        "images": page.images,
        "engine": page.engine,
        "error": page.error,
        "confidence": page.confidence,
        "fragments": [fragment.to_list() for fragment in page.fragments],
    }


def _send(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def _explain(error: Exception) -> str:
    name = type(error).__name__
    cause = repr(error) + repr(error.__cause__) + repr(error.__context__)
    if "Encryption" in cause:
        return "encrypted in a way that cannot be read"
    if "RecursionError" in cause:
        return "its objects are nested too deeply"
    if any(
        word in cause
        for word in ("PSEOF", "PDFSyntaxError", "PSSyntaxError", "No /Root", "PSException")
    ):
        return "damaged: it does not have the structure of a PDF"
    return f"could not be opened ({name})"


def _end_with_parent() -> None:
    # Not through sys.stdin: its lock, held here for ever, would disturb an orderly end.
    with contextlib.suppress(OSError):
        while os.read(0, 1024):
            pass
    os._exit(1)


def limit(memory: int, seconds: int) -> None:
    """Limit this process, as far as the system knows how; no bytes of memory is no limit."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; there the parent watches alone
        return
    limits = (
        (resource.RLIMIT_AS, memory or resource.RLIM_INFINITY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, wanted in limits:
        # The machine may allow less already, or (macOS) not know the limit at all.
        with contextlib.suppress(ValueError, OSError):
            _, hard = resource.getrlimit(kind)
            soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(kind, (soft, hard))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
