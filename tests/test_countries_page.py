"""The page of countries: fair, complete, self-contained, small, and inert whatever a law contains."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from countries import RUN, country, page_of, with_cells
from factories import age_of, coverage_of, evidence_of, tension_of
from test_report import HOSTILE, Parsed

from gc25map import load_taxonomy
from gc25map.comparison import CountryResult, Listed
from gc25map.frameworks import read_as
from gc25map.records import Coverage
from gc25map.report.column import LONGEST_EXCERPT, column_of
from gc25map.report.countries import CountriesPage, countries_of
from gc25map.report.matrix import UNSUPPLIED, CellView
from gc25map.report.text import brief
from gc25map.taxonomy import Taxonomy
from gc25map.words import SYMBOLS

FOUND = {
    "csam-offences": evidence_of("A person who makes indecent images of a child is guilty."),
    "digital-inclusion": evidence_of("Every child shall have access to the internet.", page=9),
}


@pytest.fixture(scope="module")
def results(provision_ids: list[str]) -> list[CountryResult]:
    """Three countries: a penal code that holds two provisions, a strategy, a document of no known kind."""
    found = coverage_of(
        provision_ids,
        FOUND,
        tensions=(tension_of(),),
        ages=(age_of(), age_of("under 16", years=16), age_of("18", years=18, purpose="marriage")),
    )
    silent = coverage_of(provision_ids, title="Zoning Order")
    unread = with_cells(silent, replace(silent["csam-offences"], status="not_assessed"))
    return [
        country("ALF", found, name="Alfania", title="Penal Code"),
        country("BET", silent, name="Betania", kind="strategy", failures=["is encrypted"]),
        country("GAM", unread, name="Gammaland", inferred=("country",)),
    ]


@pytest.fixture(scope="module")
def path(
    results: list[CountryResult], taxonomy: Taxonomy, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The page of these countries."""
    return page_of(tmp_path_factory.mktemp("countries"), taxonomy, *results)


@pytest.fixture(scope="module")
def page(path: Path) -> Parsed:
    """The same, taken apart."""
    return Parsed(path.read_text(encoding="utf-8"))


def cells_of(
    results: Sequence[CountryResult], taxonomy: Taxonomy, provision: str
) -> tuple[CellView, ...]:
    """The cells of one row, as the page shows them."""
    shown = countries_of([column_of(r, taxonomy, r.code) for r in results], taxonomy, RUN)
    (row,) = (row for chapter in shown.chapters for row in chapter.rows if row.id == provision)
    return row.cells


@pytest.mark.parametrize(
    ("provision", "states"),
    [
        ("csam-offences", ["addressed", "unsupplied", "not_assessed"]),
        ("online-grooming", ["missing", "unsupplied", "unsupplied"]),
        ("school-digital-infrastructure", ["unsupplied", "missing", "unsupplied"]),
        ("digital-inclusion", ["addressed", "missing", "unsupplied"]),
    ],
    ids=["found", "penal", "strategy", "found-elsewhere"],
)
def test_silence_is_told_apart_from_what_was_not_supplied(
    results: list[CountryResult], taxonomy: Taxonomy, provision: str, states: list[str]
) -> None:
    """“Not found” stands only where a kind that would carry the provision was supplied; what is found stands."""
    assert [c.mark.key for c in cells_of(results, taxonomy, provision)] == states


def test_a_kind_that_could_not_be_read_was_not_supplied(
    taxonomy: Taxonomy, provision_ids: list[str]
) -> None:
    """A document that failed makes nothing comparable, whatever kind the manifest says it is."""
    silent = coverage_of(provision_ids, title="Zoning Order")
    result = country("ALF", silent, failures=["broken"])
    read, lost = result.supplied
    lost = replace(lost, listed=replace(lost.listed, kind="penal-code"))
    result = replace(result, supplied=(read, lost))
    (cell,) = cells_of([result], taxonomy, "csam-offences")
    assert cell.mark == UNSUPPLIED


def test_every_provision_of_every_country_leads_to_its_report(
    page: Parsed, provision_ids: list[str]
) -> None:
    """Each cell is a link to the provision in the report of the country, which lies beside the page."""
    links = page.values("href")
    for code in ("ALF", "BET", "GAM"):
        for provision in provision_ids:
            assert f"{code}/{code}.gc25.html#{provision}" in links
    rows = [attrs["id"] for tag, attrs in page.elements if tag == "tr" and "id" in attrs]
    assert rows == provision_ids


def test_links_lead_nowhere_else_and_every_anchor_resolves(page: Parsed) -> None:
    """Within the page, or to a country's report; nothing is fetched."""
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    for href in page.values("href"):
        if href.startswith("#"):
            assert href[1:] in ids
        else:
            assert re.fullmatch(r"([A-Z]{3})/\1\.gc25\.html(#[\w-]+)?", href), href
    assert not any(page.values(name) for name in ("src", "srcset", "data", "action", "poster"))
    assert "url(" not in page.style


def test_countries_stand_by_code_and_are_never_ranked(
    page: Parsed, results: list[CountryResult], taxonomy: Taxonomy
) -> None:
    """The order is that of the codes wherever countries stand, and no control sorts them."""
    heads = [attrs for tag, attrs in page.elements if tag == "th"]
    codes = [attrs["data-country"] for attrs in heads if "data-country" in attrs]
    assert codes == ["ALF", "BET", "GAM"] * (len(codes) // 3) != []
    for tag in ("details", "tr"):
        found = [a["data-country"] for t, a in page.elements if t == tag and "data-country" in a]
        assert found == ["ALF", "BET", "GAM"] * (len(found) // 3) != []
    assert not {value for value in page.values("data-filter") if "sort" in value}
    assert not re.search(
        r"\b(?:rank\w*|score of|total score|best|worst)\b|\d\s?%", _prose(page.text)
    )


def _prose(text: str) -> str:
    """The text without the sentence that says that there is no ranking."""
    return re.sub(r"Nothing here ranks\..*?find more\.", "", text, flags=re.DOTALL)


def test_each_column_says_what_it_rests_on(page: Parsed) -> None:
    """Documents, pages, languages and what could not be read; kinds, and who says so."""
    text = " ".join(page.text.split())
    assert "Betania2 documents12 pagesen1 document not read" in text
    assert "Penal code or act on sexual offences, violence or trafficking (from the title)" in text
    assert "Strategy, policy or action plan · en, 12 pages" in text
    assert "Not read: is encrypted" in text
    assert "inferred, not stated: country" in text
    assert "3 countries, 4 documents, 36 pages" in text


def test_unreadable_pages_stand_above_the_column(
    taxonomy: Taxonomy, provision_ids: list[str], tmp_path: Path
) -> None:
    """Their share is said, and a share below a hundredth is not rounded to nothing."""
    coverage = coverage_of(provision_ids)
    (one,) = coverage.instruments
    half = replace(coverage, instruments=(replace(one, pages_unreadable=(1, 2, 3)),), _index={})
    few = replace(
        coverage, instruments=(replace(one, pages=900, pages_unreadable=(1,)),), _index={}
    )
    text = Parsed(
        page_of(tmp_path, taxonomy, country("ALF", half), country("BET", few)).read_text()
    ).text
    assert "25% of pages not readable" in text
    assert "<1% not readable" in text


def test_the_words_of_the_strongest_passage_are_quoted(
    taxonomy: Taxonomy, provision_ids: list[str], tmp_path: Path
) -> None:
    """Per provision and country: the first passage with its lead-in, marked words, language, citation."""
    arabic = evidence_of(
        "يعاقب كل من ينشر صور الأطفال", language="ar", lead="المادة", spans=((0, 5),)
    )
    coverage = coverage_of(provision_ids, {"csam-offences": arabic})
    second = evidence_of("Weaker words that are not quoted.", score=0.1)
    coverage = with_cells(coverage, replace(coverage["csam-offences"], evidence=(arabic, second)))
    html = page_of(tmp_path, taxonomy, country("ALF", coverage)).read_text(encoding="utf-8")
    assert '<blockquote lang="ar" dir="rtl">المادة <mark>يعاقب</mark> كل من ينشر' in html
    assert "Weaker words" not in html
    assert "<cite>Young Users Act, s. 4(2), p. 7</cite>" in html


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("word " * 400, ((1000, 1004),)),
        ("字" * 2000, ((1990, 1995),)),
        ("x" * 5000, ()),
        ("short", ((0, 5),)),
        ("a b " * 74 + "abcd", ()),
        ("word " * 100, ((0, 4), (250, 260), (496, 500))),
    ],
)
def test_an_excerpt_is_short_and_holds_what_decided(
    text: str, spans: tuple[tuple[int, int], ...]
) -> None:
    """Never longer than allowed, cut between words, and the first marked words are in it."""
    pieces = brief(text, spans, LONGEST_EXCERPT)
    joined = "".join(piece for piece, _ in pieces)
    assert len(joined) <= LONGEST_EXCERPT
    assert [piece for piece, marked in pieces if marked][:1] == [text[a:b] for a, b in spans][:1]
    if len(text) <= LONGEST_EXCERPT:
        assert joined == text
    elif " " in text:
        assert set(joined.strip("… ").split()) <= set(text.split())


def test_words_read_by_ocr_say_so(taxonomy: Taxonomy, provision_ids: list[str]) -> None:
    """Whoever drafts after them must know that letters may be wrong."""
    scan = evidence_of("A ru1e.", source="ocr", engine="made", confidence=0.6)
    coverage = coverage_of(provision_ids, {"csam-offences": scan})
    excerpt = column_of(country("ALF", coverage), taxonomy, "ALF").cells["csam-offences"].excerpt
    assert excerpt
    assert excerpt.citation == "Young Users Act, s. 4(2), p. 7 (read by OCR)"


def test_what_hangs_by_one_passage_is_listed(page: Parsed, results: list[CountryResult]) -> None:
    """Both provisions of the first country, each with its one place."""
    text = " ".join(page.text.split())
    listed = text[text.rindex("What hangs by one passage") : text.rindex("Balance of rights")]
    assert listed.count("Alfania addressed") == 2
    assert "Betania" not in listed


def test_the_balance_counts_each_group_by_state(
    results: list[CountryResult], taxonomy: Taxonomy
) -> None:
    """The bars hold every provision of a group once, and the words say what the bars show."""
    shown = countries_of([column_of(r, taxonomy, r.code) for r in results], taxonomy, RUN)
    assert shown.views.balance
    for _, _, bars in shown.views.balance.rows:
        for bar, group in zip(bars, taxonomy.groups, strict=True):
            assert sum(width for _, _, width in bar.parts) == bar.total == len(group.provisions)
            starts = [start for _, start, _ in bar.parts]
            assert starts == sorted(set(starts))
    protection = shown.views.balance.rows[0][2][0]
    assert protection.words.startswith("1 addressed, 0 partial of 42; ")


def test_ages_stand_side_by_side_by_purpose(
    results: list[CountryResult], taxonomy: Taxonomy
) -> None:
    """Each age once, only purposes that occur, and countries without ages say so."""
    shown = countries_of([column_of(r, taxonomy, r.code) for r in results], taxonomy, RUN).views
    assert shown.purposes == ("account or access to services", "marriage")
    (access, _), (marriage, _) = shown.ages[0].cells
    assert access == (("under 13", "s. 5"), ("under 16", "s. 5"))
    assert marriage == (("under 18", "s. 5"),)
    assert [row.cells for row in shown.ages[1:]] == [(((), 0), ((), 0))] * 2


def test_frameworks_are_compared_as_provisions_are(
    results: list[CountryResult], taxonomy: Taxonomy
) -> None:
    """A component's silence is hatched where none of its provisions compares; who was not read so, says so."""
    first, second, third = results
    read = read_as(second.coverage, "child-protection-system")
    coverage = replace(second.coverage, frameworks=(read,), _index={})
    gamma = replace(third.coverage, frameworks=(read,), _index={})
    given = [first, replace(second, coverage=coverage), replace(third, coverage=gamma)]
    shown = countries_of([column_of(r, taxonomy, r.code) for r in given], taxonomy, RUN).views
    (framework,) = shown.frameworks
    assert len(framework.rows) == len(read.components)
    for _, (none, strategy, other) in framework.rows:
        assert none is None
        assert strategy is not None
        assert strategy.key == "missing"
        assert other == UNSUPPLIED


def test_a_taxonomy_without_kinds_compares_by_the_statuses_alone(
    taxonomy_copy: Path, provision_ids: list[str], tmp_path: Path
) -> None:
    """Then nothing is hatched, no kinds are asked for, and there is no balance."""
    for name in ("instruments.yaml", "rights.yaml"):
        (taxonomy_copy / name).unlink()
    bare = load_taxonomy(taxonomy_copy, [])
    shown = Parsed(
        page_of(tmp_path, bare, country("ALF", coverage_of(provision_ids))).read_text("utf-8")
    )
    assert "unsupplied" not in shown.values("class")
    assert "balance" not in shown.values("id")
    assert not {"kind", "comparable"} & set(shown.values("data-filter"))
    assert "comparable" not in shown.text


def test_signs_of_the_style_are_those_of_the_words(page: Parsed) -> None:
    """The matrix takes its signs from the style; they are the signs that every other report uses."""
    for key, sign in (*SYMBOLS.items(), (UNSUPPLIED.key, UNSUPPLIED.sign)):
        rule = rf"\.across td\.{key} > :first-child::before[^{{]*{{ content: \"(.)\\a0\"; "
        assert re.findall(rule, page.style) == [sign]


def test_the_page_says_what_a_silence_means(page: Parsed) -> None:
    """What every report says of it stands here, too."""
    text = " ".join(page.text.split())
    assert "“Not found” speaks of these documents only." in text
    assert "It does not say that a country lacks such a rule." in text
    assert "This is not legal advice." in text


def test_the_policy_permits_our_style_and_script_and_nothing_else(path: Path, page: Parsed) -> None:
    """The hashes are those of what stands in the page, and no element has a handler or style."""
    html = path.read_text(encoding="utf-8")
    (policy,) = (a["content"] for _, a in page.elements if "Policy" in a.get("http-equiv", ""))
    permitted = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert permitted["default-src"] == "'none'"
    for tag in ("style", "script"):
        blocks = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digests = (base64.b64encode(hashlib.sha256(b.encode()).digest()).decode() for b in blocks)
        assert permitted[f"{tag}-src"] == " ".join(f"'sha256-{digest}'" for digest in digests)
    names = {name for _, attrs in page.elements for name in attrs}
    assert not {name for name in names if name.startswith("on")} | names & {"style", "srcdoc"}
    assert page.scripts
    for script in page.scripts:
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|fetch|https?:", script
        )
    hidden = [attrs.get("id") for _, attrs in page.elements if "hidden" in attrs]
    assert hidden == ["controls"]


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_only_texts(
    hostile: str, taxonomy: Taxonomy, provision_ids: list[str], page: Parsed, tmp_path: Path
) -> None:
    """In code, name, title, file, failure, passage, locator, age, option: no markup, and no turned text."""
    evidence = evidence_of(hostile, locator=hostile, headings=(hostile,), language=hostile)
    coverage = coverage_of(
        provision_ids,
        {"csam-offences": evidence},
        title=hostile,
        file_name=hostile,
        tensions=(tension_of(hostile, title=hostile),),
        ages=(age_of(hostile, locator=hostile),),
    )
    reading = replace(read_as(coverage, "williams-priorities"), title=hostile)
    coverage = replace(coverage, frameworks=(reading,), _index={})
    result = country(hostile, coverage, name=hostile, title=hostile, failures=[hostile])
    run = replace(RUN, tool=hostile, options=((hostile, hostile),))
    sink = CountriesPage(tmp_path, taxonomy, run)
    sink.add(replace(result, code=hostile))
    sink.finish()
    html = (tmp_path / "countries.html").read_text(encoding="utf-8")
    attacked = Parsed(html)
    assert attacked.scripts == page.scripts
    assert attacked.values("http-equiv") == page.values("http-equiv")
    assert {t for t, _ in attacked.elements} <= {t for t, _ in page.elements} | {"h3"}
    assert not {n for _, a in attacked.elements for n in a if n.startswith("on")}
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", html)
    for href in attacked.values("href"):
        assert re.match(r"#|[\w.%-]+/[\w.%-]+\.gc25\.html", href), href


def test_nothing_on_the_page_tells_where_files_lay(
    taxonomy: Taxonomy, provision_ids: list[str], tmp_path: Path
) -> None:
    """Without a title the name of the file stands for it, never its folder."""
    result = country("ALF", coverage_of(provision_ids), failures=["is empty"])
    (read, lost) = result.supplied
    secret = Listed("/somewhere/private/lost.pdf", "ALF")
    result = replace(result, supplied=(read, replace(lost, listed=secret)))
    html = page_of(tmp_path, taxonomy, result).read_text(encoding="utf-8")
    assert "lost.pdf" in html
    assert "private" not in html


def test_a_column_keeps_no_law(taxonomy: Taxonomy, demo: Coverage) -> None:
    """What is kept of a country is small, and the same whether or not the law came with it."""
    whole = column_of(country("ALF", demo), taxonomy, "ALF")
    bare = column_of(country("ALF", replace(demo, passages=(), _index={})), taxonomy, "ALF")
    assert demo.passages
    assert whole == bare
    assert len(repr(whole)) < 150_000


def test_the_same_countries_give_the_same_bytes(
    results: list[CountryResult], taxonomy: Taxonomy, path: Path, tmp_path: Path
) -> None:
    """The page carries neither clock nor place, and nothing is left beside it."""
    assert page_of(tmp_path, taxonomy, *results).read_bytes() == path.read_bytes()
    assert [entry.name for entry in tmp_path.iterdir()] == ["countries.html"]


def test_a_run_that_ends_early_leaves_no_page(
    results: list[CountryResult], taxonomy: Taxonomy, tmp_path: Path
) -> None:
    """Until the end nothing is written, and an abandoned page never is."""
    sink = CountriesPage(tmp_path, taxonomy, RUN)
    for result in results:
        sink.add(result)
    sink.abandon()
    assert list(tmp_path.iterdir()) == []


def full(provision_ids: list[str], code: str) -> CountryResult:
    """A country in which every provision is found in long passages, every third in one alone."""
    words = " ".join(f"{code} word{n}" for n in range(200))
    found = {
        provision: evidence_of(f"{provision} {words}", spans=((0, 8), (30, 40), (90, 100)))
        for provision in provision_ids
    }
    coverage = coverage_of(provision_ids, found)
    several = [
        replace(cell, evidence=cell.evidence * 2)
        for number, cell in enumerate(coverage.cells)
        if number % 3
    ]
    return country(code, with_cells(coverage, *several), title="Penal Code")


@pytest.mark.slow
@pytest.mark.parametrize(("number", "most"), [(30, 2_000_000), (200, 14_000_000)])
def test_the_page_stays_small_with_many_countries(
    taxonomy: Taxonomy, provision_ids: list[str], tmp_path: Path, number: int, most: int
) -> None:
    """Thirty countries that address everything fit into 2 MB; with two hundred excerpts grow shorter."""
    codes = [f"{a}{b}X" for a in "ABCDEFGHIJKLMNO" for b in "ABCDEFGHIJKLMNO"][:number]
    path = page_of(tmp_path, taxonomy, *(full(provision_ids, code) for code in codes))
    assert path.stat().st_size < most
    quotes = re.findall(r"<blockquote>(.*?)</blockquote>", path.read_text(encoding="utf-8"))
    assert len(quotes) == number * len(provision_ids)
    assert all("<mark>" in quote for quote in quotes)


def test_a_cell_whose_passage_is_unnumbered_shows_its_page(
    taxonomy: Taxonomy, provision_ids: list[str]
) -> None:
    """Without a section number the page stands for the place; where there are no pages, nothing does."""
    found = {"csam-offences": evidence_of(locator="")}
    coverage = coverage_of(provision_ids, found)
    (cell,) = cells_of([country("ALF", coverage)], taxonomy, "csam-offences")
    assert cell.place == "p. 3"
    (one,) = coverage.instruments
    unpaged = replace(coverage, instruments=(replace(one, paged=False),), _index={})
    (cell,) = cells_of([country("ALF", unpaged)], taxonomy, "csam-offences")
    assert cell.place == ""
