"""A cross-check → JSON, and its rows as CSV: the same bytes for the same cross-check, no clock in it.

History of the format: 1 (first).
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from typing import Any

from gc25map.crosschecks import Checked, CrossCheck
from gc25map.decisions import Agreement
from gc25map.tables import inert

FORMAT = 1
COLUMNS = (
    "country",
    "criterion",
    "title",
    "value",
    "expected",
    "given",
    "agrees",
    "why",
    "provisions",
    "provision",
    "instrument",
    "page",
    "page_label",
    "locator",
    "text",
)
FOREIGN = (
    "country",
    "criterion",
    "title",
    "value",
    "why",
    "instrument",
    "page_label",
    "locator",
    "text",
)


def dump_crosscheck(found: CrossCheck) -> str:
    """The JSON document, as the README describes it."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "table": found.table,
        "results": list(found.versions),
        "overall": _figures(found.overall),
        "criteria": [
            {**asdict(criterion), "values": dict(criterion.values), **_figures(figures)}
            for criterion, figures in found.criteria
        ],
        "rows": [_row(row) for row in found.rows],
        "countries_in_table_only": list(found.countries_in_table_only),
        "countries_in_results_only": list(found.countries_in_results_only),
        "criteria_in_table_only": list(found.criteria_in_table_only),
        "criteria_in_mapping_only": list(found.criteria_in_mapping_only),
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _figures(figures: Agreement) -> dict[str, Any]:
    return {
        "cells": figures.cells,
        "agreed": figures.agreed,
        "percent": None if figures.percent is None else round(figures.percent, 2),
        "kappa": None if figures.kappa is None else round(figures.kappa, 4),
        "left_out": figures.left_out,
    }


def _row(row: Checked) -> dict[str, Any]:
    data = asdict(row)
    entry = data.pop("entry")
    entry["extra"] = dict(row.entry.extra)
    del data["criterion"]
    return {**entry, "mapped": row.criterion, **data, "provisions": dict(row.provisions)}


def crosscheck_csv(found: CrossCheck) -> str:
    """A line for every row of the table; where the two disagree, with the first passage there is."""
    titles = {criterion.id: criterion.title for criterion, _ in found.criteria}
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writeheader()
    for row in found.rows:
        entry = row.entry
        shown = next(((h.provision, q) for h in row.held for q in h.passages), None)
        provision, quote = shown or ("", None)
        line = {
            "country": entry.country,
            "criterion": entry.criterion,
            "title": titles.get(row.criterion, ""),
            "value": entry.value,
            "expected": " ".join(row.expected),
            "given": row.given or "",
            "agrees": {True: "yes", False: "no", None: ""}[row.agrees],
            "why": row.why,
            "provisions": " ".join(f"{name}:{status}" for name, status in row.provisions),
            "provision": provision,
            "instrument": quote.document if quote else "",
            "page": quote.page if quote and quote.page is not None else "",
            "page_label": (quote.page_label or "") if quote else "",
            "locator": quote.locator if quote else "",
            "text": quote.words if quote else "",
        }
        writer.writerow({**line, **{key: inert(str(line[key])) for key in FOREIGN}})
    return out.getvalue()
