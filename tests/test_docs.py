"""The README keeps its word: its commands run, its names exist, its snippet works."""

from __future__ import annotations

import inspect
import itertools
import json
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import click
import pytest
from comparisons import write_data
from conftest import ROOT
from factories import coverage_of, evidence_of

import gc25map
from gc25map.cli import COMMANDS, cli, main
from gc25map.cli.analyze import analyze
from gc25map.columns import TABLES
from gc25map.comparison import CountryResult, Listed, Supplied
from gc25map.read import limits
from gc25map.resources import corpora_dir
from gc25map.taxonomy import Taxonomy, yaml_tree

README = (ROOT / "README.md").read_text(encoding="utf-8")
# These take minutes, need a folder of judged documents, or write into the checkout.
NOT_RUN = {"train", "evaluate"}


def block(name: str) -> str:
    """The commands between two markers, as the continuous check takes them."""
    match = re.search(rf"<!-- {name} -->\n(.*?)<!-- end -->", README, re.DOTALL)
    assert match, f"no block {name!r} in the README"
    return "\n".join(line[4:] for line in match.group(1).splitlines() if line.startswith("    "))


def shown_commands() -> list[str]:
    """The commands of ours that stand on lines of their own, outside the marked blocks."""
    rest = re.sub(r"<!-- \w+ -->\n.*?<!-- end -->", "", README, flags=re.DOTALL)
    return [
        line.strip().removeprefix("$ ")
        for line in rest.splitlines()
        if re.match(r"(?: {4}|\$ )gc25map \w", line)
    ]


def all_commands() -> list[str]:
    """Every command of the program, those of groups with the group's name."""
    found = []
    with click.Context(cli) as ctx:
        for name in COMMANDS:
            command = cli.get_command(ctx, name)
            if isinstance(command, click.Group):
                found += [f"{name} {sub}" for sub in command.list_commands(ctx)]
            else:
                found.append(name)
    return found


@pytest.mark.parametrize("name", ["job", "test"])
def test_each_set_up_command_is_one_line_and_is_what_the_check_runs(name: str) -> None:
    """Two lines do all the set-up, and the continuous check takes them from here."""
    commands = block(name)
    assert len(commands.splitlines()) == 1
    assert "pip install" in commands
    script = ROOT / ".ci" / "run"
    if script.exists():  # a source distribution comes without it
        assert f"block {name}" in script.read_text(encoding="utf-8")


def test_the_readme_opens_with_one_sentence_and_one_command() -> None:
    """Title, one sentence, then what to type."""
    lines = [line for line in README.splitlines() if line.strip()]
    assert lines[0] == "# gc25map"
    assert lines[1].endswith(".")
    assert len(re.findall(r"(?<!No)[.!?](?:\s|$)", lines[1])) == 1
    assert lines[2] == "<!-- job -->"


@pytest.mark.slow
@pytest.mark.parametrize("command", shown_commands())
def test_a_command_of_the_readme_runs(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed as it stands, with the files that it names in place, the command succeeds."""
    words = shlex.split(command, comments=True)
    if words[1] in NOT_RUN or "--open" in words:
        pytest.skip("takes minutes, or opens a browser")
    law = next((corpora_dir() / "demo").glob("*.pdf"))
    for word in words[2:]:
        if word.endswith(".pdf"):
            shutil.copy(law, tmp_path / word)
        elif word.endswith("/"):
            (tmp_path / word).mkdir(parents=True, exist_ok=True)
            shutil.copy(law, tmp_path / word / "law.pdf")
        elif word.endswith(".csv"):
            shutil.copy(law, tmp_path / "law.pdf")
            (tmp_path / word).write_text("path,country\nlaw.pdf,NO\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit) as stopped:
        main()
    assert not stopped.value.code


def test_there_are_commands_to_run() -> None:
    """The README shows how to analyse a law of one's own."""
    assert any(command.startswith("gc25map analyze ") for command in shown_commands())


@pytest.mark.parametrize("command", all_commands())
def test_every_command_is_in_the_readme_and_has_help(command: str) -> None:
    """No command is hidden from the reader of the README, and each explains itself."""
    assert f"gc25map {command}" in README
    first, *rest = command.split()
    with click.Context(cli) as ctx:
        found = cli.get_command(ctx, first)
        if rest:
            assert isinstance(found, click.Group)
            found = found.get_command(ctx, rest[0])
    assert found is not None
    assert len((found.help or "").split()) > 10


def test_no_command_of_the_readme_is_invented() -> None:
    """Every `gc25map word` that the README mentions is a command."""
    named = set(re.findall(r"`gc25map ([\w-]+)", README))
    assert named <= set(COMMANDS)


@pytest.mark.parametrize("name", [n for n in gc25map.__all__ if n != "__version__"])
def test_a_public_name_is_there_documented_and_typed(name: str) -> None:
    """What the package offers can be imported, explains itself and names its types."""
    thing = getattr(gc25map, name)
    assert inspect.getdoc(thing)
    assert name in README
    if inspect.isfunction(thing):
        signature = inspect.signature(thing)
        assert signature.return_annotation is not inspect.Signature.empty
        assert all(p.annotation is not p.empty for p in signature.parameters.values())


def test_an_unknown_public_name_is_an_attribute_error() -> None:
    """A name that does not exist fails as it does in any module."""
    with pytest.raises(AttributeError, match="no_such_name"):
        gc25map.no_such_name  # noqa: B018


@pytest.mark.slow
@pytest.mark.parametrize(
    "snippet", re.findall(r"```python\n(.*?)```", README, re.DOTALL), ids=lambda s: s.split("\n")[0]
)
def test_a_python_snippet_of_the_readme_runs(
    snippet: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    taxonomy: Taxonomy,
) -> None:
    """Pasted as it stands beside a law or a comparison, the snippet runs and prints what it promises."""
    law = next((corpora_dir() / "demo").glob("*.pdf"))
    shutil.copy(law, tmp_path / "law.pdf")
    if '"out/' in snippet:
        write_data(tmp_path / "out", taxonomy)
    monkeypatch.chdir(tmp_path)
    exec(compile(snippet, "README.md", "exec"), {})
    if "print(" in snippet:
        assert capsys.readouterr().out.strip()


def snippets(language: str) -> list[str]:
    """The snippets of the README in one language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_sql_of_the_readme_runs(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """Each statement finds what it is shown for in the SQLite file of a comparison."""
    (snippet,) = snippets("sql")
    held = {"online-grooming": evidence_of("A child has a right to privacy.")}
    ids = [provision.id for provision in taxonomy.provisions]
    supplied = (Supplied(Listed("act.pdf", "KEN"), "0" * 64, "law-a"),)
    results = [
        CountryResult("KEN", "Kenya", supplied, coverage_of(ids, held)),
        CountryResult("NA", "Namibia", supplied, coverage_of(ids)),
    ]
    out = write_data(tmp_path, taxonomy, results)
    with closing(sqlite3.connect(out / "gc25map.sqlite")) as base:
        first, second = (base.execute(one).fetchall() for one in snippet.split(";")[:2])
    assert [row[:2] for row in first] == [("KEN", "addressed"), ("NA", "missing")]
    assert [row[:2] for row in second] == [("KEN", "online-grooming")]


@pytest.mark.slow
def test_the_r_of_the_readme_runs(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """Where R is installed, it reads the table and takes NA for the country that it is."""
    if not shutil.which("Rscript"):
        pytest.skip("R is not installed")
    (snippet,) = snippets("r")
    write_data(tmp_path / "out", taxonomy)
    (tmp_path / "snippet.r").write_text(snippet, encoding="utf-8")
    command = ["Rscript", "--vanilla", "snippet.r"]
    said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    counts = {line.split()[0]: line.split()[1:] for line in said.splitlines() if line.strip()}
    assert counts["NA"] == ["1", "108", "0"]


@pytest.mark.slow
def test_the_datasette_command_of_the_readme_serves_the_data(
    tmp_path: Path, taxonomy: Taxonomy
) -> None:
    """Datasette opens the file with its metadata, shows the descriptions and finds words of passages."""
    (command,) = snippets("console")
    write_data(tmp_path / "out", taxonomy)

    def get(path: str) -> str:
        words = [sys.executable, "-m", *command.split(), "--get", path]
        done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=True)
        return done.stdout

    found = json.loads(get("/gc25map/evidence.json?_search=grooming&_shape=array"))
    assert [row["country"] for row in found] == ["KEN"]
    page = get("/gc25map/coverage?status=addressed")
    assert "A row for every country and provision" in page
    assert "?status=addressed&amp;country=NA" in page


def test_the_tables_of_the_readme_are_those_of_a_comparison() -> None:
    """Every table is listed with the columns that tell its rows apart."""
    rows = re.findall(r"^\| `(\w+)` \| .* \| (`\w+`(?:, `\w+`)*) \|$", README, re.MULTILINE)
    listed = {name: tuple(re.findall(r"\w+", key)) for name, key in rows}
    assert listed == {table.name: table.key for table in TABLES}


def test_the_files_that_the_readme_names_exist() -> None:
    """Links and pictures lead to files of the project, and so do the places in its tables."""
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", README)
    places = re.findall(r"^\| `((?:gc25map|taxonomy|corpora|tests)/[^`]*)`", README, re.MULTILINE)
    missing = [name for name in (*links, *places) if not (ROOT / name).exists()]
    assert missing == []


def test_the_table_of_the_house_names_every_room() -> None:
    """Whatever stands at the top of the package is told in the README, with what is done there."""
    house = README.split("## The house")[1].split("\n## ")[0]
    package = ROOT / "gc25map"
    rooms = {f"gc25map/{path.parent.name}/" for path in package.glob("*/__init__.py")}
    modules = {f"gc25map/{path.name}" for path in package.glob("[!_]*.py")}
    named = {
        n
        for row in re.findall(r"^\| (`gc25map/.*?) \|", house, re.MULTILINE)
        for n in row.split(", ")
    }
    assert named == {f"`{name}`" for name in rooms | modules}


def test_the_citation_is_of_this_version() -> None:
    """Who cites the program cites the version that there is."""
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {gc25map.__version__}\n" in cited


def test_the_limits_of_the_security_page_are_those_of_the_code() -> None:
    """Every limit on reading is listed with its value, and no value is out of date."""
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| [^|]+ \| ([\d,]+)( MB| s)? \| `(\w+)` \|$", page, re.MULTILINE)
    stated = {
        name: int(figure.replace(",", "")) << (20 if unit == " MB" else 0)
        for figure, unit, name in rows
    }
    constants = {
        name: value
        for name, value in vars(limits).items()
        if name.isupper() and isinstance(value, int)
    }
    assert stated == constants
    assert f"{yaml_tree.MAX_BYTES:,} bytes and {yaml_tree.MAX_DEPTH} levels" in page
    assert f"`--max-pages`) | {limits.MAX_PAGES:,} |" in page
    option = next(o for o in analyze.params if o.name == "max_pages")
    assert option.default == limits.MAX_PAGES
    named = re.findall(r"`((?:gc25map|tests)/[\w/]+\.py)`", page)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_rows_of_every_table_have_as_many_cells_as_its_head() -> None:
    """In all pages for readers: a row that was pasted into another table shows."""
    for page in sorted(ROOT.glob("*.md")):
        lines = page.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines):
            if re.fullmatch(r"\|(?:\s*:?-+:?\s*\|)+", line):
                cells = line.count("|")
                for row in (lines[number - 1], *itertools.takewhile(_is_row, lines[number + 1 :])):
                    assert len(re.findall(r"(?<!\\)\|", re.sub(r"`[^`]*`", "", row))) == cells, row


def _is_row(line: str) -> bool:
    return line.startswith("|")
