"""What is wrong with the training passages: each fault with its file and line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from gc25map.corpora import Example, read_lines
from gc25map.taxonomy import Taxonomy


def check_corpus(folder: Path, taxonomy: Taxonomy) -> tuple[list[Example], list[str]]:
    """The passages that are well formed, and every problem of shape, reference and contradiction."""
    examples: list[Example] = []
    problems: list[str] = []
    for found in read_lines(folder):
        if isinstance(found, str):
            problems.append(found)
        else:
            examples.append(found)
    elements = {f"{p.id}/{e.id}" for p in taxonomy.provisions for e in p.elements}
    for example in examples:
        problems += (f"{example.place}: {said}" for said in _faults(example, taxonomy, elements))
    return examples, problems + _given_twice(examples)


def _faults(example: Example, taxonomy: Taxonomy, elements: set[str]) -> Iterable[str]:
    for provision in (*example.provisions, *example.near):
        if provision not in taxonomy:
            yield f"no provision {provision!r}"
    for both in set(example.provisions) & set(example.near):
        yield f"serves {both!r} and only resembles it"
    for element in example.elements:
        if element not in elements:
            yield f"no element {element!r}"
        elif element.split("/")[0] not in example.provisions:
            yield f"has the element {element!r} and does not serve its provision"
    if bool(example.provisions) != (example.serves != "none"):
        yield f"serves {len(example.provisions)} provisions and is marked {example.serves!r}"
    if not example.id.startswith(f"{example.language}-"):
        yield f"the id {example.id!r} does not begin with its language"


def _given_twice(examples: Sequence[Example]) -> list[str]:
    problems = []
    ids: set[str] = set()
    texts: dict[str, str] = {}
    for example in examples:
        if example.id in ids:
            problems.append(f"{example.place}: the id {example.id!r} is given twice")
        text = " ".join(example.text.split()).casefold()
        if text in texts:
            problems.append(f"{example.place}: the same words as {texts[text]}")
        ids.add(example.id)
        texts.setdefault(text, example.id)
    return problems
