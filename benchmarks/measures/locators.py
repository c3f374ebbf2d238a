"""Locators: of the passages that judges named, how many are found under the section the judge named.

A judged passage is a page and its first words. It is sought among the passages that touch the page: one that
holds the words, letters and digits only, in one case. Its locator agrees where both name the same section: the
number before the first bracket, without the word before it ("s. 12(3)(b)", "art. 12", "12" and
"Initiative 12" all name 12). A judge may name a place within what the document numbers ("5.0.4" in "5.0"): a
locator that is the judge's or encloses it agrees, one that is finer or beside it does not; "3.07–3.08" on a
passage that runs over both names both. Where the judge
names no number ("Preamble", "Foreword"), a passage without a number agrees. Several passages may hold the words
(a repeated formula): one that agrees suffices, as a reader would be led there.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gc25map.read import read_law
from gc25map.records import Passage
from gc25map.split import split_passages

# A section's number: digits with letters or further numbers grown onto it ("67B", "13-63-102", "3.02", "IV").
_NUMBER = re.compile(r"(?<!\w)(?:\d+[A-Z]*(?:[.\-–]\d+[A-Z]*)*(?:bis|ter)?|[IVXLC]+)(?!\w)")


@dataclass(frozen=True, slots=True)
class Row:
    """Of `named` passages: how many were found on their page, and how many with a locator that agrees."""

    document: str
    named: int
    found: int
    agreeing: int

    def __str__(self) -> str:
        share = self.agreeing / max(self.named, 1)
        return (
            f"{self.document}: {self.named} named, {self.found} found, {self.agreeing} located "
            f"({share:.1%})"
        )


def measure(judged: Path, laws: Path, among: Sequence[Path]) -> list[Row]:
    """A row for each judged document that is among the laws, and one for all together."""
    rows = []
    for path in sorted(judged.glob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        law = laws / data["document"]
        if law in among:
            named = {
                (item["page"], item["starts"], item["locator"])
                for provision in data["provisions"].values()
                for item in provision["evidence"]
            }
            rows.append(_row(path.stem, law, sorted(named)))
    sums = (sum(getattr(r, name) for r in rows) for name in ("named", "found", "agreeing"))
    return [*rows, Row("all documents", *sums)]


def _row(name: str, law: Path, named: Sequence[tuple[int, str, str]]) -> Row:
    passages = [(passage, folded(passage.text)) for passage in split_passages(read_law(law))]
    found = agreeing = 0
    for page, starts, locator in named:
        holding = [
            passage
            for passage, text in passages
            if passage.first_page <= page <= passage.last_page and folded(starts) in text
        ]
        found += bool(holding)
        agreeing += any(agrees(passage, locator) for passage in holding)
    return Row(name, len(named), found, agreeing)


def folded(text: str) -> str:
    """Letters and digits only, in one case: what a difference of typesetting does not touch."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in text if char.isalnum())


def agrees(passage: Passage, judged: str) -> bool:
    """Whether a passage's locator names the section that the judge named, or one that encloses it."""
    wanted = section(judged)
    first, dash, last = passage.locator.partition("–")
    given = section(first)
    if dash and _order(given) <= _order(wanted) <= _order(section(last)):
        return True
    return wanted == given or bool(given and wanted.startswith((f"{given}.", f"{_stem(given)}.")))


def section(locator: str) -> str:
    """The number of the section in a locator, or an empty string."""
    match = _NUMBER.search(locator.split("(")[0])
    return match.group().replace("–", "-") if match else ""


def _order(number: str) -> list[int]:
    # "3.07" comes after "3.7" in no document at hand: the parts are counted, not measured.
    return [int(part) for part in re.findall(r"\d+", number)]


def _stem(number: str) -> str:
    # "5.0" stands for the chapter 5, in which "5.3" lies.
    return number.removesuffix(".0")
