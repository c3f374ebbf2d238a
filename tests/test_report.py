"""The reports: complete, self-contained, inert whatever a law contains, and written whole."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import pytest
from factories import age_of, coverage_of, evidence_of, tension_of

from gc25map import render_report
from gc25map.errors import BadFile
from gc25map.findings import Age, Purpose, Tension
from gc25map.pipeline import Source, analyze, prepare
from gc25map.records import STATUSES, Coverage, Failure, Force, Kind
from gc25map.report.files import WRITERS, report_base, write_reports
from gc25map.tables import coverage_csv, coverage_rows
from gc25map.taxonomy import Taxonomy
from gc25map.whole import safe_name, write_whole
from gc25map.words import FORCE_WORDS, KIND_WORDS, PURPOSE_WORDS

HOSTILE = [
    "</script><script>alert(1)</script>",
    "</style><style>*{display:none}</style>",
    "</blockquote></article><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x=\'',
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "<!-- --><base href=//evil.example>",
    "\u202eevil\u202c \u2066left\u2069",
    "&lt;script&gt;",
]


class Parsed(HTMLParser):
    """Elements, attributes, ids and text of a page, as a browser would take them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.style = ""
        self.scripts: list[str] = []
        self._inside: list[str] = []
        self._shown: list[str] = []
        self.feed(html)
        self.close()
        self.text = "".join(self._shown)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))
        self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._inside[-1:] == ["style"]:
            self.style += data
        elif self._inside[-1:] == ["script"]:
            self.scripts.append(data)
        else:
            self._shown.append(data)

    def values(self, attribute: str) -> list[str]:
        """The values of an attribute, in order, over all elements."""
        return [attrs[attribute] for _, attrs in self.elements if attribute in attrs]


@pytest.fixture(scope="module")
def page(demo: Coverage, taxonomy: Taxonomy) -> Parsed:
    """The report of the demonstration law."""
    return Parsed(render_report(demo, taxonomy))


def test_the_demo_holds_109_provisions(page: Parsed, provision_ids: list[str]) -> None:
    """Every provision has its place in the page, the missing ones too."""
    articles = [attrs["id"] for tag, attrs in page.elements if tag == "article"]
    assert articles == provision_ids
    assert len(articles) == 109


def test_every_anchor_resolves(page: Parsed) -> None:
    """Each link within the page leads to one place that exists."""
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    anchors = [href[1:] for href in page.values("href") if href.startswith("#")]
    assert len(anchors) > 218
    assert set(anchors) <= set(ids)


def test_nothing_leads_or_loads_from_outside(page: Parsed) -> None:
    """Links go to places in the page or to pages of the PDF beside it; nothing is fetched."""
    for href in page.values("href") + page.values("xlink:href"):
        assert re.fullmatch(r"#[\w-]+|\./[\w.%-]+#page=\d+", href), href
    assert not any(page.values(name) for name in ("src", "srcset", "data", "action", "poster"))
    assert "url(" not in page.style
    assert "@import" not in page.style
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"link", "iframe", "object", "embed", "img", "base", "form"}


def test_a_found_provision_shows_its_passage_with_page_and_locator(
    demo: Coverage, page: Parsed
) -> None:
    """Every piece of evidence is shown whole, with its locator and a link to its page."""
    found = [evidence for cell in demo.cells for evidence in cell.evidence]
    assert found
    links = set(page.values("href"))
    for evidence in found:
        assert evidence.text in page.text
        assert not evidence.locator or evidence.locator in page.text
        assert any(link.endswith(f"#page={evidence.page}") for link in links)


def test_statuses_are_said_in_words(demo: Coverage, page: Parsed) -> None:
    """Colour is never alone: each badge says its status, and silence is explained."""
    for status, word in (
        ("addressed", "addressed"),
        ("partial", "partial"),
        ("missing", "not found"),
    ):
        assert page.text.count(word) >= demo.counts()[status]  # type: ignore[index]
    assert "It does not say that the country lacks such a rule" in page.text


def test_the_same_coverage_gives_the_same_bytes(demo: Coverage, taxonomy: Taxonomy) -> None:
    """A report has no clock and no chance in it."""
    assert render_report(demo, taxonomy) == render_report(demo, taxonomy)


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_inert_wherever_it_stands(
    hostile: str, taxonomy: Taxonomy, provision_ids: list[str]
) -> None:
    """Markup in a title, name, locator, heading or passage is shown as text and does nothing."""
    evidence = evidence_of(
        f"Before {hostile} after",
        locator=hostile,
        headings=(hostile,),
        lead=hostile,
        page_label=hostile,
        language=hostile,
        terms=(hostile,),
        shortfalls=(hostile,),
        spans=((3, 12),),
    )
    coverage = coverage_of(
        provision_ids,
        {provision_ids[0]: evidence},
        title=hostile,
        country=hostile,
        file_name=hostile,
        notes=(hostile,),
        failures=(Failure(hostile, hostile),),
        tensions=(_tension(hostile, provision_ids[0]),),
        ages=(_age(hostile),),
    )
    html = render_report(coverage, taxonomy)
    shown = Parsed(html)
    harmless = Parsed(
        render_report(
            coverage_of(
                provision_ids,
                {provision_ids[0]: evidence_of("Plain text", **_plain(evidence))},
                title="Plain",
                country="Plain",
                file_name="plain.pdf",
                notes=("plain",),
                failures=(Failure("plain", "plain"),),
                tensions=(_tension("plain", provision_ids[0]),),
                ages=(_age("plain"),),
            ),
            taxonomy,
        )
    )
    assert [tag for tag, _ in shown.elements] == [tag for tag, _ in harmless.elements]
    assert [sorted(attrs) for _, attrs in shown.elements] == [
        sorted(attrs) for _, attrs in harmless.elements
    ]
    assert shown.style == harmless.style
    for href in shown.values("href"):
        assert href.startswith(("#", "./")), href
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", html)
    if not re.search("[\u202a-\u202e\u2066-\u2069]", hostile):
        assert hostile in shown.text


def _tension(word: str, provision: str) -> Tension:
    """A tension with this word wherever text of a document or of a loaded file may stand."""
    return tension_of(
        f"Before {word} after",
        title=word,
        provisions=(provision, word),
        locator=word,
        lead=word,
        page_label="1",
        spans=((3, 7),),
        rules=(word,),
        language=word,
    )


def _age(word: str) -> Age:
    """An age with this word wherever text of a document may stand."""
    return age_of(word, context=f"Before {word} after", locator=word, language=word)


def test_tensions_stand_on_the_cell_and_in_a_section_of_their_own(
    taxonomy: Taxonomy, provision_ids: list[str]
) -> None:
    """A tension is a word with a sign, its passage is shown whole, and the status stays as it was."""
    against = tension_of(text="The Minister may at any time shut down the internet.")
    coverage = coverage_of(provision_ids, tensions=(against,), ages=(age_of(),))
    page = Parsed(render_report(coverage, taxonomy))
    assert coverage["no-connectivity-shutdowns"].status == "missing"
    marks = [attrs for tag, attrs in page.elements if attrs.get("class") == "badge tension"]
    # The legend, the cell, the article, and the section itself.
    assert [attrs.get("href") for attrs in marks] == [
        "#tensions",
        "#tension-connectivity-shutdown",
        "#tension-connectivity-shutdown",
        None,
    ]
    assert page.text.count("⚠ tension") == 4
    section = page.text[page.text.index("Passages found in the documents supplied") :]
    for shown in (against.text, "s. 4(2)", "PDF page 3 (printed 7)", "CRC/C/GC/25, para 54"):
        assert shown in section
    assert "under 13" in section
    assert "account or access to services" in section


def test_silence_on_tensions_and_ages_speaks_of_the_documents(
    taxonomy: Taxonomy, provision_ids: list[str]
) -> None:
    """Where nothing was found, the report says so of the documents supplied, and marks nothing."""
    page = Parsed(render_report(coverage_of(provision_ids), taxonomy))
    assert "No age was found in the documents supplied." in page.text
    assert "silence shows nothing" in page.text
    assert "⚠" not in page.text


def test_tensions_and_ages_are_tables_too(provision_ids: list[str]) -> None:
    """Each has a frame with a row for each finding, and a provision's row names its tensions."""
    coverage = coverage_of(
        provision_ids, tensions=(tension_of(),), ages=(age_of(), age_of("at 16"))
    )
    (row,) = [r for r in coverage_rows(coverage) if r["tensions"]]
    assert (row["provision"], row["tensions"]) == (
        "no-connectivity-shutdowns",
        "connectivity-shutdown",
    )
    tensions: Any = coverage.tensions_to_frame()
    ages: Any = coverage.ages_to_frame()
    assert list(tensions["paragraphs"]) == ["54"]
    assert list(ages["words"]) == ["under the age of 13", "at 16"]


def _plain(evidence: Any) -> dict[str, Any]:
    """Evidence with the same number of parts as a hostile one."""
    return {
        "locator": "s. 1",
        "headings": ("Heading",),
        "lead": "Lead",
        "page_label": "1",
        "terms": ("term",),
        "shortfalls": ("lacks",),
        "spans": ((3, 7),),
    }


def test_right_to_left_passages_say_so(taxonomy: Taxonomy, provision_ids: list[str]) -> None:
    """An Arabic passage is marked with its language and direction."""
    evidence = evidence_of("يحمي مقدم الخدمة الطفل.", language="ar")
    page = Parsed(render_report(coverage_of(provision_ids, {provision_ids[0]: evidence}), taxonomy))
    quoted = [attrs for tag, attrs in page.elements if tag == "blockquote"]
    assert quoted == [{"lang": "ar", "dir": "rtl"}]


def test_csv_has_a_row_for_every_provision(
    demo: Coverage, taxonomy: Taxonomy, provision_ids: list[str]
) -> None:
    """The table holds all provisions in order, the missing ones too."""
    rows = list(csv.DictReader(io.StringIO(coverage_csv(demo, taxonomy))))
    assert [row["provision"] for row in rows] == provision_ids
    assert {row["status"] for row in rows} <= set(STATUSES)
    assert all(row["text"] for row in rows if row["status"] in ("addressed", "partial"))


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_csv_makes_formulas_inert(start: str, taxonomy: Taxonomy, provision_ids: list[str]) -> None:
    """A cell that a spreadsheet would calculate begins with an apostrophe."""
    evidence = evidence_of(start, locator=start)
    coverage = coverage_of(provision_ids, {provision_ids[0]: evidence}, title=start, country=start)
    row = next(csv.DictReader(io.StringIO(coverage_csv(coverage, taxonomy), newline="")))
    for column in ("country", "instrument", "locator", "text"):
        assert row[column].startswith("'"), column


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the last step fails, the old file stands and nothing lies beside it."""
    path = tmp_path / "report.html"
    write_whole(path, "old")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(BadFile, match="No space left"):
        write_whole(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    """A file in the way of a folder is an error of ours, in one line."""
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(BadFile) as caught:
        write_whole(tmp_path / "file" / "report.html", "text")
    assert "\n" not in str(caught.value)


@pytest.mark.slow
def test_every_format_is_written_beside_the_others(
    tmp_path: Path, demo: Coverage, taxonomy: Taxonomy
) -> None:
    """One name, one file for each format, and nothing else in the folder."""
    written = write_reports(demo, taxonomy, tmp_path / "new" / "act.gc25", list(WRITERS))
    names = [f"act.gc25.{name}" for name in WRITERS]
    assert [path.name for path in written] == names
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == sorted(names)


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("Data Protection Act (2019)", "Data-Protection-Act-2019"),
        ("../../etc/passwd", "etc-passwd"),
        ("a/b\\c:d*e?f", "a-b-c-d-e-f"),
        ("CON", "law-CON"),
        ("aux.law", "law-aux.law"),
        ("lpt1", "law-lpt1"),
        ("...", "law"),
        ("", "law"),
        ("未成年人保护法", "未成年人保护法"),
        ("line\nbreak\x1b[31m", "line-break-31m"),
        ("x" * 300, "x" * 60),
    ],
)
def test_file_names_are_safe_everywhere(stem: str, name: str) -> None:
    """No name leaves its folder, is reserved by a system, or disturbs a terminal."""
    assert safe_name(stem) == name


@pytest.mark.parametrize(
    ("output", "base"),
    [
        (None, "act.gc25"),
        ("reports", "reports/act.gc25"),
        ("mine.html", "mine"),
        ("mine.json", "mine"),
        ("deep/mine.csv", "deep/mine"),
        ("mine.XLSX", "mine"),
    ],
)
def test_output_is_a_folder_or_a_file(output: str | None, base: str) -> None:
    """A name without an ending is a folder; with the ending of a format it is the report itself."""
    assert report_base(Path(output) if output else None, "act").as_posix() == base


def test_the_demo_has_the_statuses_of_its_gold_file(
    demo: Coverage, gold: Callable[[str, Any], None]
) -> None:
    """The demonstration law's statuses, tensions and ages change only on purpose."""
    gold(
        "demo/summary.json",
        {
            "title": demo.title,
            "pages": demo.instruments[0].pages,
            "statuses": {cell.provision: cell.status for cell in demo.cells},
            "tensions": [f"{t.id}: {t.locator}, p. {t.page}" for t in demo.tensions],
            "ages": [f"{a.purpose}: {a.words} ({a.locator}, p. {a.page})" for a in demo.ages],
        },
    )


def test_every_kind_and_force_of_a_passage_has_its_word() -> None:
    """A page of the law names what each passage is: no kind may lack a word."""
    assert set(KIND_WORDS) == set(get_args(Kind))
    assert set(FORCE_WORDS) == set(get_args(Force))
    assert set(PURPOSE_WORDS) == set(get_args(Purpose))


def test_a_policy_with_its_background_is_shown_whole(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """What tells how things stand is in the text of the law, and evidence for nothing."""
    path = tmp_path / "plan.md"
    danger = "Children are groomed online and images of abuse are passed on."
    path.write_text(
        f"# Plan\n\n## 1 Introduction\n\n1.1 {danger}\n\n## 2 Measures\n\n2.1 The Ministry shall open"
        " a hotline.\n\n2.2 Schools shall teach safety online.\n\n## 3 Money\n\n3.1 The budget pays.\n",
        "utf-8",
    )
    coverage = analyze([Source(path, language="en")], prepare)
    assert {p.kind for p in coverage.passages} >= {"background", "operative"}
    assert danger in render_report(coverage, taxonomy)
    assert not any(danger in e.text for cell in coverage.cells for e in cell.evidence)
