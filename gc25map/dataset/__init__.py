"""The countries of a comparison → tidy data for other researchers, and what is needed to trust it.

In:  `CountryResult`s one after another, through the sink `Dataset`.
Out: every table of `gc25map.columns` as CSV and Parquet, all of them as one SQLite file and as a workbook,
     what describes them (`datapackage.json`, Datasette's `metadata.json`), and an RO-Crate with the hash of
     every document and file, which `verify` holds against the files.
"""

from __future__ import annotations

from gc25map.dataset.sink import Dataset

__all__ = ["Dataset"]
