"""Sets each row of a table beside the result for its country, and counts how far the two agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from gc25map.agreement import agreement_of
from gc25map.crosscheck.mapping import load_mapping
from gc25map.crosscheck.results import Result, results_of
from gc25map.crosscheck.table import folded, load_entries, once
from gc25map.crosschecks import Checked, Criterion, CrossCheck, Entry, Held, Statuses
from gc25map.decisions import Agreement
from gc25map.errors import BadFile
from gc25map.quotes import quote_found
from gc25map.records import Coverage, Status, strongest
from gc25map.taxonomy import Taxonomy, load_taxonomy

RATERS = ("the table", "the program")
# How many passages of a provision are shown where the two disagree.
MOST_PASSAGES = 2


def compare_with(
    table: Path | str,
    mapping: Path | str,
    results: Iterable[Coverage | Path | str] | Coverage | Path | str,
    taxonomy: Taxonomy | None = None,
) -> CrossCheck:
    """A table of others (country, criterion, value) beside results, by the criteria of a mapping.

    `results` are coverages, JSON files of coverages, or folders that `gc25map compare` has written;
    they are read one after the other. A country is known by its code or its name, as it stands in
    the result. Raises `BadFile` where a file cannot be used, and where no row meets a result.
    """
    norm = taxonomy or load_taxonomy(languages=[])
    criteria = load_mapping(Path(mapping), (provision.id for provision in norm.provisions))
    checking = _Checking(Path(table), criteria)
    given = [results] if isinstance(results, Coverage | Path | str) else results
    for result in results_of(given):
        checking.take(result)
    return checking.whole()


class _Checking:
    """The rows of a table, filled in as the results come, one country after another."""

    def __init__(self, table: Path, criteria: Sequence[Criterion]) -> None:
        self._table = table
        self._criteria = {folded(criterion.id): criterion for criterion in criteria}
        self._entries = load_entries(table)
        self._by_country: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            self._by_country[folded(entry.country)].append(entry)
        self._rows: dict[int, Checked] = {}
        self._again: set[int] = set()
        self._met: dict[str, str] = {}
        self._strangers: list[str] = []
        self._versions: dict[str, None] = {}

    def take(self, result: Result) -> None:
        """Set the rows of one country beside its result."""
        self._versions[_versions(result.coverage)] = None
        names = dict.fromkeys(n for n in map(folded, result.names) if n in self._by_country)
        if not names:
            self._strangers.append(result.names[0])
        for name in names:
            if name in self._met:
                both = f"{self._met[name]} and {result.source}"
                raise BadFile(f"two results for {result.names[0]}: {both}")
            self._met[name] = result.source
        # A table may call a country by its code here and by its name there.
        rows = [entry for name in names for entry in self._by_country[name]]
        rows.sort(key=lambda entry: entry.line)
        known = once(self._table, rows, lambda entry: folded(entry.criterion))
        self._again |= {entry.line for entry in rows} - {entry.line for entry in known}
        for entry in known:
            criterion = self._criteria.get(folded(entry.criterion))
            if criterion:
                self._rows[entry.line] = _checked(entry, criterion, result)

    def whole(self) -> CrossCheck:
        """The whole table, once every result has come; `BadFile` where none met it."""
        absent = [e.country for e in self._entries if folded(e.country) not in self._met]
        if not self._met:
            raise BadFile(
                f"{self._table}: no country of the table has a result (in the table: "
                f"{_some(absent)}; in the results: {_some(self._strangers)})"
            )
        rows = tuple(
            self._rows.get(entry.line) or self._left(entry)
            for entry in self._entries
            if entry.line not in self._again
        )
        criteria = self._criteria
        named = {folded(entry.criterion): entry.criterion for entry in self._entries}
        return CrossCheck(
            table=self._table.name.encode("utf-8", "replace").decode("utf-8"),
            overall=_agreement(rows, criteria.values()),
            criteria=tuple((c, _agreement(rows, [c])) for c in criteria.values()),
            rows=rows,
            versions=tuple(self._versions),
            countries_in_table_only=tuple(dict.fromkeys(absent)),
            countries_in_results_only=tuple(self._strangers),
            criteria_in_table_only=tuple(v for key, v in named.items() if key not in criteria),
            criteria_in_mapping_only=tuple(c.id for key, c in criteria.items() if key not in named),
        )

    def _left(self, entry: Entry) -> Checked:
        """A row that no result or no criterion answers."""
        criterion = self._criteria.get(folded(entry.criterion))
        if criterion is None:
            return Checked(entry, "", (), None, None, "the mapping has no such criterion")
        return Checked(entry, criterion.id, (), None, None, "no result for this country")


def _checked(entry: Entry, criterion: Criterion, result: Result) -> Checked:
    """One row of the table beside the result for its country."""
    own = tuple(_statuses(criterion, result))
    given = combined([status for _, status in own], criterion)
    expected = dict(criterion.values).get(folded(entry.value), ())
    why = _why_not(entry, expected, given)
    if why:
        return Checked(entry, criterion.id, expected, given, None, why, own)
    agrees = given in expected
    held = () if agrees else tuple(_held(provision, result.coverage) for provision, _ in own)
    return Checked(entry, criterion.id, expected, given, agrees, "", own, held)


def combined(statuses: Sequence[Status], criterion: Criterion) -> Status:
    """What the statuses of its provisions come to for a criterion.

    With "all" it is addressed where all are, partial where some of it was found, and not assessed where
    that depends on what was not assessed.
    """
    if criterion.match == "any":
        return strongest(statuses)
    found = set(statuses)
    if "partial" in found or {"addressed", "missing"} <= found:
        return "partial"
    if "not_assessed" in found:
        return "not_assessed"
    return "addressed" if "addressed" in found else "missing"


def _statuses(criterion: Criterion, result: Result) -> Iterator[tuple[str, Status]]:
    for provision in criterion.provisions:
        try:
            yield provision, result.coverage[provision].status
        except KeyError:
            raise BadFile(
                f"{result.source}: has no provision {provision!r}; it was made with another taxonomy"
            ) from None


def _why_not(entry: Entry, expected: Statuses, given: Status) -> str:
    """Why a row cannot be compared; empty where it can."""
    if not entry.value:
        return "the table gives no value"
    if not expected:
        return f"the mapping does not say what the value {entry.value!r} means"
    if "not_assessed" in expected:
        return "the table does not say"
    return "not assessed in the documents supplied" if given == "not_assessed" else ""


def _held(provision: str, coverage: Coverage) -> Held:
    cell = coverage[provision]
    instruments = {instrument.id: instrument for instrument in coverage.instruments}
    shown = (cell.evidence or cell.nearest)[:MOST_PASSAGES]
    return Held(
        provision, cell.status, tuple(quote_found(e, instruments[e.instrument]) for e in shown)
    )


def _agreement(rows: Iterable[Checked], criteria: Iterable[Criterion]) -> Agreement:
    """The figures over criteria; a status of the program counts as the value that it belongs to."""
    asked = {criterion.id: criterion for criterion in criteria}
    pairs, left_out = [], 0
    for row in rows:
        criterion = asked.get(row.criterion)
        if criterion is None or row.given is None:
            continue
        if row.agrees is None:
            left_out += 1
            continue
        classes = [statuses for _, statuses in criterion.values if row.given in statuses]
        pairs.append((_label(row.expected), _label(classes[0] if classes else (row.given,))))
    return agreement_of(RATERS, pairs, left_out)


def _label(statuses: Statuses) -> tuple[Status, ...]:
    return tuple(sorted(statuses))


def _versions(coverage: Coverage) -> str:
    return f"gc25map {coverage.tool} · taxonomy {coverage.taxonomy} · model {coverage.model}"


def _some(names: Iterable[str]) -> str:
    names = list(dict.fromkeys(names))
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
