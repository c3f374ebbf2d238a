"""Who takes the countries of a comparison, beside the reports of each that its worker writes.

Here and nowhere else it is said which they are. The data comes last: its crate holds the hashes of the page too.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from gc25map.comparison import Run, Sink
from gc25map.dataset import Dataset
from gc25map.report.countries import CountriesPage
from gc25map.taxonomy import Taxonomy

SINKS: tuple[Callable[[Path, Taxonomy, Run], Sink], ...] = (CountriesPage, Dataset)
