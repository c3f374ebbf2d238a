"""The results that a table is set beside: read one after the other, so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gc25map.errors import BadFile
from gc25map.exchange import load_coverage
from gc25map.records import Coverage

ENDING = ".gc25.json"


@dataclass(frozen=True, slots=True)
class Result:
    """A coverage with the names by which its country is known, and where it came from."""

    names: tuple[str, ...]
    source: str
    coverage: Coverage


def results_of(given: Iterable[Coverage | Path | str]) -> Iterator[Result]:
    """Coverages as they are, those of files, and those of every country in a folder.

    `BadFile` where a folder holds no result, or a result names no country.
    """
    for item in given:
        if isinstance(item, Coverage):
            yield _named((), item.title, item)
            continue
        path = Path(item)
        for file in _country_files(path) if path.is_dir() else [path]:
            code = file.name.removesuffix(ENDING)
            known = (code,) if code == file.parent.name else ()
            yield _named(known, str(file), load_coverage(file))


def _country_files(folder: Path) -> list[Path]:
    """The results of a comparison: `<CODE>/<CODE>.gc25.json`, in the order of their codes."""
    files = [path for path in folder.glob(f"*/*{ENDING}") if path.name == path.parent.name + ENDING]
    if not files:
        raise BadFile(f"{folder}: holds no result such as KEN/KEN{ENDING}")
    return sorted(files)


def _named(codes: tuple[str, ...], source: str, coverage: Coverage) -> Result:
    names = tuple(dict.fromkeys(name for name in (*codes, coverage.country) if name.strip()))
    if not names:
        raise BadFile(f"{source}: the result names no country; analyse again with --country")
    return Result(names, source, coverage)
