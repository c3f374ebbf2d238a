"""The tables as CSV, each a file that grows row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path

from gc25map.columns import TABLES, Table, Value
from gc25map.tables import inert

FILES = {table.name: f"{table.name}.csv" for table in TABLES}


class PlainTables:
    """`<table>.csv` in UTF-8. A text that a spreadsheet would take for a formula has a ' before it."""

    def __init__(self, paths: Mapping[str, Path]) -> None:
        self._open = ExitStack()
        self._writers = {}
        for table in TABLES:
            file = paths[FILES[table.name]].open("w", encoding="utf-8", newline="")
            self._open.enter_context(file)
            writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
            writer.writerow(table.names)
            self._writers[table.name] = writer

    def write(self, table: Table, lines: Iterable[tuple[Value, ...]]) -> None:
        """Rows of one table, in the order of its columns."""
        self._writers[table.name].writerows(map(_plain, line) for line in lines)

    def close(self) -> None:
        """There are no more rows."""
        self._open.close()

    def abandon(self) -> None:
        """Let go of the files as they are."""
        self._open.close()


def _plain(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return inert(value) if isinstance(value, str) else value
