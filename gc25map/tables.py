"""Coverage as rows: one per provision, the missing ones too, for CSV and data frames."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from gc25map.columns import AGES, HEADING_SEPARATOR, SEPARATOR, TENSIONS
from gc25map.decisions import CellReview
from gc25map.errors import MissingExtra
from gc25map.records import Coverage
from gc25map.taxonomy import Taxonomy

COLUMNS = (
    "country",
    "provision",
    "status",
    "score",
    "reasons",
    "passages",
    "tensions",
    "instrument",
    "page",
    "page_label",
    "locator",
    "text",
    "reviewed_status",
    "reviewer",
    "review_note",
    "source",
    "confidence",
)
# Columns whose words come from documents and people.
FOREIGN = ("country", "instrument", "locator", "text", "reviewer", "review_note")

FRAMEWORK_COLUMNS = (
    "country",
    "framework",
    "group",
    "component",
    "title",
    "status",
    "reasons",
    "provision",
    "provision_status",
    "core",
)


def coverage_rows(coverage: Coverage) -> list[dict[str, Any]]:
    """One row per provision with its strongest passage; empty strings where there is none.

    The page is empty, too, where the document has no pages.
    """
    paged = _paged(coverage)
    titles = _titles(coverage)
    rows = []
    for cell in coverage.cells:
        best = cell.evidence[0] if cell.evidence else None
        rows.append(
            {
                "country": coverage.country,
                "provision": cell.provision,
                "status": cell.status,
                "score": cell.score,
                "reasons": SEPARATOR.join(cell.reasons),
                "passages": len(cell.evidence),
                "tensions": SEPARATOR.join(_kinds_against(coverage, cell.provision)),
                "instrument": titles[best.instrument] if best else "",
                "page": best.page if best and best.instrument in paged else "",
                "page_label": (best.page_label or "") if best else "",
                "locator": best.locator if best else "",
                "text": best.text if best else "",
                **_review_columns(cell.review),
                "source": best.source if best else "",
                "confidence": "" if best is None or best.confidence is None else best.confidence,
            }
        )
    return rows


def tension_rows(coverage: Coverage) -> list[dict[str, Any]]:
    """One row per tension, in the order of the documents."""
    paged = _paged(coverage)
    titles = _titles(coverage)
    return [
        {
            "country": coverage.country,
            "number": number,
            "tension": tension.id,
            "title": tension.title,
            "paragraphs": " ".join(map(str, tension.paragraphs)),
            "provisions": " ".join(tension.provisions),
            "instrument": titles[tension.instrument],
            "passage": tension.passage,
            "page": tension.page if tension.instrument in paged else "",
            "page_label": tension.page_label or "",
            "locator": tension.locator,
            "headings": HEADING_SEPARATOR.join(tension.headings),
            "lead": tension.lead,
            "text": tension.text,
            "tail": tension.tail,
            "language": tension.language,
            "rules": SEPARATOR.join(tension.rules),
        }
        for number, tension in enumerate(coverage.tensions, start=1)
    ]


def age_rows(coverage: Coverage) -> list[dict[str, Any]]:
    """One row per age, in the order of the documents; `to` is empty but for ages between two."""
    paged = _paged(coverage)
    titles = _titles(coverage)
    return [
        {
            "country": coverage.country,
            "number": number,
            "comparator": age.comparator,
            "years": age.years,
            "to": "" if age.to is None else age.to,
            "purpose": age.purpose,
            "words": age.words,
            "context": age.context,
            "instrument": titles[age.instrument],
            "passage": age.passage,
            "page": age.page if age.instrument in paged else "",
            "page_label": age.page_label or "",
            "locator": age.locator,
            "language": age.language,
        }
        for number, age in enumerate(coverage.ages, start=1)
    ]


def _titles(coverage: Coverage) -> dict[str, str]:
    return {instrument.id: instrument.title for instrument in coverage.instruments}


def _paged(coverage: Coverage) -> set[str]:
    return {instrument.id for instrument in coverage.instruments if instrument.paged}


def _kinds_against(coverage: Coverage, provision: str) -> list[str]:
    return list(dict.fromkeys(t.id for t in coverage.tensions if provision in t.provisions))


def _review_columns(review: CellReview | None) -> dict[str, str]:
    """What people hold: their status, or why there is none; empty where nobody looked."""
    if review is None:
        return {"reviewed_status": "", "reviewer": "", "review_note": ""}
    said = [(h.decision.reviewer, h.decision.note) for h in review.decisions]
    said += [(h.addition.reviewer, h.addition.note) for h in review.additions]
    return {
        "reviewed_status": review.status or review.state,
        "reviewer": SEPARATOR.join(review.reviewers),
        "review_note": SEPARATOR.join(f"{name}: {note}" for name, note in said if note),
    }


def coverage_csv(coverage: Coverage, taxonomy: Taxonomy) -> str:
    """The rows as CSV, with the chapter, paragraphs and title of each provision."""
    out = io.StringIO()
    columns = ("country", "chapter", "paragraphs", "title", *COLUMNS[1:])
    writer = csv.DictWriter(out, columns, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writeheader()
    for row in coverage_rows(coverage):
        provision = taxonomy[row["provision"]]
        paragraphs = " ".join(map(str, provision.paragraphs))
        writer.writerow(
            {
                **row,
                "chapter": provision.chapter,
                "paragraphs": paragraphs,
                "title": provision.title,
                # A spreadsheet takes text that begins like a formula for one.
                **{key: inert(row[key]) for key in FOREIGN},
            }
        )
    return out.getvalue()


def frameworks_csv(coverage: Coverage) -> str:
    """The readings as CSV: one row for each component and each provision that it rests on."""
    out = io.StringIO()
    writer = csv.DictWriter(
        out, FRAMEWORK_COLUMNS, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC
    )
    writer.writeheader()
    for reading in coverage.frameworks:
        for component in reading.components:
            for provision, status in component.provisions:
                writer.writerow(
                    {
                        "country": inert(coverage.country),
                        "framework": reading.id,
                        "group": component.group,
                        "component": component.id,
                        "title": component.title,
                        "status": component.status,
                        "reasons": SEPARATOR.join(component.reasons),
                        "provision": provision,
                        "provision_status": status,
                        "core": "yes" if provision in component.core else "no",
                    }
                )
    return out.getvalue()


# The signs by which spreadsheets know a formula, in either width, and what they pass over before one.
_FORMULA = frozenset("=+-@＝＋－＠\t\r\n")


def inert(value: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{value}" if value[:1] in _FORMULA else value


def coverage_frame(coverage: Coverage) -> Any:
    """The rows as a pandas DataFrame; `MissingExtra` where pandas is not installed."""
    return _frame(coverage_rows(coverage), COLUMNS)


def tension_frame(coverage: Coverage) -> Any:
    """The tensions as a pandas DataFrame; `MissingExtra` where pandas is not installed."""
    return _frame(tension_rows(coverage), TENSIONS.names)


def age_frame(coverage: Coverage) -> Any:
    """The ages as a pandas DataFrame; `MissingExtra` where pandas is not installed."""
    return _frame(age_rows(coverage), AGES.names)


def _frame(rows: list[dict[str, Any]], columns: Sequence[str]) -> Any:
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingExtra("data frames need pandas: pip install 'gc25map[frame]'") from error
    return pd.DataFrame(rows, columns=list(columns))
