"""Tensions: found beside the tags, never in their place, and only where a passage concerns what they need."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, shipped
from factories import law_of
from test_taxonomy import problems_of

from gc25map import Tagger, load_model, load_taxonomy
from gc25map.check import check_taxonomy
from gc25map.findings import Tension
from gc25map.pipeline import SCOPES
from gc25map.split import split_passages
from gc25map.tag.tagger import Tagging
from gc25map.taxonomy import Taxonomy

SHUTDOWN = "2. Powers.—In an emergency the Minister may order the suspension of internet services in any area."
KINDS = """\
- id: shut-out
  title: Children shut out
  what: Children are shut out.
  paragraphs: [9]
  provisions: [digital-inclusion]
  child_specific: needed
  digital_specific: inherent
  excludes: []
"""
RULE = """\
- tension: shut-out
  rules:
    - id: shut-out.en.gate
      any: ["shut out"]
      match: ["They are shut out."]
"""


def tag(tagger: Tagger, *lines: str, title: str = "An Act") -> Tagging:
    """A law of these lines, tagged."""
    law = law_of(lines, title=title)
    return tagger.tag(law, split_passages(law))


def ids(found: tuple[Tension, ...]) -> list[str]:
    """The kinds of these tensions, in their order."""
    return [tension.id for tension in found]


def own_tensions(folder: Path, kinds: str = KINDS, rule: str = RULE) -> None:
    """Tensions of one's own in a taxonomy folder."""
    (folder / "tensions" / "en").mkdir(parents=True)
    (folder / "tensions" / "kinds.yaml").write_text(kinds, encoding="utf-8")
    (folder / "tensions" / "en" / "made.yaml").write_text(rule, encoding="utf-8")


def test_a_tension_names_its_passage_its_words_and_the_paragraph(tagger: Tagger) -> None:
    """All that a reader needs is in the record: provisions, paragraph, place, and the deciding words."""
    (tension,) = tag(tagger, "1. Title.—This is an Act.", SHUTDOWN).tensions
    assert (tension.id, tension.paragraphs) == ("connectivity-shutdown", (54,))
    assert "no-connectivity-shutdowns" in tension.provisions
    assert (tension.locator, tension.page) == ("s. 2", 1)
    words = [tension.text[start:end] for start, end in tension.spans]
    assert "suspension of internet" in words


@pytest.mark.parametrize(
    "safeguard",
    ["by order of a court", "where it is proportionate to the danger"],
)
def test_a_safeguard_in_the_passage_takes_a_tension_away(tagger: Tagger, safeguard: str) -> None:
    """A power that the passage itself binds is not marked."""
    assert ids(tag(tagger, SHUTDOWN).tensions) == ["connectivity-shutdown"]
    assert tag(tagger, SHUTDOWN.replace(" in any area", f" in any area {safeguard}")).tensions == ()


def test_tags_do_not_depend_on_tensions(taxonomy: Taxonomy, tagger: Tagger) -> None:
    """The same law gives the same tags whether the taxonomy has tensions or not."""
    lines = ["1. Grooming.—A person who grooms a child online commits an offence.", SHUTDOWN]
    bare = replace(taxonomy, tensions=(), tension_rules={}, ages={}, _by_id={})
    without = tag(Tagger(bare, load_model(), "en"), *lines)
    beside = tag(tagger, *lines)
    assert (without.tags, without.near) == (beside.tags, beside.near)
    assert (without.tensions, without.ages) == ((), ())
    assert beside.tensions


def test_a_kind_that_needs_children_passes_over_others(tagger: Tagger) -> None:
    """A curfew for boats is none for children online."""
    curfew = "access to internet games between the hours of 10 p.m. and 6 a.m. is prohibited"
    assert ids(tag(tagger, f"1. Hours.—For minors {curfew}.").tensions) == ["online-curfew"]
    assert tag(tagger, f"1. Hours.—For skippers {curfew}.").tensions == ()


def test_what_only_defines_or_aims_is_in_no_tension(tagger: Tagger) -> None:
    """Preambles and definitions bind nobody."""
    aim = "Whereas the Minister may order the suspension of internet services in any area in an emergency;"
    assert tag(tagger, aim, "1. Title.—This is an Act.").tensions == ()


@pytest.mark.parametrize(
    "language",
    [
        "en",
        *(
            pytest.param(code, marks=pytest.mark.slow)
            for code in ["ar", "de", "es", "fr", "pt", "ru", "zh"]
        ),
    ],
)
def test_every_rule_of_tension_passes_its_own_examples(language: str) -> None:
    """Each language has rules, and they match and spare what they say."""
    whole = shipped(language)
    assert len(whole.tension_rules[language]) >= 6
    assert check_taxonomy(replace(whole, rules={}, _by_id={})) == []


def test_every_kind_has_a_rule_in_english_and_a_paragraph_of_its_provisions(
    taxonomy: Taxonomy,
) -> None:
    """A kind that nothing can find would be an empty promise, and each pulls against what it names."""
    ruled = {kind for kind, _ in taxonomy.tension_rules["en"]}
    for kind in taxonomy.tensions:
        assert kind.id in ruled
        behind = {n for provision in kind.provisions for n in taxonomy[provision].paragraphs}
        assert behind & set(kind.paragraphs), kind.id


def test_a_taxonomy_without_tensions_loads_as_before(taxonomy_copy: Path) -> None:
    """Tensions are optional, and the words for ages are then the shipped ones."""
    assert not (taxonomy_copy / "tensions").exists()
    loaded = load_taxonomy(taxonomy_copy)
    assert (loaded.tensions, loaded.tension_rules) == ((), {})
    assert loaded.ages == shipped().ages


def test_a_taxonomy_may_have_tensions_and_ages_of_its_own(taxonomy_copy: Path) -> None:
    """What lies in the folder takes the place of what is shipped."""
    own_tensions(taxonomy_copy)
    (taxonomy_copy / "ages").mkdir()
    text = "language: en\ncomparators: {under: ['under #']}\npurposes: {work: [work]}\n"
    (taxonomy_copy / "ages" / "en.yaml").write_text(text, encoding="utf-8")
    loaded = load_taxonomy(taxonomy_copy)
    assert [kind.id for kind in loaded.tensions] == ["shut-out"]
    assert list(loaded.ages) == ["en"]
    assert check_taxonomy(loaded) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[digital-inclusion]", "[no-such-provision]", "no provision 'no-such-provision'"),
        ("shut-out\n  title", "shut-in\n  title", "no tension 'shut-out'"),
        ("shut-out.en.gate", "gate.en.gate", "must begin with 'shut-out.en.'"),
        ("      match", "      grade: cue\n      match", "a tension has no grades"),
        ("      match", "      element: [some]\n      match", "no element 'some'"),
    ],
)
def test_faults_of_tensions_are_reported_with_file_and_line(
    taxonomy_copy: Path, old: str, new: str, said: str
) -> None:
    """What refers to nothing, or asks for what tensions do not have, is named."""
    own_tensions(taxonomy_copy, KINDS.replace(old, new), RULE.replace(old, new))
    problems = problems_of(taxonomy_copy)
    assert any(p.startswith("tensions/") and said in p for p in problems), problems


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("comparators: {under: [under age]}\npurposes: {}\n", "needs 1 times a #"),
        ("comparators: {between: ['from #']}\npurposes: {}\n", "needs 2 times a #"),
        ("comparators: {}\npurposes: {work: ['*of']}\n", "too little beside the *"),
    ],
)
def test_faults_of_words_for_ages_are_found(taxonomy_copy: Path, text: str, said: str) -> None:
    """A phrase for an age without its number, or one that cannot be read, is named."""
    (taxonomy_copy / "ages").mkdir()
    path = taxonomy_copy / "ages" / "en.yaml"
    path.write_text(f"language: en\n{text}", encoding="utf-8")
    assert any(said in problem for problem in check_taxonomy(load_taxonomy(taxonomy_copy)))


def test_the_shipped_files_of_ages_have_the_languages_of_the_rules() -> None:
    """Where a language has rules, ages are read in it too."""
    rules = ROOT / "taxonomy" / "gc25" / "tensions"
    assert set(shipped().ages) == {path.name for path in rules.iterdir() if path.is_dir()}


def test_a_scope_that_the_user_sets_reaches_the_tensions(tagger: Tagger) -> None:
    """What the user says that a law governs counts for its tensions as for its provisions."""
    law = law_of(
        [
            "1. Duty.—Every provider must monitor and filter all content posted by users before",
            "publication.",
        ]
    )
    passages = split_passages(law)
    assert not tagger.tag(law, passages).tensions
    assert tagger.tag(law, passages, SCOPES["both"]).tensions
