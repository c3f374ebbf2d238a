"""Laws in more than one language, and scripts that run from right to left."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from conftest import shipped
from factories import column, draw_pdf, law_of

from gc25map import analyze_files
from gc25map.countries import plausible_languages
from gc25map.law import Law, Stretch
from gc25map.pipeline import prepare
from gc25map.read import arabic, read_law
from gc25map.read.columns import blocks_of
from gc25map.read.language import stretches_of
from gc25map.read.raw import Fragment, as_printed, logical_order
from gc25map.split import split_passages
from gc25map.tag.languages import UNASSESSED_SHARE, language_notes, tag_languages
from gc25map.tag.tagger import Tagger

ENGLISH = [
    "1. This Act may be cited as the Young Users Act.",
    "2. Every provider of an online service",
    "shall protect children who use the",
    "service from harmful content.",
    "3. A provider shall publish a report on",
    "the complaints that it has received.",
    "4. A person who grooms a child on the",
    "internet commits an offence and is",
    "liable to imprisonment for ten years.",
    "5. This Act comes into force in May.",
]
FRENCH = [
    "1. Titre abrégé : Loi sur les jeunes.",
    "2. Tout fournisseur de services en",
    "ligne protège les enfants qui utilisent",
    "le service des contenus nuisibles.",
    "3. Le fournisseur publie un rapport sur",
    "les plaintes qu'il a reçues de tous.",
    "4. Quiconque sollicite un enfant sur",
    "Internet commet une infraction et est",
    "passible de dix ans d'emprisonnement.",
    "5. La présente loi entre en vigueur en mai.",
]
MALAY = [
    "Akta ini bolehlah dinamakan Akta Perlindungan Kanak-Kanak dan hendaklah mula berkuat kuasa pada bulan Mei.",
    "Setiap pembekal perkhidmatan dalam talian hendaklah melindungi kanak-kanak daripada kandungan berbahaya.",
    "Menteri boleh membuat peraturan-peraturan bagi maksud melaksanakan peruntukan Akta ini dengan sewajarnya.",
    "Mana-mana orang yang melanggar peruntukan ini melakukan suatu kesalahan dan boleh didenda oleh mahkamah.",
]


@pytest.mark.parametrize("engine", ["auto", "pdfplumber"])
def test_languages_side_by_side_are_never_interleaved(tmp_path: Path, engine: str) -> None:
    """Each column is read on its own over both pages, and each passage knows its language."""
    pages = [[*column(ENGLISH, x=60), *column(FRENCH, x=330)]] * 2
    law = read_law(draw_pdf(tmp_path / "gazette.pdf", pages), engine=engine)
    assert [s.language for s in law.stretches] == ["en", "fr", "en", "fr"]
    for passage in split_passages(law):
        own = ENGLISH if passage.language == "en" else FRENCH
        assert all(line in own for line in passage.text.splitlines())
        assert passage.text == law.text[passage.start : passage.end]


def test_ragged_columns_in_two_languages_are_columns() -> None:
    """Lines too short for running text are told apart by their languages, and only by them."""

    def page(right: list[str]) -> list[Fragment]:
        return [
            Fragment(x, 100 + 14 * n, x + 5 * len(text[:28]), 110 + 14 * n, 10, False, text)
            for x, lines in ((60.0, ENGLISH), (330.0, right))
            for n, text in enumerate(lines)
        ]

    widths = [
        replace(f, x1=f.x0 + (f.x1 - f.x0) * (0.3 if n % 3 else 1))
        for n, f in enumerate(page(FRENCH))
    ]
    assert len(blocks_of(widths)) == 2
    same = [replace(f, x1=w.x1) for f, w in zip(page(ENGLISH), widths, strict=True)]
    assert len(blocks_of(same)) == 1


def test_one_language_after_the_other_changes_at_the_line(tmp_path: Path) -> None:
    """A file with both texts one after the other parts where the second begins."""
    english = [
        f"{n}. Every provider shall protect children from harm in the service that it offers."
        for n in range(1, 9)
    ]
    pages = [column(MALAY * 2, top=100), column(english)]
    law = read_law(draw_pdf(tmp_path / "order.pdf", pages, size=8))
    assert [(s.language, law.text[s.start :].split(" ")[0]) for s in law.stretches] == [
        ("ms", "Akta"),
        ("en", "1."),
    ]
    assert {p.language for p in split_passages(law) if p.locator.startswith("s.")} == {"en"}


def test_halves_of_a_page_that_alternate_are_told_apart() -> None:
    """Upper half in one language, lower half in the other, on every page."""
    law = law_of([*ENGLISH, *FRENCH, "\f", *ENGLISH, *FRENCH])
    found = stretches_of(law.text, law.lines, "en", plausible_languages("CAN"))
    assert [s.language for s in found] == ["en", "fr", "en", "fr"]
    assert [law.text[s.start :].splitlines()[0] for s in found] == [ENGLISH[0], FRENCH[0]] * 2
    assert (found[0].start, found[-1].end) == (0, len(law.text))


def test_a_quotation_does_not_change_the_language() -> None:
    """Foreign words, names and a short quotation stay with the law that they stand in."""
    quoted = [
        "6. The words “liberté, égalité, fraternité” and « Tout fournisseur protège les enfants »",
        "are quoted from the treaty of Montréal, signed by Zoë Müller-Größwang and José Núñez.",
    ]
    law = law_of([*ENGLISH * 3, *quoted, *ENGLISH * 3])
    assert stretches_of(law.text, law.lines, "en", plausible_languages("")) == ()


def test_only_languages_of_the_country_come_into_question() -> None:
    """A law of Kenya is not read as French; of an unknown country it may be."""
    law = law_of([*ENGLISH * 2, *FRENCH * 2])
    of = {
        c: stretches_of(law.text, law.lines, "en", plausible_languages(c))
        for c in ("KEN", "ken", "Calmarra")
    }
    assert of["KEN"] == of["ken"] == ()
    assert [s.language for s in of["Calmarra"]] == ["en", "fr"]


def in_two_languages(second: list[str], language: str) -> Law:
    """An English law with more text in another language after it."""
    law = law_of([*ENGLISH, *second])
    turn = law.lines[len(ENGLISH)].start
    parts = (Stretch(0, turn, "en"), Stretch(turn, len(law.text), language))
    return replace(law, stretches=parts)


@lru_cache(maxsize=4)
def tagger_of(language: str) -> Tagger:
    return Tagger(shipped(language), prepare().model, language)


@pytest.mark.slow
def test_each_passage_is_tagged_by_the_rules_of_its_language() -> None:
    """The French half of a law gives French evidence, not silence."""
    law = in_two_languages(FRENCH, "fr")
    passages = split_passages(law)
    tagging = tag_languages(law, passages, tagger_of)
    languages = {p.id: p.language for p in passages}
    assert tagging.assessed and tagging.unassessed == ()
    fired = {rule.split(".")[1] for tag in tagging.tags for rule in tag.rules}
    assert {languages[tag.passage_id] for tag in tagging.tags} == {"en", "fr"}, fired
    places = [[p.id for p in passages].index(tag.passage_id) for tag in tagging.tags]
    assert places == sorted(places)


@pytest.mark.slow
def test_a_language_without_rules_is_named_and_only_a_large_part_of_it_withholds_silence() -> None:
    """A word of Malay is a note; half a law of it means that silence cannot be assessed."""
    half = in_two_languages(MALAY, "ms")
    tagging = tag_languages(half, split_passages(half), tagger_of)
    assert not tagging.assessed and tagging.tags
    assert [language for language, _ in tagging.unassessed] == ["ms"]
    assert "without rules (ms)" in language_notes(half, tagging)[0]
    little = in_two_languages(["Akta ini."], "ms")
    assert len("Akta ini.") < UNASSESSED_SHARE * len(little.text)
    assert tag_languages(little, split_passages(little), tagger_of).assessed


@pytest.mark.slow
def test_silence_in_a_half_that_cannot_be_assessed_is_not_missing(tmp_path: Path) -> None:
    """What the English half holds is found; what it lacks is not assessed, for the other may hold it."""
    path = draw_pdf(tmp_path / "order.pdf", [column(MALAY * 3, top=60), column(ENGLISH)], size=8)
    coverage = analyze_files(path, country="MYS")
    counts = coverage.counts()
    assert counts["missing"] == 0 and counts["not_assessed"] > 0
    assert counts["addressed"] + counts["partial"] > 0
    assert any("ms" in note for note in coverage.instruments[0].notes)


def test_turned_lam_alefs_are_put_right_where_there_is_no_doubt() -> None:
    """Alef, alef, lam is impossible; "not" alone stands turned only on a page that has others."""
    assert arabic.turned("حماية األطفال") and not arabic.turned("حماية الأطفال")
    assert (
        arabic.in_order("وال يجوز استغالل األطفال االجتماعية")
        == "ولا يجوز استغالل الأطفال الاجتماعية"
    )
    assert not arabic.turned("Every child is safe online.")


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (f"قح{as_printed('لا')}", "لاحق"),
        ("3 ةداملا", "المادة 3"),
        (")3( ةداملا", "المادة (3)"),
        ("(3) ةداملا", "المادة (3)"),
        ("Article 3 (a)", "Article 3 (a)"),
    ],
)
def test_lines_from_right_to_left_are_read_as_they_are_meant(printed: str, read: str) -> None:
    """Letters in the order of the print become words; ligatures, digits and brackets stay whole."""
    assert logical_order(printed) == read


def test_columns_of_an_arabic_page_begin_on_the_right() -> None:
    """In a script that runs from right to left the right column is the first."""
    line = "يلتزم مقدمو الخدمات بحماية الأطفال"
    page = [
        Fragment(x, 100 + 14 * n, x + 200, 110 + 14 * n, 10, False, line)
        for x in (60.0, 320.0)
        for n in range(8)
    ]
    assert [block[0].x0 for block in blocks_of(page)] == [320.0, 60.0]
