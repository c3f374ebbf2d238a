"""How far two reviewers agree, cell by cell, and each of them with the machine.

Agreement is over statuses. A cell counts for two reviewers where both named a status of it. Against the
machine, "disagree" without a status counts as disagreement; who is unsure is left out.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from gc25map.agreement import agreement_of
from gc25map.decisions import (
    Agreement,
    Comparison,
    Decision,
    Disagreement,
    Review,
    contradict,
)
from gc25map.words import MACHINE

FORMAT = 1
OTHER = "other than the machine's"


def compare_reviews(one: Review, other: Review) -> Comparison:
    """Two reviews beside each other and beside the machine."""
    names = _names(one, other)
    firsts, seconds = _by_cell(one), _by_cell(other)
    both = [(firsts[key], seconds[key]) for key in firsts if key in seconds]
    rated = [(a.result, b.result) for a, b in both if a.result and b.result]
    return Comparison(
        between=agreement_of(names, rated, len(both) - len(rated)),
        with_machine=(_with_machine(one, names[0]), _with_machine(other, names[1])),
        disagreements=tuple(
            Disagreement(a.provision, a.instrument, (a, b)) for a, b in both if _to_settle(a, b)
        ),
        only_one=len(firsts.keys() ^ seconds.keys()),
        same_report=_made_on(one) == _made_on(other)
        and all(a.machine_status == b.machine_status for a, b in both),
    )


def _names(one: Review, other: Review) -> tuple[str, str]:
    if one.reviewer == other.reviewer:
        return f"{one.reviewer} (first)", f"{other.reviewer} (second)"
    return one.reviewer, other.reviewer


def _by_cell(review: Review) -> dict[tuple[str, str], Decision]:
    return {(d.provision, d.instrument): d for d in review.decisions}


def _made_on(review: Review) -> tuple[object, ...]:
    report = review.report
    documents = frozenset(document.sha256 for document in report.instruments)
    return report.tool, report.taxonomy, report.model, documents


def _to_settle(a: Decision, b: Decision) -> bool:
    """Whether somebody has to look: they contradict each other, or just one of them is unsure."""
    return contradict(a, b) or (a.verdict == "unsure") != (b.verdict == "unsure")


def _with_machine(review: Review, name: str) -> Agreement:
    sure = [d for d in review.decisions if d.verdict != "unsure"]
    pairs = [(d.result or OTHER, d.machine_status) for d in sure]
    return agreement_of((name, MACHINE), pairs, len(review.decisions) - len(sure))


def comparison_to_dict(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain data, the disagreements with both decisions whole."""
    data = asdict(comparison)
    everything = (comparison.between, *comparison.with_machine)
    between, *machine = (
        {**asdict(a), "percent": None if a.percent is None else round(a.percent, 2)}
        for a in everything
    )
    for item in (between, *machine):
        item["kappa"] = None if item["kappa"] is None else round(item["kappa"], 4)
    return {"format": FORMAT, **data, "between": between, "with_machine": machine}
