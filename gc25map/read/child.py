"""The reading child: opens one hostile file under limits and writes what it saw as JSON lines.

Run as `python -m gc25map.read.child` by `gc25map.read.process`, never imported by it. It must stay light (no
spaCy, no numpy), because its address space is limited, and it may die at any moment: whatever it
has written by then counts.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sys
from pathlib import Path
from typing import Any

from gc25map.read.formats import read_flow
from gc25map.read.formats.blocks import Refused
from gc25map.read.formats.kinds import HEAD_BYTES, Kind, kind_of_file
from gc25map.read.raw import RawPage

MAX_PAGES = 2_000
# A page of HTML may nest its elements as deeply as the parser allows.
DEEPEST_CALLS = 8_000
BLOCKS_PER_LINE = 100
MAX_FLOW_BYTES = 64 << 20


def main(arguments: list[str]) -> int:
    """Read the file named in the arguments: path, engine, bytes of memory, seconds of CPU time.

    With the engine "ocr" three more: the numbers of the pages to read, the language packs, and the
    folder in which these lie.
    """
    path, engine, memory, seconds, *scan = arguments
    _limit(int(memory), int(seconds))
    logging.disable(logging.CRITICAL)
    try:
        _read(Path(path), engine, scan)
    except Refused as error:
        _send({"error": str(error)})
    except MemoryError:
        _send({"error": "needs more memory than the limit allows"})
    except RecursionError:
        _send({"error": "its objects are nested too deeply"})
    except Exception as error:  # a parser answers hostile files with any exception
        _send({"error": _explain(error)})
    return 0


def _read(path: Path, engine: str, scan: list[str]) -> None:
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        data = b"" if b"%PDF" in head else head + file.read(MAX_FLOW_BYTES)
    kind = kind_of_file(path.suffix, data or head)
    if kind == "pdf" and engine == "ocr":
        _read_scans(path, *scan)
    elif kind == "pdf":
        _read_pdf(path, engine)
    elif len(data) > MAX_FLOW_BYTES:
        raise Refused(f"larger than {MAX_FLOW_BYTES >> 20} MB, which only a PDF may be")
    else:
        _read_flow(kind, data)


def _read_flow(kind: Kind, data: bytes) -> None:
    sys.setrecursionlimit(DEEPEST_CALLS)
    flow = read_flow(kind, data)
    _send({"flow": flow.title, "apart": flow.apart})
    for start in range(0, len(flow.blocks), BLOCKS_PER_LINE):
        some = flow.blocks[start : start + BLOCKS_PER_LINE]
        _send({"blocks": [block.to_list() for block in some]})
    _send({"done": True})


def _read_pdf(path: Path, engine: str) -> None:
    # PDFium is loaded only for a PDF.
    from gc25map.read.engines import Document

    document = Document(path, engine)
    count = document.page_count
    _send({"pages": count, "title": document.title})
    for index in range(min(count, MAX_PAGES)):
        _send_page(document.read_page(index))
    if count > MAX_PAGES:
        _send({"note": f"read {MAX_PAGES:,} of {count:,} pages, the most that is read"})
    _send({"done": True})


def _read_scans(path: Path, numbers: str, packs: str, folder: str) -> None:
    # Imported here: only a document with scans in it pays for the library.
    from gc25map.read.scanner import Scanner

    pages = [int(number) for number in numbers.split(",")]
    scanner = Scanner(path, packs.split("+"), folder)
    _send({"pages": len(pages), "title": ""})
    for number in pages:
        _send_page(scanner.read_page(number))
    _send({"done": True})


def _send_page(page: RawPage) -> None:
    _send(
        {
            "page": page.number,
            "width": round(page.width, 1),
            "height": round(page.height, 1),
            "images": page.images,
            "engine": page.engine,
            "error": page.error,
            "confidence": page.confidence,
            "fragments": [fragment.to_list() for fragment in page.fragments],
        }
    )


def _send(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def _explain(error: Exception) -> str:
    name = type(error).__name__
    cause = repr(error) + repr(error.__cause__) + repr(error.__context__)
    if "PasswordIncorrect" in cause or "Encryption" in cause:
        return "encrypted: a password is needed to open it"
    if any(word in cause for word in ("PSEOF", "SyntaxError", "No /Root", "PSException")):
        return "damaged: it does not have the structure of a PDF"
    return f"could not be opened ({name})"


def _limit(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; there the parent's clock is the only guard
        return
    limits = (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    )
    for limit, wanted in limits:
        # The machine may allow less already, or (macOS) not know the limit at all.
        with contextlib.suppress(ValueError, OSError):
            _, hard = resource.getrlimit(limit)
            soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
            resource.setrlimit(limit, (soft, hard))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
