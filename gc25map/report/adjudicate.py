"""What the adjudication page says: how far two reviewers agree, and each cell on which they do not."""

from __future__ import annotations

from dataclasses import dataclass

from gc25map.decisions import Agreement, Comparison, Disagreement
from gc25map.report.readings import Mark, mark_of
from gc25map.report.reviewed import Said, decided, place_in
from gc25map.report.text import visible
from gc25map.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class ToSettle:
    """One disagreement: the provision, what the program said, both decisions, and what they rest on.

    `passages` are place and text of each, once; the place says so where only one reviewer saw it.
    """

    id: str
    title: str
    duty: str
    scope: str
    machine: tuple[Mark, ...]
    said: tuple[Said, ...]
    passages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Adjudication:
    """Everything the page says."""

    raters: tuple[str, str]
    lines: tuple[str, ...]
    items: tuple[ToSettle, ...]


def adjudication_of(comparison: Comparison, taxonomy: Taxonomy) -> Adjudication:
    """All that the page of a comparison says; provisions in the order of the taxonomy."""
    order = {provision.id: number for number, provision in enumerate(taxonomy.provisions)}
    found = sorted(comparison.disagreements, key=lambda d: order.get(d.provision, len(order)))
    return Adjudication(
        raters=(visible(comparison.between.raters[0]), visible(comparison.between.raters[1])),
        lines=tuple(visible(line) for line in agreement_lines(comparison)),
        items=tuple(_to_settle(item, taxonomy) for item in found),
    )


def _to_settle(item: Disagreement, taxonomy: Taxonomy) -> ToSettle:
    known = next((p for p in taxonomy.provisions if p.id == item.provision), None)
    statuses = dict.fromkeys(decision.machine_status for decision in item.decisions)
    return ToSettle(
        id=visible(item.provision),
        title=known.title if known else visible(item.provision),
        duty=known.duty if known else "",
        scope=f"in the document {item.instrument[:12]}… alone" if item.instrument else "",
        machine=tuple(mark_of(status) for status in statuses),
        said=tuple(decided(decision, quote=False) for decision in item.decisions),
        passages=_passages(item),
    )


def _passages(item: Disagreement) -> tuple[tuple[str, str], ...]:
    shown = []
    seen_by = [{passage.hash for passage in d.passages} for d in item.decisions]
    found = {passage.hash: passage for d in item.decisions for passage in d.passages}
    for key, passage in found.items():
        whose = [d.reviewer for d, seen in zip(item.decisions, seen_by, strict=True) if key in seen]
        alone = f"only before {visible(whose[0])}" if len(whose) == 1 else ""
        place = ", ".join(filter(None, (place_in(passage.locator, passage.page), alone)))
        if passage.text:
            shown.append((place, visible(passage.text)))
    return tuple(shown)


def agreement_lines(comparison: Comparison) -> tuple[str, ...]:
    """The figures in sentences, for the page and for the terminal."""
    lines = [_line(figures) for figures in (comparison.between, *comparison.with_machine)]
    lines.append(
        f"{len(comparison.disagreements)} to adjudicate; {comparison.only_one} decided by one only"
    )
    if not comparison.same_report:
        lines.append("the two reviews were not made on the same result; compare with care")
    return tuple(lines)


def _line(figures: Agreement) -> str:
    one, other = figures.raters
    kappa = "undefined" if figures.kappa is None else f"{figures.kappa:.3f}"
    percent = "no cells" if figures.percent is None else f"{figures.percent:.1f}%"
    left_out = f"; {figures.left_out} without a status left out" if figures.left_out else ""
    return (
        f"{one} and {other}: {figures.agreed} of {figures.cells} cells ({percent}), "
        f"kappa {kappa}{left_out}"
    )
