"""Where a document lies → a path that can be read: as it stands, or a copy fetched from its URL."""

from __future__ import annotations

import contextlib
import importlib.util
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from gc25map.compare.kept import Workshop
from gc25map.compare.listing import is_url
from gc25map.errors import MissingExtra, UnreadableDocument
from gc25map.read import printable
from gc25map.read.limits import MAX_FILE_BYTES

_CHUNK = 1 << 20


def check_fetching() -> None:
    """Raise `MissingExtra` where nothing could be fetched."""
    if importlib.util.find_spec("fsspec") is None:
        raise MissingExtra("--fetch needs fsspec: pip install 'gc25map[cluster]'")


def file_name_of(place: str) -> str:
    """The name of the file at a path or URL."""
    if not is_url(place):
        return Path(place).name
    try:
        path = urlsplit(place).path
    except ValueError:  # no host; opening it fails by itself
        path = ""
    name = PurePosixPath(unquote(path)).name
    return printable(name.replace("\\", "-")).strip(". ") or "document"


@contextlib.contextmanager
def local(place: str, fetch: bool, workshop: Workshop) -> Iterator[Path]:
    """A path at which the document can be read, for as long as it is needed.

    A URL is opened only where the user allowed that; `UnreadableDocument` where it cannot be. Its copy
    lies in the workshop.
    """
    if not is_url(place):
        yield Path(place)
        return
    if not fetch:
        raise UnreadableDocument("is named by a URL; --fetch lets it be opened")
    if "::" in place:
        raise UnreadableDocument("is named by a chain of URLs, which is not opened")
    with workshop.bench() as bench:
        copy = bench / file_name_of(place)
        _copy(place, copy)
        yield copy


def _copy(place: str, copy: Path) -> None:
    import fsspec

    try:
        with fsspec.open(place, "rb") as remote, copy.open("wb") as file:
            taken = 0
            while chunk := remote.read(_CHUNK):
                taken += len(chunk)
                if taken > MAX_FILE_BYTES:
                    break
                file.write(chunk)
    except Exception as error:
        # Every store has errors of its own, and their words may hold secrets.
        raise UnreadableDocument(f"cannot be fetched ({type(error).__name__})") from error
    if taken > MAX_FILE_BYTES:
        raise UnreadableDocument(f"larger than {MAX_FILE_BYTES >> 20} MB")
