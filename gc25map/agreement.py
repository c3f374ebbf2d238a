"""How far two raters of the same cells agree: the share, and what chance leaves of it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from gc25map.decisions import Agreement

Pairs = Sequence[tuple[Hashable, Hashable]]


def cohen_kappa(pairs: Pairs) -> float | None:
    """Cohen's kappa, (observed − expected) / (1 − expected) agreement; None where undefined.

    It is undefined without pairs, and where chance alone would always agree: both raters gave one and
    the same label throughout.
    """
    total = len(pairs)
    agreed = sum(a == b for a, b in pairs)
    firsts, seconds = [a for a, _ in pairs], [b for _, b in pairs]
    # Whole numbers up to the last step: expected agreement of 1 is then exactly seen.
    chance = sum(firsts.count(label) * seconds.count(label) for label in set(firsts))
    if chance == total * total:
        return None
    return (agreed * total - chance) / (total * total - chance)


def agreement_of(raters: tuple[str, str], pairs: Pairs, left_out: int) -> Agreement:
    """The figures of pairs of labels, the first rater's first; `left_out` cells had none."""
    agreed = sum(a == b for a, b in pairs)
    return Agreement(raters, len(pairs), agreed, cohen_kappa(pairs), left_out)
