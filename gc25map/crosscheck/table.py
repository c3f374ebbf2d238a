"""The table made by others: a CSV file with the columns country, criterion and value."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable, Hashable, Iterable
from pathlib import Path

from gc25map.crosschecks import Entry
from gc25map.errors import BadFile

MAX_TABLE_BYTES = 20 << 20
COLUMNS = ("country", "criterion", "value")
Row = tuple[int, dict[str, str]]


def folded(text: str) -> str:
    """A word as it is compared: in any case, with any spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def load_entries(path: Path) -> tuple[Entry, ...]:
    """The rows of the table in their order, each once; `BadFile` where it is none.

    Two values for one country and criterion are refused: nobody could say which one counts.
    """
    entries = []
    for line, row in rows_of(path, COLUMNS):
        entry = Entry(
            row["country"],
            row["criterion"],
            row["value"],
            line,
            tuple((key, value) for key, value in row.items() if key not in COLUMNS and value),
        )
        if not entry.country or not entry.criterion:
            raise BadFile(f"{path}:{line}: names no country or no criterion")
        entries.append(entry)
    if not entries:
        raise BadFile(f"{path}: holds no row")
    return once(path, entries, lambda entry: (folded(entry.country), folded(entry.criterion)))


def once(
    path: Path, entries: Iterable[Entry], key: Callable[[Entry], Hashable]
) -> tuple[Entry, ...]:
    """Of rows with the same key the first; `BadFile` where another has another value."""
    known: dict[Hashable, Entry] = {}
    for entry in entries:
        first = known.setdefault(key(entry), entry)
        if folded(first.value) != folded(entry.value):
            raise BadFile(
                f"{path}:{entry.line}: a second value for {entry.country}, {entry.criterion} "
                f"(the first is in line {first.line})"
            )
    return tuple(known.values())


def rows_of(path: Path, columns: tuple[str, ...]) -> list[Row]:
    """The rows of a CSV file with their lines; `BadFile` where it is none, or lacks a column.

    Comma or semicolon, whichever the head has more of; rows of nothing but spaces are passed over.
    """
    try:
        if path.stat().st_size > MAX_TABLE_BYTES:
            raise BadFile(f"{path}: a table of more than {MAX_TABLE_BYTES >> 20} MB")
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = file.readline()
            file.seek(0)
            delimiter = ";" if head.count(";") > head.count(",") else ","
            reader = csv.DictReader(file, delimiter=delimiter, strict=True)
            names = [name.strip().lower() for name in reader.fieldnames or ()]
            reader.fieldnames = names
            for column in columns:
                if names.count(column) != 1:
                    raise BadFile(f"{path}: needs one column named {column!r}")
            rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadFile(f"{path}: the table cannot be read ({error})") from error
    found = []
    for line, row in rows:
        if None in row:
            raise BadFile(f"{path}:{line}: has more cells than the head of the table")
        kept = {key: (value or "").strip() for key, value in row.items()}
        if any(kept.values()):
            found.append((line, kept))
    return found
