"""Real laws, which lie outside the project: they analyse, and the result beats plain keywords."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT
from test_report import Parsed

from gc25map import render_report
from gc25map.evaluate import Figures, load_judged, measure
from gc25map.measure import TaggedLaw, instrument_of, measure_coverage
from gc25map.pipeline import Analysis, prepare
from gc25map.read import PendingLaw
from gc25map.records import Coverage

SHARED = ROOT.parent / "shared"
LAWS, JUDGED = SHARED / "laws", SHARED / "evaluation" / "judged"
LABELLED = sorted((LAWS / "labelled").glob("*.pdf"))
OFF_TOPIC = [
    "fra-code-marine-marchande.pdf",
    "mys-income-tax-act-1967.pdf",
    "mys-minimum-wages-order-2024-bilingual.pdf",
    "zmb-fisheries-order-2025.pdf",
]
# What plain keywords reach on the judged documents, and how many cells a law on something else may fill.
FLOOR_F1, FLOOR_KAPPA = 0.44, 0.32
MOST_FOUND_OFF_TOPIC = 6

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not LABELLED, reason="the real laws (../shared/laws) are not here"),
]


@pytest.fixture(scope="module")
def tools() -> Analysis:
    """The shipped taxonomy and model."""
    return prepare()


@pytest.fixture(scope="module")
def analysed(tools: Analysis) -> dict[str, TaggedLaw]:
    """Laws already tagged in this run, by file name, so that none is read twice."""
    return {}


def tagged(path: Path, tools: Analysis, analysed: dict[str, TaggedLaw]) -> TaggedLaw:
    """A law through the rooms, once."""
    if path.name not in analysed:
        analysed[path.name] = tools.tag_law(PendingLaw(path))
    return analysed[path.name]


def coverage_of(law: TaggedLaw, tools: Analysis) -> Coverage:
    """The coverage of one law alone."""
    return Coverage(
        tool="test",
        taxonomy=tools.taxonomy.version,
        model=tools.model.id,
        country="",
        title=law.law.title,
        instruments=(instrument_of(law),),
        cells=measure_coverage([law], tools.taxonomy),
    )


@pytest.mark.parametrize("path", LABELLED, ids=lambda path: path.stem)
def test_a_real_law_gives_a_whole_report(
    path: Path, tools: Analysis, analysed: dict[str, TaggedLaw]
) -> None:
    """The HTML shows all 109 provisions, and each passage with its page and its text."""
    law = tagged(path, tools, analysed)
    coverage = coverage_of(law, tools)
    page = Parsed(render_report(coverage, tools.taxonomy))
    assert sum(tag == "article" for tag, _ in page.elements) == 109
    links = page.values("href")
    evidence = [e for cell in coverage.cells for e in cell.evidence]
    assert evidence
    for item in evidence:
        assert item.text in page.text
        assert any(link.endswith(f"#page={item.page}") for link in links)
    located = [e for e in evidence if e.locator]
    assert len(located) > 0.5 * len(evidence)
    assert all(item.locator in page.text for item in located)


@pytest.mark.parametrize("path", LABELLED, ids=lambda path: path.stem)
def test_passages_of_a_real_law_slice_back(
    path: Path, tools: Analysis, analysed: dict[str, TaggedLaw]
) -> None:
    """Passages are slices of the law's text, in order, and most of the text is in one."""
    law = tagged(path, tools, analysed)
    end = 0
    for passage in law.passages:
        assert passage.text == law.law.text[passage.start : passage.end]
        assert end <= passage.start
        end = passage.end
    covered = sum(len(passage.text) for passage in law.passages)
    assert covered > 0.8 * len(law.law.text)


def test_agreement_with_judged_documents_beats_plain_keywords(
    tools: Analysis, analysed: dict[str, TaggedLaw]
) -> None:
    """Pooled over all judged documents, found-F1 and kappa lie above the keyword floor."""
    pairs = []
    for path in sorted(JUDGED.glob("*.json")):
        judged = load_judged(path)
        law = tagged(LAWS / judged.document, tools, analysed)
        pairs.append((judged, measure_coverage([law], tools.taxonomy)))
    assert len(pairs) >= 9
    figures: Figures = measure(pairs)
    print(f"found-F1 {figures.f1:.3f}, kappa {figures.kappa:.3f}")
    assert figures.f1 > FLOOR_F1
    assert figures.kappa > FLOOR_KAPPA


@pytest.mark.parametrize("name", OFF_TOPIC)
def test_a_law_on_something_else_fills_few_cells(
    name: str, tools: Analysis, analysed: dict[str, TaggedLaw]
) -> None:
    """An act on fish, ships, wages or tax is analysed like any other, and little is found in it."""
    path = LAWS / "unlabelled" / name
    if not path.exists():
        pytest.skip(f"{name} is not here")
    coverage = coverage_of(tagged(path, tools, analysed), tools)
    found = [
        f"{c.provision} ({c.status}, {c.evidence[0].locator} p. {c.evidence[0].page})"
        for c in coverage.cells
        if c.evidence
    ]
    print(f"{name}: {coverage.counts()}; found: {', '.join(found) or 'nothing'}")
    assert len(found) <= MOST_FOUND_OFF_TOPIC
