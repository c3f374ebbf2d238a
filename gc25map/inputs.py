"""From what a user names on the command line to documents: files, folders, manifests.

In:  paths as given.
Out: `Source`s in a stable order, and the country where a manifest names it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gc25map.comparison import Listed
from gc25map.errors import BadFile, NothingToRead
from gc25map.manifest import read_manifest
from gc25map.pipeline import Source
from gc25map.read import SUFFIXES

MAX_PASSWORD_BYTES = 1 << 16
# What lies in a folder of laws and is none: hidden and lock files, notes to it, our own reports.
_ASIDE = re.compile(
    r"^(?:[.~].*|(?:readme|licen[cs]e|notice|changelog|contributing)(?:\..*)?|.*\.gc25\.(?:html|docx))$",
    re.IGNORECASE,
)


def sources_of(
    paths: Sequence[Path], *, country: str = "", title: str = "", language: str = ""
) -> tuple[list[Source], str]:
    """The documents that the paths stand for, each once.

    `title` is given to a single document only. With a manifest, `country` chooses its rows.
    Raises `NothingToRead` or `BadFile`.
    """
    found: list[Source] = []
    named = ""
    for path in paths:
        if path.suffix.lower() == ".csv":
            rows, named = _manifest(path, country or named)
            found += rows
        elif path.is_dir():
            found += [Source(file) for file in documents_of(path)]
        else:
            found.append(Source(path))
    by_path: dict[Path, Source] = {}
    for source in found:
        # The first naming counts: a manifest says more of a document than the folder it lies in.
        by_path.setdefault(source.path.absolute(), source)
    unique = list(by_path.values())
    if not unique:
        raise NothingToRead(f"no {', '.join(SUFFIXES)} file in {', '.join(map(str, paths))}")
    if language:
        unique = [replace(source, language=source.language or language) for source in unique]
    if title and len(unique) == 1:
        unique = [replace(unique[0], title=title)]
    return unique, named


def passwords_of(path: Path) -> tuple[str, ...]:
    """The passwords in a file, one on each line; `BadFile` where it cannot be read or holds none."""
    try:
        if path.stat().st_size > MAX_PASSWORD_BYTES:
            raise BadFile(f"{path}: more than {MAX_PASSWORD_BYTES >> 10} kB of passwords")
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        # Never what is in the file: the message may end up in a log.
        raise BadFile(f"{path}: the passwords cannot be read ({type(error).__name__})") from None
    passwords = tuple(dict.fromkeys(line for line in lines if line))
    if not passwords:
        raise BadFile(f"{path}: holds no password")
    return passwords


def documents_of(folder: Path) -> list[Path]:
    """The documents in a folder and its folders, in the order of their names."""
    return sorted(path for path in folder.rglob("*") if _may_be_law(path) and path.is_file())


def _may_be_law(path: Path) -> bool:
    """Whether a file of a folder is taken for a document; one that is named by itself always is."""
    return path.suffix.lower() in SUFFIXES and not _ASIDE.match(path.name)


def _manifest(path: Path, country: str) -> tuple[list[Source], str]:
    rows = read_manifest(path)
    countries = dict.fromkeys(listed.country for _, listed in rows if listed.country)
    if country and countries:
        rows = [row for row in rows if row[1].country in ("", country)]
        if not rows:
            raise NothingToRead(f"{path}: no row for the country {country!r}")
    elif len(countries) > 1:
        named = ", ".join(countries)
        raise BadFile(f"{path}: holds several countries ({named}); choose one with --country")
    sources = [_source(listed, path, line) for line, listed in rows]
    return sources, country or next(iter(countries), "")


def _source(listed: Listed, manifest: Path, line: int) -> Source:
    try:
        place = manifest.parent / listed.path
        return Source(place, listed.title, listed.language, scope=listed.scope)
    except ValueError as error:
        raise BadFile(f"{manifest}, line {line}: {error}") from error
