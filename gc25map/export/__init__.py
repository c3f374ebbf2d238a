"""Taxonomy → the formats in which other people keep such things: CSV, SKOS, JSON, REFI-QDA codebook.

In:  a `Taxonomy` and the frameworks mapped to it.
Out: texts by the ending that the file takes after the taxonomy's id (`gc25.ttl`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from gc25map.export.codebook import codebook_files
from gc25map.export.plain import json_files
from gc25map.export.skos import skos_files
from gc25map.export.tables import csv_files
from gc25map.taxonomy import MappedFramework, Taxonomy

Exporter = Callable[[Taxonomy, Sequence[MappedFramework]], dict[str, str]]
EXPORTERS: dict[str, Exporter] = {
    "csv": csv_files,
    "json": json_files,
    "qdc": codebook_files,
    "skos": skos_files,
}
