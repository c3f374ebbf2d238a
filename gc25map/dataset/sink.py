"""The sink that writes the data of a comparison while its countries pass through."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from gc25map.columns import COUNTRIES, PROVISIONS, Table, Value
from gc25map.comparison import CountryResult, Run
from gc25map.dataset import columnar, package, plain, relational, workbook
from gc25map.dataset.crate import CRATE, Provenance
from gc25map.dataset.rows import provision_rows, rows_of
from gc25map.errors import BadFile
from gc25map.taxonomy import Taxonomy
from gc25map.whole import Part, write_whole

# The files that grow while countries pass through.
GROWING = (
    *plain.FILES.values(),
    *columnar.FILES.values(),
    relational.FILE_NAME,
    workbook.FILE_NAME,
)


class _Writer(Protocol):
    def write(self, table: Table, lines: Iterable[tuple[Value, ...]]) -> None: ...
    def close(self) -> None: ...
    def abandon(self) -> None: ...


class Dataset:
    """A `Sink` that writes tables, their descriptions and the provenance of the whole folder.

    It finishes last of all sinks: the crate names what the others have written. `BadFile` where a
    file cannot be written.
    """

    def __init__(self, folder: Path, taxonomy: Taxonomy, run: Run) -> None:
        self._folder = folder
        self._taxonomy = taxonomy
        self._made_by = made_by(run)
        self._provenance = Provenance(run)
        self._parts: list[Part] = []
        self._writers: list[_Writer] = []
        with self._all_or_nothing():
            for name in GROWING:
                self._parts.append(Part(folder / name))
            paths = {part.path.name: part.growing for part in self._parts}
            self._writers.append(plain.PlainTables(paths))
            made = json.dumps(dict(self._made_by), ensure_ascii=False)
            self._writers.append(columnar.ColumnarTables(paths, made))
            base = paths[relational.FILE_NAME]
            self._writers.append(relational.Database(base, self._made_by))
            sheets = paths[workbook.FILE_NAME]
            self._book = workbook.ComparisonBook(sheets, taxonomy, self._made_by)
            self._writers.append(self._book)
            self._write(PROVISIONS, [PROVISIONS.line(row) for row in provision_rows(taxonomy)])

    def add(self, result: CountryResult) -> None:
        """One more country; they come in the order of their codes."""
        with self._all_or_nothing():
            for table, rows in rows_of(result, self._taxonomy):
                lines = [table.line(row) for row in rows]
                self._write(table, lines)
                if table is COUNTRIES:
                    self._book.add(result, lines[0])
        self._provenance.add(result)

    def finish(self) -> None:
        """All countries have come: every file is put in its place, and last the hashes of them all."""
        with self._all_or_nothing():
            for writer in self._writers:
                writer.close()
            for part in self._parts:
                part.place()
            described = package.data_package(self._folder, self._made_by)
            shown = package.datasette_metadata(self._made_by)
            write_whole(self._folder / package.PACKAGE, described)
            write_whole(self._folder / package.DATASETTE, shown)
            own = (*GROWING, package.PACKAGE, package.DATASETTE)
            write_whole(self._folder / CRATE, self._provenance.crate(self._folder, own))

    def abandon(self) -> None:
        """The run ends early: nothing half-written is left behind."""
        for writer in self._writers:
            # Whatever ended the run may end this, too (a full disk); the files go all the same.
            with suppress(Exception):
                writer.abandon()
        for part in self._parts:
            part.discard()

    def _write(self, table: Table, lines: list[tuple[Value, ...]]) -> None:
        for writer in self._writers:
            writer.write(table, lines)

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        """What goes wrong ends the whole data set, in one line where a file is to blame."""
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            self.abandon()
            raise BadFile(f"{self._folder}: the data cannot be written ({error})") from error
        except BaseException:
            self.abandon()
            raise


def made_by(run: Run) -> tuple[tuple[str, str], ...]:
    """Versions and options as they stand in every file."""
    versions = (
        ("tool", run.tool),
        ("taxonomy", run.taxonomy),
        ("model", run.model),
        ("corpora", run.corpora),
    )
    return (*versions, *((f"option {name}", value) for name, value in run.options))
