"""What a user names on the command line → the countries of a comparison, each with its documents.

In:  manifests, and folders in which every country has its own (`laws/KEN/*.pdf`).
Out: `Country`s in the order of their codes, with the documents in the order in which they were named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gc25map.compare.names import name_of
from gc25map.comparison import Listed, is_code
from gc25map.errors import BadFile, NothingToRead
from gc25map.inputs import documents_of
from gc25map.manifest import FOUND, read_manifest
from gc25map.pipeline import Source
from gc25map.read import SUFFIXES, printable


@dataclass(frozen=True, slots=True)
class Placed:
    """A listed document, the path or URL at which it lies, and who named it (for messages)."""

    listed: Listed
    place: str
    named_by: str


@dataclass(frozen=True, slots=True)
class Country:
    """The documents that were supplied for one country."""

    code: str
    name: str
    documents: tuple[Placed, ...]


def countries_of(paths: Sequence[Path]) -> tuple[Country, ...]:
    """The countries that the paths stand for, in the order of their codes.

    A document that is named twice for a country (by a manifest, and by the folder it lies in) is taken
    as it was named first. Raises `NothingToRead` or `BadFile`, with the line of the manifest.
    """
    by_code: dict[str, dict[str, Placed]] = {}
    spelled: dict[str, Placed] = {}
    for placed in (one for path in paths for one in _placed(path)):
        code = placed.listed.country
        first = spelled.setdefault(code.casefold(), placed)
        if first.listed.country != code:
            raise BadFile(
                f"{placed.named_by}: the country {code!r} is {first.listed.country!r} in {first.named_by};"
                " write one of them"
            )
        by_code.setdefault(code, {}).setdefault(placed.place, placed)
    if not by_code:
        raise NothingToRead(f"no document named in {', '.join(map(str, paths))}")
    return tuple(
        Country(code, _name(code, by_code[code].values()), tuple(by_code[code].values()))
        for code in sorted(by_code)
    )


def _name(code: str, documents: Iterable[Placed]) -> str:
    """What the manifest calls the country, else what it is called in English, else its code."""
    stated = next((d.listed.country_name for d in documents if d.listed.country_name), "")
    return printable(stated or name_of(code) or code)


def _placed(path: Path) -> Iterator[Placed]:
    if path.is_dir():
        return _in_folder(path)
    if path.suffix.lower() == ".csv":
        return _in_manifest(path)
    if path.exists():
        raise BadFile(f"{path}: neither a manifest (.csv) nor a folder of countries")
    raise BadFile(f"{path}: no such file or folder")


def _in_manifest(path: Path) -> Iterator[Placed]:
    for line, listed in read_manifest(path):
        named_by = f"{path}, line {line}"
        if not listed.country:
            raise BadFile(f"{named_by}: no country")
        try:
            place = (
                listed.path if is_url(listed.path) else str(path.absolute().parent / listed.path)
            )
            Source(Path(place), scope=listed.scope)
        except ValueError as error:
            raise BadFile(f"{named_by}: {error}") from error
        yield _checked(Placed(listed, place, named_by))


def _in_folder(folder: Path) -> Iterator[Placed]:
    """The documents of a folder: by the folder of their country, or all of one where it has none."""
    documents = documents_of(folder)
    if not documents:
        raise NothingToRead(f"no {', '.join(SUFFIXES)} file in {folder}")
    loose = [path for path in documents if path.parent == folder]
    if loose and len(loose) < len(documents):
        raise BadFile(f"{loose[0]}: lies in no country's folder, as others in {folder} do")
    top = folder.absolute().parent if loose else folder
    for path in documents:
        below = path.absolute().relative_to(top.absolute())
        listed = Listed(below.as_posix(), below.parts[0], inferred=("country", *FOUND))
        yield _checked(Placed(listed, str(path.absolute()), str(path)))


def _checked(placed: Placed) -> Placed:
    code = placed.listed.country
    if not is_code(code):
        raise BadFile(
            f"{placed.named_by}: the country {printable(code)!r} is no code;"
            " write that of ISO 3166-1, such as KEN"
        )
    listed = placed.listed
    title, year, kind = map(printable, (listed.title, listed.year, listed.kind))
    return replace(placed, listed=replace(listed, title=title, year=year, kind=kind))


def is_url(path: str) -> bool:
    """Whether a manifest names a document by a URL, and not by a path."""
    return "://" in path
