"""Kinds of instruments: as stated, else as titles name them; and the files that say what they carry."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_taxonomy import damage, problems_of

from gc25map import load_taxonomy
from gc25map.check.kinds import failed_titles
from gc25map.comparison import Listed
from gc25map.kinds import Kinds, kinds_named, kinds_of
from gc25map.taxonomy import Taxonomy

KINDS, RIGHTS = "instruments.yaml", "rights.yaml"


def named(taxonomy: Taxonomy, title: str) -> tuple[str, ...]:
    """The kinds that a title names in the shipped taxonomy."""
    assert taxonomy.instruments
    return kinds_named(title, taxonomy.instruments.kinds)


def test_every_kind_finds_its_own_titles(taxonomy: Taxonomy) -> None:
    """The shipped words find every title that they should and spare the others, in eight languages."""
    assert failed_titles(taxonomy) == []
    assert taxonomy.instruments
    for kind in taxonomy.instruments.kinds:
        assert set(kind.words) == {"ar", "de", "en", "es", "fr", "pt", "ru", "zh"}, kind.id


@pytest.mark.parametrize(
    ("title", "kinds"),
    [
        ("Data Protection (Children) Regulations", ("children-act", "data-protection")),
        ("NATIONAL CYBERSECURITY STRATEGY 2030", ("strategy",)),
        ("Loi sur la cybersécurité", ("cybercrime",)),
        ("Kinder- und Jugendmedienschutz-Gesetz", ("children-act", "communications")),
        ("قانون الطفل", ("children-act",)),
        ("National Education Policy Act", ("education",)),
        ("Fisheries Order", ()),
        ("", ()),
    ],
)
def test_a_title_names_its_kinds(taxonomy: Taxonomy, title: str, kinds: tuple[str, ...]) -> None:
    """Several kinds, one alone, or none; case, accents and the Arabic article make no difference."""
    assert named(taxonomy, title) == kinds


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (Listed("a", "X", kind="strategy", title="Penal Code"), Kinds(("strategy",), False)),
        (Listed("a", "X", kind="Penal-Code; labour"), Kinds(("penal-code", "labour"), False)),
        (Listed("a", "X", kind="Education act"), Kinds(("education",), False)),
        (Listed("a", "X", kind="other", title="Penal Code"), Kinds(("other",), False)),
        (Listed("a", "X", kind="act", title="Penal Code"), Kinds(("penal-code",), True)),
        (Listed("a", "X", kind="strategy", inferred=("kind",)), Kinds(("consumer",), True)),
        (Listed("a", "X", title="Zoning Order"), Kinds(("consumer",), True)),
    ],
    ids=["stated", "several", "by-title", "other", "not-ours", "inferred-before", "read-title"],
)
def test_what_is_stated_goes_before_what_a_title_says(
    taxonomy: Taxonomy, listed: Listed, expected: Kinds
) -> None:
    """A kind of ours is taken as it is; else the title decides, the read one last, and that is marked."""
    assert kinds_of(listed, "Consumer Act", taxonomy) == expected


def test_without_a_name_that_is_known_a_document_is_of_another_kind(taxonomy: Taxonomy) -> None:
    """Neither manifest nor title say anything: the kind is `other`, and nobody stated that."""
    assert kinds_of(Listed("a", "X"), "Zoning Order", taxonomy) == Kinds(("other",), True)


def test_faults_of_kinds_and_groups_are_reported_together(taxonomy_copy: Path) -> None:
    """Unknown and doubled ids, provisions that nobody carries or groups, each with its line."""
    kinds, rights = taxonomy_copy / KINDS, taxonomy_copy / RIGHTS
    unknown = damage(
        kinds, "best-interests: [children-act, rights", "best-interests: [acts, rights"
    )
    twice = damage(kinds, "csam-offences: [penal-code,", "csam-offences: [penal-code, penal-code,")
    gone = damage(kinds, "  age-assurance: [", "  age-assured: [")
    idle = damage(kinds, "\n  - id: labour\n", "\n  - id: work\n") + 1
    again = damage(rights, "    - digital-inclusion\n", "    - age-assurance\n")
    said = "\n".join(problems_of(taxonomy_copy))
    for line, message in (
        (unknown, "no kind 'acts'"),
        (twice, "the kind 'penal-code' is given twice"),
        (gone, "no provision 'age-assured'"),
        (idle, "the kind 'work' carries no provision"),
    ):
        assert f"{KINDS}:{line}: {message}" in said
    assert "no kind carries 'age-assurance'" in said
    assert f"{RIGHTS}:{again}: the provision 'age-assurance' is given twice" in said
    assert "the provision 'digital-inclusion' stands in no group" in said


def test_words_that_miss_their_titles_are_reported(taxonomy_copy: Path) -> None:
    """A title that the words do not find, one that they should spare, and a phrase without a word."""
    kinds = taxonomy_copy / KINDS
    missed = damage(kinds, '"Basic Schools Act"', '"Basic Bridges Act"')
    spared = damage(kinds, 'no_match: ["Fisheries Act"]', 'no_match: ["School Act"]')
    problems = [p.split("/")[-1] for p in failed_titles(load_taxonomy(taxonomy_copy, []))]
    assert problems == [
        f"{KINDS}:{missed}: the title 'Basic Bridges Act' does not name the kind 'education'",
        f"{KINDS}:{spared}: the title 'School Act' names the kind 'education'",
    ]
    broken = damage(kinds, '"education*|school', '"*|school')
    (problem, *_) = failed_titles(load_taxonomy(taxonomy_copy, []))
    assert f"{KINDS}:{broken}: the phrase" in problem
    assert "no word in '*'" in problem
    mended = damage(kinds, '"*|school', '"education*|school')
    unless = damage(kinds, 'es: ["ley de|sobre política|estrategia"', 'es: ["*"')
    assert mended < unless
    said = "\n".join(failed_titles(load_taxonomy(taxonomy_copy, [])))
    assert f"{KINDS}:{unless}: the phrase '*'" in said


def test_a_taxonomy_needs_neither_kinds_nor_groups(taxonomy_copy: Path) -> None:
    """Without the files there are none, and every kind is `other`."""
    for name in (KINDS, RIGHTS):
        (taxonomy_copy / name).unlink()
    bare = load_taxonomy(taxonomy_copy, [])
    assert bare.instruments is None
    assert bare.groups == ()
    assert kinds_of(Listed("a", "X", kind="strategy"), "", bare).ids == ("other",)


def test_the_grouping_is_whole(taxonomy: Taxonomy, provision_ids: list[str]) -> None:
    """Each provision stands in one group and has kinds that would carry it."""
    grouped = [provision for group in taxonomy.groups for provision in group.provisions]
    assert sorted(grouped) == sorted(provision_ids)
    assert taxonomy.instruments
    assert sorted(taxonomy.instruments.carriers) == sorted(provision_ids)
