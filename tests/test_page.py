"""The page: what its policy permits, what filters and steps find in it, and that none of it is needed."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest
from factories import coverage_of, evidence_of, passage_of, tension_of
from test_report import HOSTILE, Parsed

from gc25map import render_report
from gc25map.exchange import coverage_from_dict, coverage_to_dict
from gc25map.records import Cell, Coverage, Evidence
from gc25map.report import document
from gc25map.report.checks import CHECKS, checks_of
from gc25map.report.overview import balance_of
from gc25map.report.reliable import reliance_of
from gc25map.report.text import parts_around
from gc25map.taxonomy import Taxonomy
from gc25map.words import age_words


@pytest.fixture(scope="module")
def html(demo: Coverage, taxonomy: Taxonomy) -> str:
    """The report of the demonstration law."""
    return render_report(demo, taxonomy)


@pytest.fixture(scope="module")
def page(html: str) -> Parsed:
    """The same, taken apart."""
    return Parsed(html)


def test_the_policy_permits_our_style_and_scripts_and_nothing_else(html: str, page: Parsed) -> None:
    """The hashes in the content security policy are those of what stands in the page, byte for byte."""
    (policy,) = (
        attrs["content"]
        for _, attrs in page.elements
        if attrs.get("http-equiv") == "Content-Security-Policy"
    )
    permitted = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert permitted["default-src"] == "'none'"
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        blocks = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        hashes = [hashlib.sha256(block.encode()).digest() for block in blocks]
        expected = [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in hashes]
        assert permitted[f"{tag}-src"].split() == expected != []
        assert sum(name == tag for name, _ in page.elements) == len(blocks)


def test_no_element_has_a_handler_or_a_style_of_its_own(page: Parsed) -> None:
    """What the page does stands in its scripts, what it looks like in its style."""
    names = {name for _, attrs in page.elements for name in attrs}
    assert not {name for name in names if name.startswith("on")} | names & {"style", "srcdoc"}


def test_scripts_neither_ask_the_network_nor_write_markup(page: Parsed) -> None:
    """A passage reaches the page as text only, and nothing leaves it."""
    for script in page.scripts:
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function"
            r"|\bfetch\b|XMLHttpRequest|sendBeacon|WebSocket|\bimport\b|https?:",
            script,
        )


def test_controls_are_hidden_until_a_script_shows_them(page: Parsed) -> None:
    """Without JavaScript there is no control that does nothing, and no provision is hidden."""
    hidden = [attrs.get("id") for _, attrs in page.elements if "hidden" in attrs]
    assert hidden == ["controls"]
    open_dialogs = [a for tag, a in page.elements if tag == "dialog" and "open" in a]
    assert open_dialogs == []
    controls = [
        n for n, (tag, _) in enumerate(page.elements) if tag in ("input", "select", "button")
    ]
    before = next(n for n, (_, a) in enumerate(page.elements) if a.get("id") == "controls")
    assert min(controls) > before


def test_every_filter_can_find_something(demo: Coverage, taxonomy: Taxonomy, page: Parsed) -> None:
    """What the filters offer is what the provisions carry: statuses, chapters, reasons to look."""
    articles = [attrs for tag, attrs in page.elements if tag == "article"]
    offered = set(page.values("value"))
    assert {a["data-status"] for a in articles} <= offered
    assert {a["data-chapter"] for a in articles} <= offered
    assert {a["data-chapter"] for a in articles} == {p.chapter for p in taxonomy.provisions}
    assert set(CHECKS) <= offered
    for attrs in articles:
        checks = attrs["data-checks"].split()
        against = any(attrs["id"] in tension.provisions for tension in demo.tensions)
        weak = attrs["id"] in reliance_of(demo, taxonomy).weak
        assert [c for c in checks if c != "tension"] == list(checks_of(demo[attrs["id"]], weak))
        assert attrs["data-bearers"].split("|") == taxonomy[attrs["id"]].bearer
        assert set(taxonomy[attrs["id"]].bearer) <= offered
        assert ("tension" in checks) == against
    rows = [attrs["data-provision"] for tag, attrs in page.elements if tag == "tr" and attrs]
    assert rows == [attrs["id"] for attrs in articles]


def test_documents_are_a_filter_only_where_there_are_several(
    demo: Coverage, taxonomy: Taxonomy, page: Parsed
) -> None:
    """With two documents a provision carries the places of those in which it was found."""
    assert "data-documents" not in {name for _, attrs in page.elements for name in attrs}
    (one,) = demo.instruments
    two = replace(one, id="other", title="Another act", file_name="other.pdf")
    cells = tuple(
        replace(cell, by_instrument=((one.id, cell.status), ("other", "missing")))
        for cell in demo.cells
    )
    several = Parsed(render_report(replace(demo, instruments=(one, two), cells=cells), taxonomy))
    for _, attrs in (item for item in several.elements if item[0] == "article"):
        found = attrs["data-status"] in ("addressed", "partial")
        assert attrs["data-documents"] == ("0" if found else "")
    assert "document" in several.values("data-filter")


def test_a_framework_is_a_filter_where_the_result_is_read_by_it(
    demo: Coverage, taxonomy: Taxonomy, page: Parsed
) -> None:
    """Each component finds the provisions that serve it; without a framework there is no such filter."""
    assert "component" not in page.values("data-filter")
    reading = demo.read_as("model-national-response")
    read = Parsed(render_report(replace(demo, frameworks=(reading,)), taxonomy))
    assert "component" in read.values("data-filter")
    offered = set(read.values("value"))
    for component in reading.components:
        key = f"{reading.id}/{component.id}"
        assert key in offered
        assert {
            a["id"]
            for tag, a in read.elements
            if tag == "article" and key in a["data-components"].split()
        } == {provision for provision, _ in component.provisions}


def test_protection_is_set_beside_provision_and_participation(
    demo: Coverage, taxonomy: Taxonomy, page: Parsed
) -> None:
    """Every provision counts in one of the groups; the widths of a bar make up the whole of it."""
    groups = balance_of(demo, taxonomy)
    assert [group.title for group in groups[:2]] == ["Protection", "Provision"]
    assert sum(sum(group.counts) for group in groups) == len(taxonomy.provisions)
    for group in groups:
        assert sum(bar.width for bar in group.bars) == pytest.approx(100, abs=0.1)
        assert group.title in page.text
    assert balance_of(demo, replace(taxonomy, groups=(), _by_id={})) == ()


def test_ages_stand_beside_the_passage_that_names_them(demo: Coverage, page: Parsed) -> None:
    """A passage behind a provision says which ages it names."""
    shown = {(e.instrument, e.passage) for cell in demo.cells for e in cell.evidence}
    named = [age for age in demo.ages if (age.instrument, age.passage) in shown]
    assert named
    for age in named:
        assert re.search(rf"Ages named here: [^.]*{re.escape(age_words(age))}", page.text)


FULL, SHORT = evidence_of("A full rule."), evidence_of("An aim.", shortfalls=("states an aim",))
SCAN = evidence_of("A ru1e.", source="ocr", engine="made", confidence=0.6)


@pytest.mark.parametrize(
    ("status", "evidence", "expected"),
    [
        ("addressed", (FULL,), ("one",)),
        ("addressed", (FULL, SHORT), ("one",)),
        ("addressed", (FULL, FULL), ()),
        ("partial", (SHORT,), ("one", "partial")),
        ("partial", (SHORT, SHORT), ("partial",)),
        ("addressed", (FULL, FULL, SCAN), ("scanned",)),
        ("missing", (), ()),
    ],
)
def test_a_status_that_one_passage_carries_is_marked(
    status: str, evidence: tuple[Evidence, ...], expected: tuple[str, ...]
) -> None:
    """It hangs by one passage where, were that one wrong, the status would be a lower one."""
    assert checks_of(Cell("p", status, (), 0.5, evidence)) == expected  # type: ignore[arg-type]


def test_a_gap_says_what_was_looked_for_in_how_much(
    taxonomy: Taxonomy, provision_ids: list[str]
) -> None:
    """For a provision not found: its elements, the pages read, and the nearest passages by name."""
    coverage = coverage_of(provision_ids)
    near = tuple(evidence_of(f"Miss {n}.", locator=f"s. {n}") for n in (1, 2, 3))
    cells = (replace(coverage.cells[0], nearest=near), *coverage.cells[1:])
    read = replace(coverage.instruments[0], pages_unreadable=(2, 3))
    page = Parsed(render_report(replace(coverage, cells=cells, instruments=(read,)), taxonomy))
    assert "What was looked for (10 pages, 40 passages, 1 document):" in page.text
    assert "3 passages that came closest: s. 1, s. 2, s. 3" in page.text
    for element in taxonomy.provisions[0].elements:
        assert element.text in page.text


def test_a_long_passage_stands_whole_once_and_its_marked_words_wherever_it_serves(
    taxonomy: Taxonomy, provision_ids: list[str]
) -> None:
    """Under the first provision all of it; under the next what decided there, and the way to the whole."""
    text = (
        "It opens here. " + "Nothing of note is said. " * 40 + "The child is safe. " + "More. " * 99
    )
    start = text.index("child is safe")
    ids = provision_ids[:3]
    first = evidence_of(text, spans=((0, 2),))
    second = evidence_of(text, spans=((3, 8), (start, start + 5)))
    short = evidence_of("A short rule.")
    html = render_report(
        coverage_of(provision_ids, dict(zip(ids, (first, second, short), strict=True))), taxonomy
    )
    articles = {
        id_: html[html.index(f'<article id="{id_}"') :].partition("</article>")[0] for id_ in ids
    }
    assert " ".join(text.split()) in " ".join(Parsed(articles[ids[0]]).text.split())
    (own,) = re.findall(r'<div class="passage" id="([^"]+)"', articles[ids[0]])
    assert f'data-whole="{own}"' in articles[ids[1]]
    assert f'<a href="#{own}">{taxonomy[ids[0]].title}</a>' in articles[ids[1]]
    assert "<mark>opens</mark>" in articles[ids[1]]
    assert "<mark>child</mark> is safe." in articles[ids[1]]
    assert "whole" not in articles[ids[2]]
    assert html.count("More. More. More.") < text.count("More. More. More.") + 8
    # A decision rests on the whole all the same.
    assert len(set(Parsed(html).values("data-hash"))) == 3


def test_words_around_marks_are_never_cut_and_none_is_lost() -> None:
    """Windows that touch are one; dots stand for what is left out; without marks it is the beginning."""
    text = "alpha beta gamma delta epsilon zeta eta theta iota kappa"
    spans = [(text.index("gamma"), text.index("gamma") + 5), (text.index("kappa"), len(text))]
    shown = parts_around(text, spans, 3)
    assert "".join(words for words, _, _ in shown) == "… beta gamma delta … iota kappa"
    assert [words for words, marked, _ in shown if marked] == ["gamma", "kappa"]
    assert "".join(words for words, _, _ in parts_around(text, [], 6)) == "alpha beta …"
    assert "".join(words for words, _, _ in parts_around("", [], 6)) == ""


def test_a_citation_can_be_copied_as_it_stands(html: str, demo: Coverage) -> None:
    """Each passage has one citation: document, section, page."""
    cited = re.findall(r"<cite><bdi>(.*?)</bdi></cite>", html)
    shown = [e for cell in demo.cells for e in (*cell.evidence, *cell.nearest)]
    assert len(cited) == len(shown)
    for citation, evidence in zip(cited, shown, strict=True):
        place = f"p. {evidence.page_label or evidence.page}"
        assert citation == ", ".join(filter(None, (demo.title, evidence.locator, place)))


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_of_a_law_reaches_scripts_or_policy(
    hostile: str, taxonomy: Taxonomy, provision_ids: list[str], page: Parsed
) -> None:
    """Whatever a law contains, scripts and policy are those of any other page."""
    evidence = evidence_of(hostile, locator=hostile, headings=(hostile,))
    coverage = coverage_of(
        provision_ids,
        {provision_ids[0]: evidence},
        title=hostile,
        file_name=hostile,
        tensions=(tension_of(hostile, title=hostile),),
    )
    passages = (passage_of(hostile), passage_of(hostile, number=1))
    coverage = replace(
        coverage,
        passages=tuple(replace(p, headings=(hostile,), language=hostile) for p in passages),
    )
    attacked = Parsed(render_report(coverage, taxonomy))
    assert attacked.scripts == page.scripts
    assert attacked.values("http-equiv") == page.values("http-equiv")
    assert not {n for _, a in attacked.elements for n in a if n.startswith("on")}
    assert {t for t, _ in attacked.elements} == {t for t, _ in page.elements}
    assert [a for t, a in attacked.elements if t == "meta"][2] == [
        a for t, a in page.elements if t == "meta"
    ][2]


def test_the_law_can_be_read_from_start_to_end(demo: Coverage, html: str, page: Parsed) -> None:
    """Every passage stands in the page in its order, and beside it the provisions that it carries."""
    law = html[html.index('<h2 id="texts">') :]
    law = law[: law.index("</section>")]
    blocks = law.split('<div class="text" id="')[1:]
    assert len(blocks) == len(demo.passages) == demo.instruments[0].passages
    for n, (block, passage) in enumerate(zip(blocks, demo.passages, strict=True), start=1):
        assert block.startswith(f'text-1-{n}"')
        assert " ".join(passage.text.split()) in " ".join(Parsed(block).text.split())
        served = [
            f"#{cell.provision}"
            for cell in demo.cells
            if passage.id in {evidence.passage for evidence in cell.evidence if evidence.carries}
        ]
        links = [href for href in Parsed(block).values("href") if href.startswith("#")]
        assert links == served


def test_a_passage_leads_to_its_place_in_the_text(demo: Coverage, page: Parsed) -> None:
    """From each passage behind a provision there is a way to where it stands in the law."""
    shown = [e for cell in demo.cells for e in (*cell.evidence, *cell.nearest)]
    order = [passage.id for passage in demo.passages]
    assert [href for href in page.values("href") if href.startswith("#text-")] == [
        f"#text-1-{order.index(evidence.passage) + 1}" for evidence in shown
    ]


def test_a_report_from_json_has_no_text_of_the_law(demo: Coverage, taxonomy: Taxonomy) -> None:
    """The JSON holds no law texts; the page made of it is whole but for that section."""
    again = Parsed(render_report(coverage_from_dict(coverage_to_dict(demo)), taxonomy))
    assert "texts" not in again.values("id")
    assert not [href for href in again.values("href") if href.startswith("#text-")]
    assert again.values("data-hash") == Parsed(render_report(demo, taxonomy)).values("data-hash")


def test_texts_that_would_make_the_page_too_large_are_left_out_and_named(
    demo: Coverage, taxonomy: Taxonomy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document that does not fit is left out whole, the page says so, and no link leads nowhere."""
    monkeypatch.setattr(document, "MOST_TEXT", 1_000)
    short = Parsed(render_report(demo, taxonomy))
    assert f"{demo.title} is left out here" in short.text
    assert not [href for href in short.values("href") if href.startswith("#text-")]
    assert not [attrs for _, attrs in short.elements if attrs.get("class") == "text"]


def test_headings_are_said_where_they_begin(taxonomy: Taxonomy, provision_ids: list[str]) -> None:
    """Of the path above a passage only what is new since the passage before it."""
    paths = [("Part I", "Duties"), ("Part I", "Duties"), ("Part I", "Rights"), ("Part II",)]
    passages = tuple(
        replace(passage_of(f"Rule {n}.", number=n), headings=path, start=n)
        for n, path in enumerate(paths)
    )
    coverage = replace(coverage_of(provision_ids), passages=passages)
    found = re.findall(r'<h3 class="path[^>]*>(.*?)</h3>', render_report(coverage, taxonomy))
    assert found == ["Part I › Duties", "Rights", "Part II"]
