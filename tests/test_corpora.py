"""The training passages: sound, accounted for, and never learnt from and tried on at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from click.testing import CliRunner
from conftest import ROOT

from gc25map.cli import cli
from gc25map.corpora import Example, duplicates, load_examples
from gc25map.corpora.account import LONGEST, SHORTEST, account_of
from gc25map.corpora.duplicates import FOLDS, folds_of, groups_of, leaks, near_duplicates
from gc25map.corpora.shape import check_corpus
from gc25map.errors import BadFile
from gc25map.resources import corpora_dir
from gc25map.tag.words import words_of
from gc25map.taxonomy import Taxonomy

# More words in a row than stock phrases of drafting have (in Chinese, signs).
SHARED = 16
GROOMING = (
    "A person who talks to a child online in order to meet and abuse the child commits an offence."
)
PLAIN = [
    "The Minister may prescribe the fees that are payable for a fishing licence in each season.",
    "Every bus that carries more than nine passengers shall be inspected by an engineer each year.",
    "A tenant gives notice in writing three months before leaving the land that was let to him.",
    "The council keeps a register of burial grounds, which anybody may read without any charge.",
    "Milk is sold under the name of the breed only where the whole herd is of that one breed.",
    "An appeal against the order lies to the high court within thirty days of its publication.",
]


def row(number: int = 1, **changes: Any) -> dict[str, Any]:
    """A passage as it stands in a file."""
    return {
        "id": f"en-grooming-{number:02}",
        "text": GROOMING,
        "provisions": ["online-grooming"],
        "near": [],
        "elements": [],
        "style": "statute-offence",
        "limbs": {"children": True, "digital": True},
        "force": "offence",
        "serves": "full",
        **changes,
    }


def corpus_of(folder: Path, rows: Iterable[object], language: str = "en") -> Path:
    """A folder of passages, one file in one language."""
    path = folder / "corpora" / language / "made.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [item if isinstance(item, str) else json.dumps(item) for item in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / "corpora"


def example(number: int, text: str, language: str = "en") -> Example:
    """A passage that serves nothing."""
    return Example(
        f"{language}-{number}", language, text, (), (), (), "other", False, False, "duty", "none"
    )


def test_the_shipped_passages_are_sound(taxonomy: Taxonomy) -> None:
    """No passage is malformed, refers to what is not there, contradicts itself or is given twice."""
    examples, problems = check_corpus(corpora_dir(), taxonomy)
    assert problems == []
    assert examples == load_examples()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("{", "not a training passage"),
        ("[1]", "not a training passage"),
        (row(colour="blue"), "colour"),
        (row(text=7), "text"),
        (row(force="might"), "force"),
        (row(limbs={"children": "yes", "digital": True}), "limbs.children"),
        (row(provisions=["nope"]), "no provision 'nope'"),
        (row(near=["nope"]), "no provision 'nope'"),
        (row(near=["online-grooming"]), "serves 'online-grooming' and only resembles it"),
        (row(elements=["online-grooming/nope"]), "no element 'online-grooming/nope'"),
        (row(provisions=[]), "serves 0 provisions and is marked 'full'"),
        (row(serves="none"), "serves 1 provisions and is marked 'none'"),
        (row(id="fr-grooming-01"), "does not begin with its language"),
    ],
)
def test_a_fault_is_named_with_its_line(
    tmp_path: Path, taxonomy: Taxonomy, wrong: object, said: str
) -> None:
    """What is wrong with a passage is said with file and line; the others are read."""
    folder = corpus_of(tmp_path, [row(9, text=PLAIN[0]), wrong])
    examples, problems = check_corpus(folder, taxonomy)
    assert [e.id for e in examples][:1] == ["en-grooming-09"]
    assert any(p.startswith(f"{folder}/en/made.jsonl:2: ") and said in p for p in problems)


def test_an_element_belongs_to_a_provision_that_is_served(
    tmp_path: Path, taxonomy: Taxonomy
) -> None:
    """A passage cannot have an element of a provision that it does not serve."""
    element = f"csam-offences/{taxonomy['csam-offences'].elements[0].id}"
    _, problems = check_corpus(corpus_of(tmp_path, [row(elements=[element])]), taxonomy)
    assert len(problems) == 1
    assert "does not serve its provision" in problems[0]


def test_the_same_id_and_the_same_words_are_faults(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """An id given twice, and a text that differs in spaces and case only, are named."""
    rows = [row(1), row(1, text=PLAIN[0]), row(2, text=GROOMING.upper().replace(" ", "  "))]
    _, problems = check_corpus(corpus_of(tmp_path, rows), taxonomy)
    assert ["given twice" in p for p in problems] == [True, False]
    assert "the same words as en-grooming-01" in problems[1]


def test_training_refuses_a_malformed_passage(tmp_path: Path) -> None:
    """Loading stops at the first fault with its file and line."""
    with pytest.raises(BadFile, match=r"made\.jsonl:2: not a training passage"):
        load_examples(corpus_of(tmp_path, [row(), "{"]))


def test_near_duplicates_are_found_and_only_within_a_language() -> None:
    """A few words changed make a near-duplicate; another subject, or another language, does not."""
    close = GROOMING.replace("commits an offence", "is guilty of an offence")
    examples = [
        example(0, GROOMING),
        *(example(n, text) for n, text in enumerate(PLAIN, start=1)),
        example(7, close),
        example(8, GROOMING, "fr"),
        example(9, PLAIN[0], "fr"),
    ]
    (pair,) = near_duplicates(examples)
    assert (pair.first, pair.second) == (0, 7)
    assert near_duplicates(examples[:1]) == []
    assert near_duplicates([example(0, "abcd efgh"), example(1, "ijkl mnop")]) == []


def test_chinese_passages_are_alike_by_signs_in_a_row() -> None:
    """The same signs in another order are another passage."""
    text = "网络服务提供者应当建立便捷的投诉渠道及时处理未成年人的举报并告知结果"
    passages = [
        replace(example(n, words), language="zh")
        for n, words in enumerate((text, text[::-1], text + "。"))
    ]
    assert [(pair.first, pair.second) for pair in near_duplicates(passages)] == [(0, 2)]


def test_what_most_passages_say_makes_none_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor do marks without letters; pairs are found across blocks."""
    monkeypatch.setattr(duplicates, "FEW", 4)
    monkeypatch.setattr(duplicates, "BLOCK", 3)
    texts = [f"commits an offence against the law and is punished {w}" for w in PLAIN]
    passages = [example(n, text) for n, text in enumerate([*texts, PLAIN[0]])]
    assert [(pair.first, pair.second) for pair in near_duplicates(passages)] == [(0, len(PLAIN))]
    assert near_duplicates([example(n, "...; -- (!)") for n in range(5)]) == []


def test_folds_part_no_group() -> None:
    """What is nearly the same, also by way of a third passage, is held out together."""
    texts = [f"{text} {n}" for n in range(8) for text in PLAIN]
    examples = [example(n, text) for n, text in enumerate(texts)]
    pairs = near_duplicates(examples)
    groups = groups_of(examples, pairs)
    assert len(set(groups)) == len(PLAIN)
    folds = folds_of(examples, pairs)
    assert leaks(pairs, folds) == []
    assert folds_of(examples, pairs) == folds
    alone = folds_of(examples, [])
    assert set(alone) == set(range(FOLDS))
    assert leaks(pairs, alone) != []


def test_the_account_counts_what_there_is(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """Passages by language, provision and length, and the elements that none is marked with."""
    element = f"online-grooming/{taxonomy['online-grooming'].elements[0].id}"
    other = row(2, text="Short.", provisions=[], serves="none", force="none")
    rows = [row(1, elements=[element], text=" ".join(["word"] * 40)), other]
    examples, _ = check_corpus(corpus_of(tmp_path, rows), taxonomy)
    account = account_of(examples, taxonomy)
    (english,) = account.languages
    assert (english.passages, english.serving, english.other) == (2, 1, 1)
    assert (english.too_short, english.too_long) == (1, 0)
    assert (english.lengths[0], english.lengths[-1]) == (1, 40)
    assert account.by_provision["online-grooming"] == 1
    assert account.by_provision["csam-offences"] == 0
    assert len(account.without_passage) == account.elements - 1


def test_every_provision_and_element_has_passages(taxonomy: Taxonomy) -> None:
    """No provision and no element is left without a passage to learn from."""
    account = account_of(load_examples(), taxonomy)
    assert min(account.by_provision.values()) > 0
    assert account.without_passage == ()


def test_the_page_on_the_corpora_tells_their_true_counts(taxonomy: Taxonomy) -> None:
    """The table in corpora/README.md is what the files hold; its total too."""
    text = (ROOT / "corpora" / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\| ([a-z]{2}) \| (.*) \|$", text, re.MULTILINE)
    account = account_of(load_examples(), taxonomy)
    expected = [
        (
            a.language,
            f"{a.passages:,} | {a.serving:,} | {a.other:,} | {a.provisions} | {a.instruments} | "
            f"{a.lengths[2]} | {a.too_short:,} | {a.too_long:,}",
        )
        for a in account.languages
    ]
    assert shown == expected
    assert f"{account.passages:,} passages in {len(account.languages)} languages" in text
    assert f"{SHORTEST} to {LONGEST} words" in text


@pytest.mark.slow
def test_no_passage_repeats_a_law() -> None:
    """No passage shares so many words in a row with a real law that only copying explains it."""
    laws = sorted((ROOT.parent / "shared" / "laws").glob("*/*.pdf"))
    if not laws:
        pytest.skip("no real laws beside the checkout")
    rows: set[int] = set()
    for law in laws:
        with pypdfium2.PdfDocument(law) as pdf:
            text = " ".join(page.get_textpage().get_text_range() for page in pdf)
        words = words_of(text).folded
        rows.update(hash(words[n : n + SHARED]) for n in range(len(words) - SHARED + 1))
    for example in load_examples():
        words = words_of(example.text).folded
        several = (hash(words[n : n + SHARED]) in rows for n in range(len(words) - SHARED + 1))
        assert not any(several), example.id


def test_the_command_tells_what_is_wrong(tmp_path: Path) -> None:
    """A fault is printed and the exit code is 1; a sound folder gives 0 and its counts; an empty one 1."""
    run = CliRunner()
    rows = [row(n, text=text) for n, text in enumerate([GROOMING, *PLAIN], start=1)]
    sound = corpus_of(tmp_path / "sound", rows)
    result = run.invoke(cli, ["corpus", "check", "--corpora", str(sound)])
    assert result.exit_code == 0, result.output
    assert "7 passages, corpus " in result.output
    data = json.loads(
        run.invoke(cli, ["corpus", "check", "--corpora", str(sound), "--json"]).output
    )
    assert data["passages"] == 7
    assert data["problems"] == data["near_duplicates"] == []
    faulty = corpus_of(tmp_path / "faulty", [*rows, row(8, provisions=["nope"])])
    result = run.invoke(cli, ["corpus", "check", "--corpora", str(faulty)])
    assert result.exit_code == 1
    assert "made.jsonl:8: no provision 'nope'" in result.output
    (tmp_path / "empty").mkdir()
    assert run.invoke(cli, ["corpus", "check", "--corpora", str(tmp_path / "empty")]).exit_code == 1
