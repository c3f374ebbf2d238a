"""The tables as one SQLite file: keys, references between tables, and search in the words of passages.

Rows go in in a fixed order and in one transaction, and no time is kept: the same rows give the same bytes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from gc25map.columns import TABLES, Column, Table, Value

FILE_NAME = "gc25map.sqlite"
# "GC25" in ASCII: what `file` and others see that the database is for.
_APPLICATION_ID = 0x47433235
_TYPES = {
    "string": "TEXT",
    "object": "TEXT",
    "integer": "INTEGER",
    "number": "REAL",
    "boolean": "INTEGER",
}


class Database:
    """`gc25map.sqlite`; what made it stands in its table `run`."""

    def __init__(self, path: Path, made_by: Iterable[tuple[str, str]]) -> None:
        # All of it comes to be beside its place, so a journal would protect nothing.
        self._base = sqlite3.connect(path, isolation_level=None)
        for setting in (
            "page_size=4096",
            "journal_mode=OFF",
            "synchronous=OFF",
            f"application_id={_APPLICATION_ID}",
            "foreign_keys=ON",
        ):
            self._base.execute(f"PRAGMA {setting}")
        self._base.execute("BEGIN")
        self._base.execute("CREATE TABLE run (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        self._base.executemany("INSERT INTO run VALUES (?, ?)", made_by)
        for table in TABLES:
            self._base.execute(create(table))
        self._inserts = {table.name: _insert(table) for table in TABLES}

    def write(self, table: Table, lines: Iterable[tuple[Value, ...]]) -> None:
        """Rows of one table, in the order of its columns."""
        self._base.executemany(self._inserts[table.name], lines)

    def close(self) -> None:
        """There are no more rows: the words are indexed, and the file is closed."""
        for table in TABLES:
            for statement in _indexes(table):
                self._base.execute(statement)
        self._base.execute("COMMIT")
        self._base.close()

    def abandon(self) -> None:
        """Let go of the file as it is."""
        self._base.close()


def create(table: Table) -> str:
    """The statement that makes a table."""
    parts = [_column(column) for column in table.columns]
    parts.append(f"PRIMARY KEY ({_names(table.key)})")
    for reference in table.references:
        there = f"{_names((reference.table,))} ({_names(reference.there)})"
        parts.append(f"FOREIGN KEY ({_names(reference.here)}) REFERENCES {there}")
    inner = ",\n  ".join(parts)
    return f"CREATE TABLE {_names((table.name,))} (\n  {inner}\n)"


def search_table(table: Table) -> str:
    """The name of the table in which the words of another are searched."""
    return f"{table.name}_fts"


def _column(column: Column) -> str:
    name = _names((column.name,))
    said = f"{name} {_TYPES[column.type]}"
    if column.required:
        said += " NOT NULL"
    allowed = ", ".join(f"'{value}'" for value in column.values)
    if column.type == "boolean":
        allowed = "0, 1"
    return f"{said} CHECK ({name} IN ({allowed}))" if allowed else said


def _insert(table: Table) -> str:
    values = ", ".join("?" * len(table.columns))
    return f"INSERT INTO {_names((table.name,))} VALUES ({values})"


def _indexes(table: Table) -> list[str]:
    """What is laid over a table once it is full."""
    made = [
        f"CREATE INDEX {'_'.join((table.name, 'by', *columns))}"
        f" ON {_names((table.name,))} ({_names(columns)})"
        for columns in _looked_up(table)
    ]
    if table.searched:
        search = search_table(table)
        made += [
            f'CREATE VIRTUAL TABLE {search} USING FTS5({_names(table.searched)}, content="{table.name}",'
            " tokenize='unicode61 remove_diacritics 2')",
            f"INSERT INTO {search}({search}) VALUES ('rebuild')",
            f"INSERT INTO {search}({search}) VALUES ('optimize')",
        ]
    return made


def _looked_up(table: Table) -> list[tuple[str, ...]]:
    """Columns by which rows are looked up from another table, where the key does not serve that."""
    sought = [reference.here for reference in table.references]
    return [columns for columns in sought if table.key[: len(columns)] != columns]


def _names(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
