"""The words of a taxonomy in another language: of one strict shape, never stale, and never in silence."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run

from gc25map.errors import TaxonomyError
from gc25map.taxonomy import (
    Foreign,
    Taxonomy,
    in_language,
    load_frameworks,
    load_taxonomy,
    load_translation,
    translated_into,
    untranslated,
)

FRAMEWORK = """\
id: tiny
title: Tiny framework
version: "1"
symbol: T/1
body: Nobody
adopted: 2020
base_uri: "urn:tiny:"
chapters:
  - {id: A, title: First, paragraphs: [1, 2], sections: []}
"""
PROVISION = """\
- id: only-one
  chapter: A
  section: null
  paragraphs: [1]
  crc_articles: [3]
  title: One
  duty: The State must do one thing.
  measure: policy
  bearer: [state]
  child_specific: needed
  digital_specific: needed
  elements: [{id: first, text: The first}, {id: second, text: The second}]
  partial: Half of it.
  excludes: []
  see_also: []
  signals: [a, b, c]
"""
WHOLE = """\
provisions:
  only-one:
    title: Une
    duty: L'État fait une chose.
    elements: {first: Le premier, second: Le second}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A taxonomy of one provision, with a place for French."""
    (tmp_path / "provisions").mkdir()
    (tmp_path / "translations" / "fr").mkdir(parents=True)
    (tmp_path / "framework.yaml").write_text(FRAMEWORK, encoding="utf-8")
    (tmp_path / "provisions" / "A.yaml").write_text(PROVISION, encoding="utf-8")
    return tmp_path


def translated(folder: Path, **files: str) -> Taxonomy:
    """The taxonomy in French, its translation cut into these files."""
    for name, text in files.items():
        path = folder / "translations" / "fr" / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
    return in_language(load_taxonomy(folder, languages=[]), "fr")


def test_what_is_translated_is_said_and_the_rest_says_its_language(folder: Path) -> None:
    """Translated words are plain; what lacks stays as it is and is marked as foreign."""
    taxonomy = translated(folder, one=WHOLE, two="title: Petit cadre\n")
    (provision,) = taxonomy.provisions
    assert (provision.title, taxonomy.framework.title) == ("Une", "Petit cadre")
    assert [element.text for element in provision.elements] == ["Le premier", "Le second"]
    assert not isinstance(provision.title, Foreign)
    (chapter,) = taxonomy.framework.chapters
    assert chapter.title == "First"
    assert isinstance(chapter.title, Foreign)
    assert chapter.title.language == "en"


def test_the_same_words_come_back_in_the_language_of_the_taxonomy(folder: Path) -> None:
    """Asked for its own language a taxonomy is what it was; without a translation all is foreign."""
    taxonomy = load_taxonomy(folder, languages=[])
    assert in_language(taxonomy, "en") is taxonomy
    assert translated(folder, one=WHOLE).provisions[0].partial == "Half of it."
    elsewhere = in_language(taxonomy, "sw")
    assert elsewhere.provisions[0].title == "One"
    assert isinstance(elsewhere.provisions[0].title, Foreign)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (WHOLE.replace("only-one", "no-such"), "no provision 'no-such'"),
        (WHOLE.replace("second:", "third:"), "the element 'second' is not translated"),
        (WHOLE.replace("second:", "third:"), "no element 'third'"),
        (WHOLE.replace("duty:", "dutty:"), "dutty"),
        ("chapters: {B: {title: Deux}}\n", "no chapter 'B'"),
        ("chapters: {A: {title: Un, sections: {C: Non}}}\n", "no section 'C'"),
        ("tensions: {none: {title: x, what: y}}\n", "no tension 'none'"),
        ("frameworks: {none: {title: x, note: y}}\n", "no framework 'none'"),
    ],
)
def test_a_stale_or_misspelt_translation_is_a_problem_with_its_line(
    folder: Path, text: str, problem: str
) -> None:
    """An id that is no more, an element too few, a key that nobody knows: file, line, and what it is."""
    with pytest.raises(TaxonomyError) as error:
        translated(folder, one=text)
    assert any(problem in line for line in error.value.problems)
    assert all("one.yaml:" in line for line in error.value.problems)


def test_an_id_translated_twice_is_a_problem(folder: Path) -> None:
    """Of two translations nobody knows which is meant."""
    with pytest.raises(TaxonomyError, match="translated twice"):
        translated(folder, one=WHOLE, two=WHOLE)


def test_the_check_names_what_lacks_and_fails_on_what_is_stale(run: Run, folder: Path) -> None:
    """What is not translated yet is told; what is wrong is a problem, and ends with 1."""
    translated(folder, one=WHOLE)
    status, out, _ = run("taxonomy", "check", "--taxonomy", folder)
    assert (status, "not translated (fr): chapter A" in out) == (0, True)
    assert "not translated (fr): provision only-one" not in out
    (folder / "translations" / "fr" / "one.yaml").write_text("chapters: {B: {title: x}}\n")
    status, out, _ = run("taxonomy", "check", "--taxonomy", folder)
    assert (status, "no chapter 'B'" in out) == (1, True)


def test_the_shipped_translations_are_sound(taxonomy: Taxonomy) -> None:
    """Every one of them loads and lacks nothing."""
    frameworks = load_frameworks(None, taxonomy).values()
    assert {"ar", "es", "fr"} <= set(translated_into(taxonomy))
    for language in translated_into(taxonomy):
        lacking = untranslated(taxonomy, frameworks, load_translation(taxonomy, language))
        assert lacking == [], language
