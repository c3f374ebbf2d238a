"""Manifests: a CSV file that names documents, one a row, with what is known of each.

    path,country,country_name,title,year,kind,language,scope

Only `path` is needed; columns that are not ours are kept as they are. Cells are text and stay text: `NA`
is Namibia and `NO` Norway, never a missing value.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from gc25map.comparison import Listed
from gc25map.errors import BadFile

MAX_MANIFEST_BYTES = 20 << 20
COLUMNS = ("path", "country", "country_name", "title", "year", "kind", "language", "scope")
# What is found in the document, or behind it, where the row does not state it.
FOUND = ("country_name", "title", "kind", "language")
# A spreadsheet writes its CSV with what the user's country has between the cells.
_SEPARATORS = ",;\t"
_LONGEST_CELL = 4_000


def is_language(code: str) -> bool:
    """Whether a text has the form of an ISO 639 code: two or three letters."""
    return code.isascii() and code.isalpha() and len(code) in (2, 3)


def read_manifest(path: Path) -> list[tuple[int, Listed]]:
    """The rows with a path, each with the number of its line; `BadFile` in one line, with that number.

    Fields that are blank and will be found elsewhere are named in `Listed.inferred`.
    """
    try:
        if path.stat().st_size > MAX_MANIFEST_BYTES:
            raise BadFile(f"{path}: a manifest of more than {MAX_MANIFEST_BYTES >> 20} MB")
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [(line, _listed(row, path, line)) for line, row in _rows(file.read(), path)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadFile(f"{path}: the manifest cannot be read ({error})") from error


def _rows(text: str, path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    for separator in _SEPARATORS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        head = [name.strip() for name in next(reader, [])]
        if "path" in (names := _names(head)):
            break
    else:
        raise BadFile(f"{path}: the manifest has no column named 'path'")
    if any(len(name) > _LONGEST_CELL for name in names):
        raise BadFile(f"{path}: the name of a column is longer than {_LONGEST_CELL:,} signs")
    if twice := next((n for n in names if n and names.count(n) > 1), None):
        raise BadFile(f"{path}: the manifest has two columns named {twice!r}")
    for cells in reader:
        line = reader.line_num
        if any(cell.strip() for cell in cells[len(names) :]):
            raise BadFile(f"{path}, line {line}: more cells than the head has columns")
        row = {n: cell.strip() for n, cell in zip(names, cells, strict=False) if n}
        if long := next((n for n, cell in row.items() if len(cell) > _LONGEST_CELL), None):
            raise BadFile(f"{path}, line {line}: {long!r} is longer than {_LONGEST_CELL:,} signs")
        if row.get("path"):
            yield line, row
        elif any(row.values()):
            raise BadFile(f"{path}, line {line}: no path")


def _names(head: list[str]) -> list[str]:
    """The columns by name; ours in any case, for spreadsheets like to write `Path`."""
    return [name.lower() if name.lower() in COLUMNS else name for name in head]


def _listed(row: dict[str, str], path: Path, line: int) -> Listed:
    language = row.get("language", "").lower()
    if language and not is_language(language):
        raise BadFile(
            f"{path}, line {line}: the language {language!r} is no ISO 639 code such as 'en'"
        )
    stated = {name: row.get(name, "") for name in COLUMNS} | {"language": language}
    return Listed(
        **stated,
        inferred=tuple(name for name in FOUND if not stated[name]),
        extra=tuple((name, cell) for name, cell in row.items() if name not in COLUMNS),
    )
