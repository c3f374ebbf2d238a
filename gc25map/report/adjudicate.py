"""What the adjudication page says: how far two reviewers agree, and each cell on which they do not."""

from __future__ import annotations

from dataclasses import dataclass

from gc25map.decisions import Agreement, Comparison, Disagreement
from gc25map.report.language import decimal, gettext, percent
from gc25map.report.readings import Mark, mark_of
from gc25map.report.reviewed import Said, decided, place_in
from gc25map.report.text import visible
from gc25map.taxonomy import Taxonomy
from gc25map.words import MACHINE


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
        scope=_scope(item.instrument),
        machine=tuple(mark_of(status) for status in statuses),
        said=tuple(decided(decision, quote=False) for decision in item.decisions),
        passages=_passages(item),
    )


def _scope(instrument: str) -> str:
    said = gettext("in the document {document} alone")
    return said.format(document=f"{instrument[:12]}…") if instrument else ""


def _passages(item: Disagreement) -> tuple[tuple[str, str], ...]:
    shown = []
    seen_by = [{passage.hash for passage in d.passages} for d in item.decisions]
    found = {passage.hash: passage for d in item.decisions for passage in d.passages}
    for key, passage in found.items():
        whose = [d.reviewer for d, seen in zip(item.decisions, seen_by, strict=True) if key in seen]
        said = gettext("only before {reviewer}")
        alone = said.format(reviewer=visible(whose[0])) if len(whose) == 1 else ""
        place = gettext(", ").join(filter(None, (place_in(passage.locator, passage.page), alone)))
        if passage.text:
            shown.append((place, visible(passage.text)))
    return tuple(shown)


def agreement_lines(comparison: Comparison) -> tuple[str, ...]:
    """The figures in sentences, for the page and for the terminal."""
    lines = [_line(figures) for figures in (comparison.between, *comparison.with_machine)]
    said = gettext("{disagreements} to adjudicate; {only_one} decided by one only")
    lines.append(
        said.format(disagreements=len(comparison.disagreements), only_one=comparison.only_one)
    )
    if not comparison.same_report:
        lines.append(gettext("the two reviews were not made on the same result; compare with care"))
    return tuple(lines)


def _line(figures: Agreement) -> str:
    one, other = (gettext(r) if r == MACHINE else r for r in figures.raters)
    line = gettext("{one} and {other}: {agreed} of {cells} cells ({share}), kappa {kappa}").format(
        one=one,
        other=other,
        agreed=figures.agreed,
        cells=figures.cells,
        share=gettext("no cells") if figures.percent is None else percent(figures.percent / 100, 1),
        kappa=gettext("undefined") if figures.kappa is None else decimal(figures.kappa, 3),
    )
    if figures.left_out:
        left_out = gettext("{count} without a status left out").format(count=figures.left_out)
        line = gettext("; ").join((line, left_out))
    return line
