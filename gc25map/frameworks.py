"""The same coverage read as another framework: one status for each of its components.

In:  a `Coverage` and a `MappedFramework`.
Out: a `Reading`, in which every component shows the provisions that it rests on.

A component is addressed where each of its deciding provisions is (its core, or all where no core is
named) and the provisions are no distant kin of it; partial where any of its provisions is addressed or
partial; not assessed where nothing was found and one of them was not assessed; else not found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from gc25map.reasons import DISTANT, NO_PROVISION_FOUND
from gc25map.records import ComponentCell, Coverage, Reading, Status
from gc25map.taxonomy import Component, MappedFramework, load_frameworks
from gc25map.words import STATUS_WORDS

ALL = "all"


def with_readings(coverage: Coverage, frameworks: Iterable[MappedFramework]) -> Coverage:
    """The coverage with a reading for each framework, in their order."""
    return replace(coverage, frameworks=tuple(read_as(coverage, f) for f in frameworks))


def read_as(coverage: Coverage, framework: MappedFramework | str) -> Reading:
    """A coverage as one framework sees it; a shipped framework may be given by its id.

    KeyError where there is no such framework, or where the coverage lacks one of its provisions.
    """
    if isinstance(framework, str):
        framework = load_frameworks()[framework]
    statuses = {cell.provision: cell.status for cell in coverage.cells}
    return Reading(
        id=framework.id,
        title=framework.title,
        by=framework.by,
        source=framework.source,
        note=framework.note,
        components=tuple(_component(component, statuses) for component in framework.components),
    )


def chosen(names: Iterable[str], known: Mapping[str, MappedFramework]) -> list[MappedFramework]:
    """The frameworks that a user names, each once; "all" names every one. KeyError with a wrong name."""
    wanted = list(dict.fromkeys(names))
    return list(known.values()) if ALL in wanted else [known[name] for name in wanted]


def _component(component: Component, statuses: Mapping[str, Status]) -> ComponentCell:
    own = {provision: statuses[provision] for provision in component.provisions}
    status = _status(component, own)
    return ComponentCell(
        id=component.id,
        number=component.number,
        group=component.group or "",
        title=component.title,
        description=component.description,
        inferred=component.inferred,
        status=status,
        reasons=_reasons(component, own, status),
        core=tuple(component.deciding),
        provisions=tuple(own.items()),
    )


def _status(component: Component, own: Mapping[str, Status]) -> Status:
    found = set(own.values())
    whole = all(own[provision] == "addressed" for provision in component.deciding)
    if whole and not component.distant:
        return "addressed"
    if found & {"addressed", "partial"}:
        return "partial"
    return "not_assessed" if "not_assessed" in found else "missing"


def _reasons(component: Component, own: Mapping[str, Status], status: Status) -> tuple[str, ...]:
    """Why a component is not addressed, provision by provision."""
    if status == "addressed":
        return ()
    if status == "missing":
        return (NO_PROVISION_FOUND,)
    lacking = tuple(
        f"{provision} {STATUS_WORDS[own[provision]]}"
        for provision in component.deciding
        if own[provision] != "addressed"
    )
    return (*([DISTANT] if component.distant else []), *lacking)
