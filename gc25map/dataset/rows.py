"""One country of a comparison as rows of the tables.

In:  a `CountryResult` and the taxonomy it was measured against.
Out: for each table, in the order of `TABLES`, its rows as mappings from column to value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import PurePosixPath, PureWindowsPath

from gc25map.columns import (
    AGES,
    COUNTRIES,
    COVERAGE,
    EVIDENCE,
    FAILURES,
    HEADING_SEPARATOR,
    INSTRUMENTS,
    SEPARATOR,
    TENSIONS,
    Table,
    Value,
)
from gc25map.comparison import CountryResult, Listed, Supplied
from gc25map.kinds import carriers_of, is_comparable, kinds_of, kinds_read
from gc25map.records import Coverage, Evidence, Instrument
from gc25map.report.checks import hangs_by_one
from gc25map.tables import age_rows, coverage_rows, tension_rows
from gc25map.taxonomy import Taxonomy

Row = dict[str, Value]


def provision_rows(taxonomy: Taxonomy) -> Iterator[Row]:
    """What was looked for, in the order of the taxonomy."""
    chapters = {chapter.id: chapter.title for chapter in taxonomy.framework.chapters}
    for number, provision in enumerate(taxonomy.provisions, start=1):
        yield {
            "provision": provision.id,
            "number": number,
            "chapter": provision.chapter,
            "chapter_title": chapters.get(provision.chapter, ""),
            "paragraphs": _numbers(provision.paragraphs),
            "citation": taxonomy.citation(provision.id),
            "title": provision.title,
            "duty": provision.duty,
            "measure": provision.measure,
            "carriers": SEPARATOR.join(kind for kind, _ in carriers_of(provision.id, taxonomy)),
            "uri": taxonomy.uri(provision.id),
        }


def rows_of(result: CountryResult, taxonomy: Taxonomy) -> list[tuple[Table, list[Row]]]:
    """The rows of one country in every table but that of the provisions."""
    coverage, kinds = result.coverage, kinds_read(result, taxonomy)
    own: dict[str, Value] = {"country": result.code}
    return [
        (COUNTRIES, [_country(result, kinds)]),
        (INSTRUMENTS, [{**own, **row} for row in _instruments(result, taxonomy)]),
        (FAILURES, [{**own, **row} for row in _failures(result)]),
        (COVERAGE, [{**own, **row} for row in _coverage(coverage, taxonomy, kinds)]),
        (EVIDENCE, [{**own, **row} for row in _evidence(coverage)]),
        (TENSIONS, _named(own, tension_rows(coverage), [t.instrument for t in coverage.tensions])),
        (AGES, _named(own, age_rows(coverage), [age.instrument for age in coverage.ages])),
    ]


def _country(result: CountryResult, kinds: Iterable[str]) -> Row:
    instruments = result.coverage.instruments
    pages = sum(instrument.pages for instrument in instruments if instrument.paged)
    unreadable = sum(len(instrument.pages_unreadable) for instrument in instruments)
    return {
        "code": result.code,
        "name": result.name,
        "documents": len(result.supplied),
        "instruments": len(instruments),
        "failures": sum(bool(supplied.failure) for supplied in result.supplied),
        "pages": pages,
        "pages_unreadable": unreadable,
        "pages_ocr": sum(len(instrument.pages_ocr) for instrument in instruments),
        "unreadable_share": round(unreadable / pages, 6) if pages else None,
        "languages": _different(instrument.language for instrument in instruments),
        "kinds": _different(kinds),
    }


def _instruments(result: CountryResult, taxonomy: Taxonomy) -> Iterator[Row]:
    supplied: dict[str, list[Supplied]] = {}
    for one in result.supplied:
        supplied.setdefault(one.instrument, []).append(one)
    for instrument in result.coverage.instruments:
        first, *others = supplied[instrument.id]
        kinds = kinds_of(first.listed, instrument.title, taxonomy)
        yield {
            **_stated(first.listed),
            "kinds": SEPARATOR.join(kinds.ids),
            "kinds_inferred": kinds.inferred,
            **_read(instrument),
            "also_supplied_as": SEPARATOR.join(
                place_in_manifest(other.listed.path) for other in others
            ),
        }


def _read(instrument: Instrument) -> Row:
    return {
        "instrument": instrument.id,
        "title": instrument.title,
        "sha256": instrument.sha256,
        "language": instrument.language,
        "pages": instrument.pages if instrument.paged else None,
        "pages_unreadable": len(instrument.pages_unreadable),
        "pages_ocr": len(instrument.pages_ocr),
        "ocr_confidence": instrument.ocr_confidence,
        "passages": instrument.passages,
        "children_only": instrument.scope.children_only,
        "digital_only": instrument.scope.digital_only,
        "notes": SEPARATOR.join(instrument.notes),
    }


def _failures(result: CountryResult) -> Iterator[Row]:
    for number, supplied in enumerate(result.supplied, start=1):
        if supplied.failure:
            yield {
                "number": number,
                "title": supplied.listed.title,
                **_stated(supplied.listed),
                "sha256": supplied.sha256,
                "message": supplied.failure,
            }


def _stated(listed: Listed) -> Row:
    """What the manifest says of a document, and what of it nobody stated."""
    extra = json.dumps(dict(listed.extra), ensure_ascii=False) if listed.extra else ""
    return {
        "path": place_in_manifest(listed.path),
        "year": listed.year,
        "kind": listed.kind,
        "inferred": SEPARATOR.join(listed.inferred),
        "extra": extra,
    }


NAMELESS = "(no file name)"


def place_in_manifest(path: str) -> str:
    """A document's path as the manifest has it, without what tells of a machine or its user.

    Of a path from the root only the file's name is kept, and of a URL no name, password or query.
    """
    if "::" in path:
        return place_in_manifest(path.partition("::")[0])
    if "://" in path:
        scheme, _, rest = path.partition("://")
        if scheme in ("file", "local"):
            return PurePosixPath(rest).name or NAMELESS
        host, slash, below = re.split(r"[?#]", rest, maxsplit=1)[0].partition("/")
        return f"{scheme}://{host.rpartition('@')[2]}{slash}{below}"
    for kind in (PurePosixPath, PureWindowsPath):
        if kind(path).anchor:
            return kind(path).name or NAMELESS
    return path or NAMELESS


def _coverage(coverage: Coverage, taxonomy: Taxonomy, kinds: Collection[str]) -> Iterator[Row]:
    for row, cell in zip(coverage_rows(coverage), coverage.cells, strict=True):
        provision = taxonomy[cell.provision]
        serving = (i for i, status in cell.by_instrument if status in ("addressed", "partial"))
        yield {
            **{name: row[name] for name in ("provision", "status", "reasons", "score")},
            "chapter": provision.chapter,
            "paragraphs": _numbers(provision.paragraphs),
            "title": provision.title,
            "passages": row["passages"],
            "instruments": SEPARATOR.join(serving),
            "comparable": is_comparable(kinds, carriers_of(provision.id, taxonomy)),
            "hangs_by_one": hangs_by_one(cell),
            "tensions": row["tensions"],
        }


def _evidence(coverage: Coverage) -> Iterator[Row]:
    paged = {instrument.id for instrument in coverage.instruments if instrument.paged}
    for cell in coverage.cells:
        for rank, evidence in enumerate(cell.evidence, start=1):
            yield {
                "provision": cell.provision,
                "rank": rank,
                **_passage(evidence, evidence.instrument in paged),
            }


def _passage(evidence: Evidence, paged: bool) -> Row:
    return {
        "instrument": evidence.instrument,
        "passage": evidence.passage,
        "page": evidence.page if paged else None,
        "last_page": evidence.last_page if paged else None,
        "page_label": evidence.page_label,
        "locator": evidence.locator,
        "headings": HEADING_SEPARATOR.join(evidence.headings),
        "lead": evidence.lead,
        "text": evidence.text,
        "tail": evidence.tail,
        "kind": evidence.kind,
        "language": evidence.language,
        "force": evidence.limbs.force,
        "children": evidence.limbs.children,
        "digital": evidence.limbs.digital,
        "grade": evidence.grade,
        "score": evidence.score,
        "method": evidence.method,
        "rules": SEPARATOR.join(evidence.rules),
        "terms": SEPARATOR.join(evidence.terms),
        "elements": SEPARATOR.join(evidence.elements),
        "shortfalls": SEPARATOR.join(evidence.shortfalls),
        "source": evidence.source,
        "confidence": evidence.confidence,
    }


def _named(own: Row, rows: Iterable[Mapping[str, Value]], instruments: Iterable[str]) -> list[Row]:
    """Rows of one country's own tables, with the ids of the instruments in place of their titles."""
    return [
        {**row, **own, "instrument": instrument}
        for row, instrument in zip(rows, instruments, strict=True)
    ]


def _numbers(numbers: Iterable[int]) -> str:
    return " ".join(map(str, numbers))


def _different(values: Iterable[str]) -> str:
    return SEPARATOR.join(sorted({value for value in values if value}))
