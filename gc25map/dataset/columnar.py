"""The tables as Parquet (pyarrow), written in groups of rows so that memory does not grow with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gc25map.columns import TABLES, Column, Table, Value

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

FILES = {table.name: f"{table.name}.parquet" for table in TABLES}
# Rows that are kept until they are written together.
GROUP = 5_000
_TYPES = {
    "string": "string",
    "object": "string",
    "integer": "int64",
    "number": "float64",
    "boolean": "bool",
}


class ColumnarTables:
    """`<table>.parquet`; what made them stands in the metadata of each file, under "gc25map"."""

    def __init__(self, paths: Mapping[str, Path], made_by: str) -> None:
        from pyarrow.parquet import ParquetWriter

        self._waiting: dict[str, list[tuple[Value, ...]]] = {table.name: [] for table in TABLES}
        self._schemas = {table.name: _schema(table, made_by) for table in TABLES}
        self._writers: dict[str, ParquetWriter] = {
            name: ParquetWriter(paths[FILES[name]], schema, compression="zstd")
            for name, schema in self._schemas.items()
        }

    def write(self, table: Table, lines: Iterable[tuple[Value, ...]]) -> None:
        """Rows of one table, in the order of its columns."""
        waiting = self._waiting[table.name]
        waiting += lines
        if len(waiting) >= GROUP:
            self._flush(table.name)

    def close(self) -> None:
        """There are no more rows."""
        for name, writer in self._writers.items():
            self._flush(name)
            writer.close()

    def abandon(self) -> None:
        """Let go of the files as they are."""
        for writer in self._writers.values():
            writer.close()

    def _flush(self, name: str) -> None:
        import pyarrow as pa

        waiting, schema = self._waiting[name], self._schemas[name]
        if waiting:
            columns = [
                pa.array(values, type=field.type)
                for values, field in zip(zip(*waiting, strict=True), schema, strict=True)
            ]
            self._writers[name].write_batch(pa.record_batch(columns, schema=schema))
            waiting.clear()


def _schema(table: Table, made_by: str) -> pa.Schema:
    import pyarrow as pa

    def field(column: Column) -> Any:
        about = {"description": column.description}
        kind = pa.type_for_alias(_TYPES[column.type])
        return pa.field(column.name, kind, nullable=not column.required, metadata=about)

    return pa.schema(
        [field(column) for column in table.columns],
        metadata={"gc25map": made_by, "description": table.description},
    )
