"""The taxonomy files: whole, well formed, and every fault reported at once with its place."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import GOLD, ROOT, shipped

from gc25map import load_taxonomy
from gc25map.check import check_taxonomy
from gc25map.errors import TaxonomyError
from gc25map.taxonomy import Taxonomy
from gc25map.taxonomy.yaml_tree import Tree

LANGUAGES = sorted(p.name for p in (ROOT / "taxonomy" / "gc25" / "rules").iterdir() if p.is_dir())


def problems_of(folder: Path) -> list[str]:
    """The problems for which a folder is refused, with paths relative to it."""
    with pytest.raises(TaxonomyError) as caught:
        load_taxonomy(folder)
    return [problem.replace(f"{folder}/", "") for problem in caught.value.problems]


def damage(path: Path, old: str, new: str) -> int:
    """Replace the first occurrence of a text in a file; the number of its line."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def write_rules(folder: Path, text: str, name: str = "made.yaml") -> Path:
    """A file of English rules in a taxonomy folder."""
    path = folder / "rules" / "en" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def rules_for(provision: str, rule_id: str, **more: str) -> str:
    """The YAML of one rule, with further fields given as YAML."""
    fields = {"any": '["groom*"]', "match": '["He grooms."]', **more}
    lines = "\n".join(f"      {key}: {value}" for key, value in fields.items())
    return f"- provision: {provision}\n  rules:\n    - id: {rule_id}\n{lines}\n"


def test_there_are_109_provisions_with_ids_that_never_change(provision_ids: list[str]) -> None:
    """Ids are what others' data hang on: none is renamed, dropped or moved."""
    expected = (GOLD / "provision_ids.txt").read_text(encoding="utf-8").split()
    assert len(provision_ids) == 109
    assert provision_ids == expected


def test_every_provision_is_complete(taxonomy: Taxonomy) -> None:
    """Each provision rests on a paragraph of its chapter, and its elements have ids of their own."""
    chapters = {chapter.id: chapter for chapter in taxonomy.framework.chapters}
    for provision in taxonomy.provisions:
        first, last = chapters[provision.chapter].paragraphs
        assert any(first <= number <= last for number in provision.paragraphs), provision.id
        assert len({element.id for element in provision.elements}) == len(provision.elements)


def test_a_provision_is_cited_as_lawyers_do(taxonomy: Taxonomy) -> None:
    """Paragraphs in a row are a range, and every provision has a stable address."""
    assert taxonomy.citation("digital-health-services") == "CRC/C/GC/25, paras 93–94"
    assert taxonomy.uri("digital-health-services") == "urn:gc25map:gc25:digital-health-services"


@pytest.mark.parametrize(
    "language",
    [
        pytest.param(language, marks=[] if language == "en" else pytest.mark.slow)
        for language in LANGUAGES
    ],
)
def test_every_rule_passes_its_own_examples(language: str) -> None:
    """Each rule matches what it says it matches, spares what it says it spares, and no two quarrel."""
    assert check_taxonomy(shipped(language)) == []


def test_every_language_with_rules_has_a_lexicon() -> None:
    """Rules without a lexicon would never be used: limbs could not be read."""
    assert {"ar", "en", "es", "fr", "pt", "zh"} <= set(LANGUAGES)
    assert set(LANGUAGES) <= set(shipped().lexicons)


def test_every_provision_has_a_rule_in_english(
    taxonomy: Taxonomy, provision_ids: list[str]
) -> None:
    """No provision depends on the classifier alone."""
    with_rules = {provision for provision, _ in taxonomy.rules["en"]}
    assert [name for name in provision_ids if name not in with_rules] == []


def test_a_sound_copy_loads(taxonomy_copy: Path) -> None:
    """The copy that the next tests damage is sound before they do."""
    assert len(load_taxonomy(taxonomy_copy).provisions) == 109


def test_all_faults_are_reported_together_with_file_and_line(taxonomy_copy: Path) -> None:
    """Faults of shape, doubled keys, unknown references and doubled ids come in one report."""
    provisions = taxonomy_copy / "provisions"
    health, rights = provisions / "10-X.yaml", provisions / "06-VI.yaml"
    means, family = provisions / "05-V.yaml", provisions / "08-VIII.yaml"
    lines = {
        "unknown key": damage(health, "  measure: service", "  colour: blue\n  measure: service"),
        "wrong value": damage(rights, "child_specific: needed", "child_specific: perhaps"),
        "unknown reference": damage(means, "see_also: [", "see_also: [no-such-provision, "),
        "doubled key": damage(family, "  duty:", "  title: Again\n  duty:"),
    }
    ruled = write_rules(
        taxonomy_copy,
        rules_for("no-such-provision", "no-such-provision.en.one")
        + rules_for("online-grooming", "online-grooming.en.one")
        + rules_for("online-grooming", "online-grooming.en.one", element="[no-such-element]")
        + rules_for("online-grooming", "csam-offences.en.two"),
    )
    rule_lines = ruled.read_text(encoding="utf-8").splitlines()
    first = rule_lines.index("    - id: online-grooming.en.one") + 1
    report = problems_of(taxonomy_copy)

    def reported(place: str, *words: str) -> bool:
        return any(p.startswith(f"{place}:") and all(w in p for w in words) for p in report)

    assert reported(f"provisions/10-X.yaml:{lines['unknown key']}", "colour")
    assert reported(f"provisions/06-VI.yaml:{lines['wrong value']}", "child_specific")
    assert reported(f"provisions/05-V.yaml:{lines['unknown reference']}", "no-such-provision")
    assert reported(f"provisions/08-VIII.yaml:{lines['doubled key']}", "title", "twice")
    assert reported("rules/en/made.yaml:1", "no-such-provision")
    assert reported(f"rules/en/made.yaml:{first + 5}", "online-grooming.en.one", "twice")
    assert reported(f"rules/en/made.yaml:{first + 8}", "no-such-element")
    assert reported(f"rules/en/made.yaml:{first + 11}", "csam-offences.en.two", "begin")


def test_a_provision_given_twice_is_a_fault(taxonomy_copy: Path) -> None:
    """The same id in two files is reported where it comes the second time."""
    folder = taxonomy_copy / "provisions"
    shutil.copy(folder / "10-X.yaml", folder / "10-X-again.yaml")
    report = problems_of(taxonomy_copy)
    assert any("digital-health-services" in p and "twice" in p for p in report)


def test_a_folder_without_framework_is_refused(tmp_path: Path) -> None:
    """A folder that is no taxonomy is refused with the file that lacks."""
    assert problems_of(tmp_path) == [f"{tmp_path}: no framework.yaml there"]


def test_the_error_is_one_line_and_keeps_all(taxonomy_copy: Path) -> None:
    """The message names the first problem and how many more; the error holds each."""
    for name in ("10-X.yaml", "06-VI.yaml"):
        damage(taxonomy_copy / "provisions" / name, "  measure:", "  wrong: 1\n  measure:")
    with pytest.raises(TaxonomyError) as caught:
        load_taxonomy(taxonomy_copy)
    assert "\n" not in str(caught.value)
    assert "more)" in str(caught.value)
    assert len(caught.value.problems) >= 2


@pytest.mark.parametrize(
    ("yaml", "value"),
    [
        ("a: NO", "NO"),
        ("a: yes", "yes"),
        ("a: 1.10", "1.10"),
        ("a: 2021-03-02", "2021-03-02"),
        ("a: 12:30", "12:30"),
        ("a: 0x1f", "0x1f"),
        ("a: 12", 12),
        ('a: "12"', "12"),
        ("a: true", True),
        ("a: null", None),
        ("a:", None),
    ],
)
def test_yaml_is_taken_at_its_word(tmp_path: Path, yaml: str, value: object) -> None:
    """Norway stays NO and version 1.10 stays 1.10; only whole numbers, true, false and null are read."""
    path = tmp_path / "a.yaml"
    path.write_text(yaml, encoding="utf-8")
    tree = Tree(path)
    assert tree.problems == []
    assert tree.data == {"a": value}
    assert type(tree.data["a"]) is type(value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x [1]\nb: *x\n", "alias"),
        ("a: [1\nb: 2\n", ":2:"),
        ("", "empty"),
        ("a: \ud83d".encode("utf-8", "surrogatepass").decode("latin-1"), None),
    ],
)
def test_yaml_that_cannot_be_trusted_is_refused(
    tmp_path: Path, text: str, said: str | None
) -> None:
    """Aliases can be bombs; broken and empty files are named with their line."""
    path = tmp_path / "a.yaml"
    path.write_text(text, encoding="utf-8")
    problems = Tree(path).problems
    assert len(problems) == (said is not None)
    assert all(said in problem for problem in problems if said)


def test_a_file_that_is_no_utf8_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    """A file in another encoding is reported like any other fault."""
    path = tmp_path / "a.yaml"
    path.write_bytes("título: año".encode("latin-1"))
    assert "cannot be read" in Tree(path).problems[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            rules_for("online-grooming", "online-grooming.en.one", match='["He digs."]'),
            "does not match its example 'He digs.'",
            id="example",
        ),
        pytest.param(
            rules_for("online-grooming", "online-grooming.en.one", no_match='["He grooms too."]'),
            "matches its counter-example",
            id="counter-example",
        ),
        pytest.param(
            rules_for("online-grooming", "online-grooming.en.one", any='["groom*", "*of"]'),
            "too little beside the *",
            id="phrase",
        ),
        pytest.param(
            rules_for("online-grooming", "online-grooming.en.one")
            + rules_for("csam-offences", "csam-offences.en.one"),
            "alone decides for csam-offences.en.one and for online-grooming.en.one",
            id="quarrel",
        ),
        pytest.param(
            rules_for(
                "online-grooming",
                "online-grooming.en.one",
                any='["groom* horses", "groom*"]',
                unless='["horses"]',
            ),
            ":4: online-grooming.en.one: its own phrase 'groom* horses' holds its 'unless' 'horses'",
            id="veto of itself",
        ),
        pytest.param(
            rules_for(
                "online-grooming",
                "online-grooming.en.one",
                any='["grooms horses", "trains horses|hors*"]',
                unless='["hors*"]',
            ),
            "can never fire, for its 'unless' forbids all of 'any'",
            id="veto of all",
        ),
        pytest.param(
            rules_for("online-grooming", "online-grooming.en.one", any='["*of"]'),
            "its examples (1) were not run",
            id="examples not run",
        ),
        pytest.param(
            rules_for("online-grooming", "online-grooming.en.one", no_match='["GROOMING // —"]'),
            "holds no word, so nothing was run",
            id="empty example",
        ),
        pytest.param(
            rules_for("online-grooming", "online-grooming.en.one", any='["groom*", "groom*"]'),
            "'groom*' is given twice in 'any'",
            id="phrase twice",
        ),
        pytest.param(
            rules_for("online-grooming", "online-grooming.en.one", within="5"),
            "'within' has no 'also' to hold to",
            id="distance to nothing",
        ),
        pytest.param(
            rules_for("online-grooming", "online-grooming.en.one")
            + rules_for(
                "online-grooming", "online-grooming.en.two", any='["groomed|grooms a? child"]'
            ),
            "online-grooming.en.two: says nothing that online-grooming.en.one does not say",
            id="said already",
        ),
        pytest.param(
            rules_for("online-grooming", "online-grooming.en.one", any='["groom*|lure* child*"]')
            + rules_for("csam-offences", "csam-offences.en.one", any='["lure* the? child*"]'),
            "'lure* child*' alone decides for csam-offences.en.one and for online-grooming.en.one",
            id="quarrel within alternatives",
        ),
    ],
)
def test_faults_of_meaning_are_found(taxonomy_copy: Path, text: str, said: str) -> None:
    """A rule that fails its examples, quarrels, vetoes itself or adds nothing is named with its place."""
    path = write_rules(taxonomy_copy, text)
    problems = check_taxonomy(load_taxonomy(taxonomy_copy))
    assert any(said in problem for problem in problems), problems
    assert all(re.match(rf"{re.escape(str(path))}:\d+: ", problem) for problem in problems)


def test_rules_that_only_look_alike_are_left_in_peace(taxonomy_copy: Path) -> None:
    """A narrower rule that says more, or a negative that spares one spelling, is no fault."""
    write_rules(
        taxonomy_copy,
        rules_for("online-grooming", "online-grooming.en.one", grade="part")
        + rules_for(
            "online-grooming",
            "online-grooming.en.two",
            any='["grooms a child"]',
            match='["He grooms a child."]',
        )
        + rules_for(
            "csam-offences",
            "csam-offences.en.one",
            any='["brushes|grooms dogs"]',
            unless='["grooms"]',
            match='["He brushes dogs."]',
        ),
    )
    assert check_taxonomy(load_taxonomy(taxonomy_copy)) == []


def test_rules_without_a_lexicon_are_idle(taxonomy_copy: Path) -> None:
    """Rules in a language whose lexicon is absent would never be used, and that is said once."""
    write_rules(taxonomy_copy, rules_for("online-grooming", "online-grooming.en.one"))
    (taxonomy_copy / "lexicon" / "en.yaml").unlink()
    (problem,) = check_taxonomy(load_taxonomy(taxonomy_copy))
    assert "en: 1 rules are never used, for want of a lexicon" in problem


def test_an_example_may_name_its_heading(taxonomy_copy: Path) -> None:
    """What stands before " // " in an example is the heading under which the passage stands."""
    write_rules(
        taxonomy_copy,
        rules_for(
            "online-grooming",
            "online-grooming.en.one",
            heading='["offence*"]',
            match='["Offences // He grooms."]',
            no_match='["Stables // He grooms."]',
        ),
    )
    assert check_taxonomy(load_taxonomy(taxonomy_copy)) == []
