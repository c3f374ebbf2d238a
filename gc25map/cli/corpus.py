"""`gc25map corpus`: are the training passages sound, and what is there?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gc25map.cli import FAILED

if TYPE_CHECKING:
    from gc25map.corpora import Example
    from gc25map.corpora.account import Account
    from gc25map.corpora.duplicates import Duplicate

# Pairs less alike than training's groups are, which may stand on two sides of a fold, are told from here.
LESS_ALIKE = 0.5
MOST_SHOWN = 20


@click.group()
def corpus() -> None:
    """\b
    gc25map corpus check
    gc25map corpus check --json

    Look into the passages from which the classifier is trained.
    """


@corpus.command(short_help="Check every passage, and count what there is.")
@click.option(
    "--corpora",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of training passages.  [default: the shipped ones]",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
@click.pass_context
def check(ctx: click.Context, folder: Path | None, as_json: bool) -> None:
    """\b
    gc25map corpus check
    gc25map corpus check --corpora my-corpora/

    Check every passage's shape and references, with file and line; list passages that are nearly
    the same and those that stand on two sides of a fold in training; count what there is by
    language, provision, style and length. Exit code 1 where anything is wrong.
    """
    from gc25map.corpora import corpus_hash
    from gc25map.corpora.account import account_of
    from gc25map.corpora.duplicates import NEAR, folds_of, leaks, near_duplicates
    from gc25map.corpora.shape import check_corpus
    from gc25map.errors import NothingToRead
    from gc25map.resources import corpora_dir
    from gc25map.taxonomy import load_taxonomy

    folder = folder or corpora_dir()
    taxonomy = load_taxonomy(languages=[])
    examples, problems = check_corpus(folder, taxonomy)
    if not examples and not problems:
        raise NothingToRead(f"{folder}: no passages (<language>/*.jsonl) there")
    alike = near_duplicates(examples, LESS_ALIKE)
    near = [pair for pair in alike if pair.likeness >= NEAR]
    leaking = leaks(alike, folds_of(examples, near))
    account = account_of(examples, taxonomy)
    if as_json:
        data = {
            "corpus": corpus_hash(folder),
            "problems": problems,
            "near_duplicates": [_pair(pair, examples) for pair in near],
            "across_folds": [_pair(pair, examples) for pair in leaking],
            **account.as_dict(),
        }
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        for problem in problems:
            click.echo(problem)
        _show_pairs(f"alike by {NEAR} or more, kept on one side of a fold", near, examples)
        _show_pairs(f"alike by {LESS_ALIKE} or more, on two sides of a fold", leaking, examples)
        _show_account(account, corpus_hash(folder))
    if problems:
        click.echo(f"{len(problems)} problem{'s' if len(problems) != 1 else ''}", err=True)
        ctx.exit(FAILED)


def _pair(pair: Duplicate, examples: Sequence[Example]) -> dict[str, Any]:
    ids = [examples[pair.first].id, examples[pair.second].id]
    return {"passages": ids, "likeness": pair.likeness}


def _show_pairs(title: str, pairs: Sequence[Duplicate], examples: Sequence[Example]) -> None:
    click.echo(f"{len(pairs)} pairs {title}")
    for pair in pairs[:MOST_SHOWN]:
        one, other = examples[pair.first], examples[pair.second]
        differs = "" if one.provisions == other.provisions else ", for other provisions"
        click.echo(f"  {pair.likeness:.2f} {one.id} and {other.id}{differs}")
    if len(pairs) > MOST_SHOWN:
        click.echo(f"  and {len(pairs) - MOST_SHOWN} more (--json lists all)")


def _show_account(account: Account, digest: str) -> None:
    from gc25map.corpora.account import LONGEST, SHORTEST

    click.echo(f"{account.passages} passages, corpus {digest[:12]}")
    click.echo(
        "language passages serving other provisions instruments  words: least, 5 %, half, 95 %, most"
    )
    for row in account.languages:
        head = (
            f"{row.language:8} {row.passages:8} {row.serving:7} {row.other:5} {row.provisions:10} "
            f"{row.instruments:11}"
        )
        outside = f"{row.too_short} below {SHORTEST}, {row.too_long} above {LONGEST}"
        click.echo(f"{head}  {', '.join(map(str, row.lengths))}; {outside}")
    for title, counts in (
        ("style", account.by_style),
        ("force", account.by_force),
        ("serves", account.by_serves),
    ):
        click.echo(f"{title}: " + ", ".join(f"{name} {count}" for name, count in counts.items()))
    ranked = sorted(account.by_provision.items(), key=lambda item: item[1])
    for title, some in (("fewest", ranked[:5]), ("most", ranked[-5:])):
        listed = ", ".join(f"{name} {count}" for name, count in some)
        click.echo(f"provisions with the {title} passages: {listed}")
    with_passage = account.elements - len(account.without_passage)
    click.echo(f"{with_passage} of {account.elements} elements have a passage")
    for element in account.without_passage[:MOST_SHOWN]:
        click.echo(f"  none for {element}")
