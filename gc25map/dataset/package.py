"""What describes the tables for programs: `datapackage.json` (Frictionless) and Datasette's `metadata.json`."""

from __future__ import annotations

import errno
import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from gc25map.columns import TABLES, Column, Table
from gc25map.dataset import columnar, plain, relational, workbook
from gc25map.words import NO_ADVICE, NOT_FOUND_MEANS

PACKAGE, DATASETTE = "datapackage.json", "metadata.json"
TITLE = "Comparison of countries by gc25map"
RIGHTS = (
    "Passages and titles of instruments are taken from the documents supplied, and their rights are those of"
    " the documents. Ids, titles and duties of provisions are gc25map's, under Apache-2.0."
)
MEDIA_TYPES = {
    "csv": "text/csv",
    "html": "text/html",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "sqlite": "application/vnd.sqlite3",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def media_type(path: str) -> str:
    """The media type of one of our files, by its ending."""
    return MEDIA_TYPES[path.rsplit(".", 1)[-1]]


def hash_of(path: Path) -> tuple[str, int]:
    """SHA-256 and size in bytes of a file; `OSError` where it is none or cannot be read."""
    if not path.is_file():
        raise FileNotFoundError(errno.ENOENT, "no such file", str(path))
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size


def data_package(folder: Path, made_by: Sequence[tuple[str, str]]) -> str:
    """The descriptor of the files in a folder, which are there and whole."""
    document = {
        "profile": "data-package",
        "name": "gc25map-comparison",
        "title": TITLE,
        "description": f"{NOT_FOUND_MEANS} {NO_ADVICE} {RIGHTS}",
        "gc25map": dict(made_by),
        "resources": [
            *(_table_resource(folder, table) for table in TABLES),
            *(_file(columnar.FILES[table.name], table.title) for table in TABLES),
            _file(relational.FILE_NAME, "All tables, with references and full-text search"),
            _file(workbook.FILE_NAME, "A workbook for people"),
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _table_resource(folder: Path, table: Table) -> dict[str, Any]:
    name = plain.FILES[table.name]
    sha256, size = hash_of(folder / name)
    return {
        **_file(name, table.title),
        "name": table.name,
        "type": "table",
        "profile": "tabular-data-resource",
        "description": table.description,
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{sha256}",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True},
        "schema": table_schema(table),
    }


def _file(name: str, title: str) -> dict[str, Any]:
    """A file of the package; the hashes of all of them stand in the crate."""
    ending = name.rsplit(".", 1)[-1]
    return {
        "name": name.replace(".", "-"),
        "path": name,
        "title": title,
        # Else a reader takes Parquet for a table and guesses its columns; they are those of the CSV.
        "type": "file",
        "format": ending,
        "mediatype": media_type(name),
    }


def table_schema(table: Table) -> dict[str, Any]:
    """A table as a Table Schema."""
    return {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
        "foreignKeys": [
            {
                "fields": list(reference.here),
                "reference": {"resource": reference.table, "fields": list(reference.there)},
            }
            for reference in table.references
        ],
    }


def _field(column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.values:
        constraints["enum"] = list(column.values)
    return {
        "name": column.name,
        "type": column.type,
        "description": column.description,
        **({"unit": column.unit} if column.unit else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def datasette_metadata(made_by: Iterable[tuple[str, str]]) -> str:
    """What Datasette shows beside the database."""
    said = "; ".join(f"{name} {value}" for name, value in made_by)
    document = {
        "title": TITLE,
        "description": f"{NOT_FOUND_MEANS} {NO_ADVICE}",
        "license": RIGHTS,
        "source": f"Made by gc25map ({said})",
        "databases": {
            Path(relational.FILE_NAME).stem: {
                "tables": {table.name: _shown(table) for table in TABLES}
            }
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _shown(table: Table) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "title": table.title,
        "description": table.description,
        "columns": {column.name: _with_unit(column) for column in table.columns},
        "facets": [column.name for column in table.columns if column.facet],
    }
    if table.searched:
        shown |= {"fts_table": relational.search_table(table), "fts_pk": "rowid"}
    return shown


def _with_unit(column: Column) -> str:
    return f"{column.description} Unit: {column.unit}." if column.unit else column.description
