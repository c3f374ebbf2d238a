"""The command line: exit codes, one line for each trouble, and nothing where nothing is wanted."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from conftest import ROOT, Ran, Run, program
from factories import column, draw_pdf, made, mixed_pdf, plain_pdf, shapes_pdf
from reportlab.lib.pdfencrypt import StandardEncryption

from gc25map import __version__, load_coverage
from gc25map.cli import COMMANDS, cli
from gc25map.cli.analyze import FORMATS

HEAVY = (
    "spacy",
    "sklearn",
    "scipy",
    "numpy",
    "pdfplumber",
    "pydantic",
    "rich",
    "jinja2",
    "docx",
    "xlsxwriter",
)


BAD_FILES: dict[str, tuple[Callable[[Path], Path], str]] = {
    "no-pdf": (lambda p: made(p, b"<html>not found</html>"), "not a PDF"),
    "empty": (lambda p: made(p, b""), "empty"),
    "header-only": (lambda p: made(p, b"%PDF-1.4\n"), "damaged"),
    "encrypted": (
        lambda p: draw_pdf(p, [column(["A"])], encrypt=StandardEncryption("x", strength=128)),
        "password",
    ),
    "scan": (lambda p: mixed_pdf(p, [None]), "OCR"),
    "blank": (shapes_pdf, "blank"),
    "absent": (lambda p: p, "no such file"),
}


@pytest.mark.usefixtures("no_ocr")
@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_gives_one_line_and_exit_code_1(run: Run, tmp_path: Path, kind: str) -> None:
    """Whatever is wrong with the one document, the user reads one line, and no file is written."""
    maker, said = BAD_FILES[kind]
    path = maker(tmp_path / f"{kind}.pdf")
    result = run("analyze", path, "-o", tmp_path / "out")
    assert result.code == 1
    assert result.out == ""
    assert len(result.err.splitlines()) == 1
    assert result.err.startswith("gc25map: ")
    assert path.name in result.err
    assert said in result.err
    assert "Traceback" not in result.err
    assert not (tmp_path / "out").exists()
    assert {p.name for p in tmp_path.iterdir()} <= {path.name}


def test_a_good_file_gives_reports_and_a_summary(run: Run, tmp_path: Path) -> None:
    """The main job: exit code 0, the HTML and the JSON beside each other, a table at the end."""
    result = run("analyze", plain_pdf(tmp_path / "law.pdf"), "-o", "out")
    assert (result.code, result.err) == (0, "")
    names = ["law.gc25.html", "law.gc25.json"]
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == names
    assert "All provisions" in result.out
    assert all(name in result.out for name in names)
    coverage = load_coverage(tmp_path / "out" / "law.gc25.json")
    assert coverage["online-grooming"].status == "addressed"


def test_a_folder_with_one_bad_file_gives_the_good_ones(run: Run, tmp_path: Path) -> None:
    """The good documents are analysed, the bad one is named, and the exit code is 3."""
    folder = tmp_path / "laws"
    folder.mkdir()
    plain_pdf(folder / "good.pdf")
    plain_pdf(folder / "other.PDF", title="Another Young Users Act")
    made(folder / "bad.pdf", b"no")
    made(folder / ".hidden.pdf", b"no")
    made(folder / "notes.log", b"no")
    result = run("analyze", folder, "--country", "Calmarra", "-o", "out")
    assert result.code == 3
    assert [line for line in result.err.splitlines() if line] == [
        "gc25map: bad.pdf: not a PDF file"
    ]
    coverage = load_coverage(tmp_path / "out" / "Calmarra.gc25.json")
    assert [i.file_name for i in coverage.instruments] == ["good.pdf", "other.PDF"]
    assert [f.path for f in coverage.failures] == ["bad.pdf"]


def test_only_bad_files_give_exit_code_1(run: Run, tmp_path: Path) -> None:
    """Where nothing could be read there is no report."""
    for name in ("a.pdf", "b.pdf"):
        made(tmp_path / name, b"no")
    result = run("analyze", "a.pdf", "b.pdf", "-o", "out")
    assert result.code == 1
    assert "none of the 2 documents" in result.err
    assert not (tmp_path / "out").exists()


def test_an_empty_folder_gives_exit_code_1(run: Run, tmp_path: Path) -> None:
    """A folder without a document says which kind was looked for."""
    (tmp_path / "laws").mkdir()
    result = run("analyze", "laws")
    assert result.code == 1
    assert ".pdf" in result.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["analyze"],
        ["analyse", "law.pdf"],
        ["analyze", "law.pdf", "--format", "odt"],
        ["analyze", "law.pdf", "--taxonomy", "nowhere"],
        ["analyze", "law.pdf", "--framework", "nope"],
        ["analyze", "law.pdf", "--scope", "sea"],
        ["analyze", "law.pdf", "--unknown"],
    ],
    ids=" ".join,
)
def test_wrong_usage_gives_exit_code_2(run: Run, tmp_path: Path, arguments: list[str]) -> None:
    """A mistake in the command itself is told apart from trouble with a document."""
    plain_pdf(tmp_path / "law.pdf")
    result = run(*arguments)
    assert result.code == 2
    assert "Traceback" not in result.err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["law.pdf"]


def test_json_prints_only_json(run: Run, tmp_path: Path) -> None:
    """With --json stdout holds the document and nothing else, and no file is written."""
    result = run("analyze", plain_pdf(tmp_path / "law.pdf"), "--json")
    assert (result.code, result.err) == (0, "")
    assert len(json.loads(result.out)["provisions"]) == 109
    assert [p.name for p in tmp_path.iterdir()] == ["law.pdf"]


def test_json_stays_json_when_a_document_fails(run: Run, tmp_path: Path) -> None:
    """A failure goes to stderr and into the document, never between the braces."""
    plain_pdf(tmp_path / "law.pdf")
    made(tmp_path / "bad.pdf", b"no")
    result = run("analyze", "law.pdf", "bad.pdf", "--json")
    assert result.code == 3
    assert json.loads(result.out)["failures"][0]["path"] == "bad.pdf"
    assert len(result.err.splitlines()) == 1


def test_a_law_can_be_read_as_another_framework(run: Run, tmp_path: Path) -> None:
    """With --framework the JSON holds that reading too, and without it none."""
    law = plain_pdf(tmp_path / "law.pdf")
    asked = json.loads(run("analyze", law, "--json", "--framework", "williams-priorities").out)
    assert [reading["id"] for reading in asked["frameworks"]] == ["williams-priorities"]
    assert json.loads(run("analyze", law, "--json").out)["frameworks"] == []


def test_quiet_prints_nothing(run: Run, tmp_path: Path) -> None:
    """With --quiet a run that goes well says nothing, and still writes."""
    result = run("analyze", plain_pdf(tmp_path / "law.pdf"), "--quiet")
    assert result == Ran(0, "", "")
    assert (tmp_path / "law.gc25.html").exists()


def test_formats_are_chosen_by_name(run: Run, tmp_path: Path) -> None:
    """Only what is asked for is written."""
    run("analyze", plain_pdf(tmp_path / "law.pdf"), "--format", "csv", "-o", "table.csv", "-q")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["law.pdf", "table.csv"]


@pytest.mark.slow
def test_a_file_named_by_its_ending_is_written(run: Run, tmp_path: Path) -> None:
    """`-o memo.docx` gives the memo beside the usual files; where formats are named, only those."""
    law = plain_pdf(tmp_path / "law.pdf")
    run("analyze", law, "-o", "memo.docx", "-q")
    run("analyze", law, "-o", "table.xlsx", "--format", "csv", "-q")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["law.pdf", "memo.docx", "memo.html", "memo.json", "table.csv"]


@pytest.mark.slow
def test_all_formats_are_a_word(run: Run, tmp_path: Path) -> None:
    """`--format all` writes every format, and the help names each."""
    law = plain_pdf(tmp_path / "law.pdf")
    assert run("analyze", law, "--format", "all", "-q", "-o", "out").code == 0
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {f"law.gc25.{name}" for name in FORMATS}
    said = run("analyze", "--help").out
    assert all(name in said for name in FORMATS)


@pytest.mark.slow
def test_two_runs_give_the_same_bytes(run: Run, tmp_path: Path) -> None:
    """The same documents give the same files, byte for byte."""
    path = plain_pdf(tmp_path / "law.pdf")
    for name in ("one", "two"):
        run("analyze", path, "-o", name, "-q", "--format", "all")
    for written in (tmp_path / "one").iterdir():
        assert written.read_bytes() == (tmp_path / "two" / written.name).read_bytes()


def manifest(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """A manifest with the usual columns."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("path", "country", "title", "language"), *rows])
    return path


def test_a_manifest_names_documents_and_country(run: Run, tmp_path: Path) -> None:
    """Paths are relative to the manifest; title and language come from its rows."""
    folder = tmp_path / "in"
    folder.mkdir()
    plain_pdf(folder / "a.pdf")
    plain_pdf(folder / "b.pdf", title="Second Act of Calmarra")
    rows = [("a.pdf", "Calmarra", "First Act", "en"), ("b.pdf", "Calmarra", "", "")]
    result = run("analyze", manifest(folder / "m.csv", rows), "--json")
    data = json.loads(result.out)
    assert data["country"] == "Calmarra"
    titles = [item["title"] for item in data["instruments"]]
    assert titles == ["First Act", "Second Act of Calmarra"]


def test_the_user_may_say_what_a_document_governs(run: Run, tmp_path: Path) -> None:
    """A scope given by option or manifest overrules the words, counts for the limbs, and is shown."""
    rule = [
        "1. Privacy.—A provider shall not process personal data of a person without consent.",
        "2. Erasure.—A person may require the erasure of personal data held by a provider.",
        "3. Register.—The provider shall keep a register of the requests that it has received.",
        "4. Commencement.—This Act shall come into force on the first day of the month of March.",
    ]
    plain_pdf(tmp_path / "law.pdf", rule, title="Personal Data Act")
    asked = {
        scope: json.loads(run("analyze", "law.pdf", "--json", "--scope", scope).out)
        for scope in ("both", "general")
    }
    statuses = {
        scope: {item["id"]: item["status"] for item in data["provisions"]}
        for scope, data in asked.items()
    }
    assert asked["both"]["instruments"][0]["scope"]["by_user"] is True
    assert statuses["both"]["data-subject-rights"] == "addressed"
    assert statuses["general"]["data-subject-rights"] != "addressed"
    (tmp_path / "m.csv").write_text("path,scope\nlaw.pdf,both\n", encoding="utf-8")
    listed = json.loads(run("analyze", "m.csv", "--json", "--scope", "general").out)
    assert listed["provisions"] == asked["both"]["provisions"]
    run("analyze", "m.csv", "--format", "html", "-q", "-o", "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert (
        "governs children only and governs the digital environment only (set by the user)" in page
    )


def test_a_manifest_of_several_countries_asks_for_one(run: Run, tmp_path: Path) -> None:
    """Instruments of two countries are never mixed; --country chooses."""
    plain_pdf(tmp_path / "a.pdf")
    plain_pdf(tmp_path / "b.pdf", title="Act of Another Country")
    manifest(tmp_path / "m.csv", [("a.pdf", "Calmarra", "", ""), ("b.pdf", "Deltonia", "", "")])
    mixed = run("analyze", "m.csv", "--json")
    assert mixed.code == 1
    assert "Calmarra, Deltonia" in mixed.err
    chosen = json.loads(run("analyze", "m.csv", "--country", "Deltonia", "--json").out)
    assert [item["file_name"] for item in chosen["instruments"]] == ["b.pdf"]


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        (b"file,title\na.pdf,x\n", "no column named 'path'"),
        (b"path,scope\na.pdf,sea\n", "the scope 'sea' is none of"),
        (b"", "no column named 'path'"),
        (b"path\n\xff\xfe\n", "cannot be read"),
    ],
)
def test_a_bad_manifest_is_one_line(run: Run, tmp_path: Path, contents: bytes, said: str) -> None:
    """A table without the needed column, or in another encoding, is refused in one line."""
    result = run("analyze", made(tmp_path / "m.csv", contents))
    assert result.code == 1
    assert len(result.err.splitlines()) == 1
    assert said in result.err


def test_one_document_named_twice_counts_once(run: Run, tmp_path: Path) -> None:
    """A file and the folder that holds it are one document."""
    plain_pdf(tmp_path / "law.pdf")
    data = json.loads(run("analyze", "law.pdf", tmp_path, "--json").out)
    assert len(data["instruments"]) == 1


@pytest.mark.slow
def test_the_program_as_a_process_leaves_no_traceback(tmp_path: Path) -> None:
    """`python -m gc25map` on a bad file: one line on stderr, exit code 1, an empty folder."""
    made(tmp_path / "bad.pdf", b"no")
    result = program(tmp_path, "analyze", "bad.pdf")
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr == "gc25map: bad.pdf: not a PDF file\n"
    assert [p.name for p in tmp_path.iterdir()] == ["bad.pdf"]


class Terminal(io.StringIO):
    """Takes what is printed, and says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown_on_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch, law: Path) -> str:
    """What a terminal shows at the end of a run."""
    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(sys, "stdout", terminal)
    assert run("analyze", law).code == 0
    assert "All provisions" in terminal.getvalue()
    return terminal.getvalue()


def test_a_terminal_gets_its_escape_codes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without NO_COLOR a terminal shows headings in their own style, so that the next test means something."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    shown = shown_on_a_terminal(run, monkeypatch, plain_pdf(tmp_path / "law.pdf"))
    assert "\x1b[" in shown


def test_no_color_is_honoured(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR set even a terminal gets plain text."""
    monkeypatch.setenv("NO_COLOR", "1")
    shown = shown_on_a_terminal(run, monkeypatch, plain_pdf(tmp_path / "law.pdf"))
    assert "\x1b" not in shown


def test_a_pipe_gets_no_escape_codes(run: Run, tmp_path: Path) -> None:
    """Where the summary goes to no terminal, it is plain text."""
    result = run("analyze", plain_pdf(tmp_path / "law.pdf"))
    assert "\x1b" not in result.out


def test_version_imports_nothing_heavy(tmp_path: Path) -> None:
    """`--version` is instant because none of the libraries that do the work is loaded."""
    script = (
        "import sys\nfrom gc25map.cli import main\nsys.argv = ['gc25map', '--version']\n"
        "try:\n    main()\nexcept SystemExit as stopped:\n    assert not stopped.code\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.splitlines() == [f"gc25map, version {__version__}", "[]"]


@pytest.mark.slow
def test_version_is_instant(tmp_path: Path) -> None:
    """The best of five runs of `--version` takes less than 0.3 seconds."""
    times = []
    for _ in range(5):
        began = time.perf_counter()
        program(tmp_path, "--version")
        times.append(time.perf_counter() - began)
    assert min(times) < 0.3


def commands() -> list[tuple[str, ...]]:
    """Every command of the program, groups and their commands included."""
    found: list[tuple[str, ...]] = [()]
    with click.Context(cli) as ctx:
        for name in COMMANDS:
            command = cli.get_command(ctx, name)
            found.append((name,))
            if isinstance(command, click.Group):
                found += [(name, sub) for sub in command.list_commands(ctx)]
    return found


@pytest.mark.parametrize("path", commands(), ids=lambda path: " ".join(path) or "gc25map")
def test_help_opens_with_two_examples(path: tuple[str, ...]) -> None:
    """The help of every command begins with two lines that can be typed."""
    result = CliRunner().invoke(cli, [*path, "--help"])
    assert result.exit_code == 0
    lines = [line.strip() for line in result.output.splitlines()]
    body = [line for line in lines[1:] if line]
    start = " ".join(["gc25map", *path])
    assert body[0].startswith(start)
    assert body[1].startswith(start)
    assert not body[2].startswith("gc25map")


@pytest.mark.parametrize("group", ["review", "cache", "taxonomy", "corpus"])
def test_a_group_says_of_each_command_what_it_does(group: str) -> None:
    """The list of its commands has a sentence for each, not an example."""
    listed = CliRunner().invoke(cli, [group, "--help"]).output.split("Commands:")[1]
    lines = listed.strip().splitlines()
    assert lines
    assert [line for line in lines if "gc25map" in line or not line.endswith(".")] == []


def test_taxonomy_show_prints_what_a_provision_asks(run: Run, taxonomy_copy: Path) -> None:
    """The duty, what counts, and where it stands in the framework; an unknown id is wrong usage."""
    assert run("taxonomy", "show", "no-such-provision", "--taxonomy", taxonomy_copy).code == 2
    result = run("taxonomy", "show", "online-grooming", "--taxonomy", taxonomy_copy)
    assert result.code == 0
    assert "CRC/C/GC/25, para" in result.out
    assert "Asks:" in result.out
    assert result.out.count("Counts:") >= 2
    assert "urn:gc25map:gc25:online-grooming\n" in result.out
    assert "See also: " in result.out
    assert (
        "Serves: WeProtect Model National Response: Legislation [legislation, core]" in result.out
    )


def test_taxonomy_check_lists_every_problem(run: Run, taxonomy_copy: Path) -> None:
    """A damaged taxonomy gives its problems line by line and exit code 1."""
    for name in ("10-X.yaml", "06-VI.yaml"):
        path = taxonomy_copy / "provisions" / name
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("  measure:", "  wrong:", 1), encoding="utf-8")
    result = run("taxonomy", "check", "--taxonomy", taxonomy_copy)
    assert result.code == 1
    assert "10-X.yaml:" in result.out
    assert "06-VI.yaml:" in result.out
    assert "problems" in result.err


def test_an_own_taxonomy_works_without_a_corpus(
    run: Run, tmp_path: Path, taxonomy_copy: Path
) -> None:
    """A folder of one's own with a single rule is measured by that rule and its own words."""
    for path in sorted((taxonomy_copy / "provisions").iterdir()):
        if path.name != "07-VII.yaml":
            path.unlink()
    for name in ("instruments.yaml", "rights.yaml"):
        (taxonomy_copy / name).unlink()
    violence = taxonomy_copy / "provisions" / "07-VII.yaml"
    lines = violence.read_text(encoding="utf-8").splitlines(keepends=True)
    violence.write_text(
        "".join("  see_also: []\n" if "see_also:" in line else line for line in lines),
        encoding="utf-8",
    )
    rules = taxonomy_copy / "rules" / "en"
    rules.mkdir(parents=True)
    (rules / "made.yaml").write_text(
        "- provision: online-grooming\n  rules:\n    - id: online-grooming.en.made\n"
        '      any: ["groom*"]\n      match: ["He grooms."]\n',
        encoding="utf-8",
    )
    law = plain_pdf(tmp_path / "law.pdf")
    result = run("analyze", law, "--taxonomy", taxonomy_copy, "--json")
    assert result.code == 0, result.err
    statuses = {p["id"]: p["status"] for p in json.loads(result.out)["provisions"]}
    assert len(statuses) == 8
    assert statuses["online-grooming"] == "addressed"


@pytest.mark.slow
def test_an_interrupted_reader_of_the_output_is_no_error(tmp_path: Path) -> None:
    """`gc25map ... --json | head` ends without a traceback."""
    plain_pdf(tmp_path / "law.pdf")
    process = subprocess.Popen(
        [sys.executable, "-m", "gc25map", "analyze", "law.pdf", "--json"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert "Traceback" not in process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) in (0, 1)


@pytest.mark.slow
def test_python_files_beside_a_law_are_never_run(tmp_path: Path) -> None:
    """A folder of laws from someone else may hold anything; none of it is imported."""
    plain_pdf(tmp_path / "law.pdf")
    (tmp_path / "json.py").write_text("open('run-by-mistake', 'w')", encoding="utf-8")
    subprocess.run(
        [Path(sys.executable).with_name("gc25map"), "analyze", "law.pdf", "--quiet"],
        cwd=tmp_path,
        check=True,
        timeout=120,
    )
    assert not (tmp_path / "run-by-mistake").exists()


def test_the_same_document_twice_counts_once(run: Run, tmp_path: Path) -> None:
    """Two names for one file give one column, and the report says so."""
    plain_pdf(tmp_path / "a.pdf")
    shutil.copy(tmp_path / "a.pdf", tmp_path / "b.pdf")
    result = run("analyze", str(tmp_path), "--json")
    (instrument,) = json.loads(result.out)["instruments"]
    assert "counted once" in instrument["notes"][0]


def test_silence_beside_an_unread_document_is_not_assessed(run: Run, tmp_path: Path) -> None:
    """What a good law does not hold may stand in the one that could not be read."""
    plain_pdf(tmp_path / "good.pdf")
    (tmp_path / "empty.pdf").touch()
    result = run("analyze", str(tmp_path), "--json")
    statuses = {p["status"] for p in json.loads(result.out)["provisions"]}
    assert "missing" not in statuses
    assert "not_assessed" in statuses


def test_a_document_is_never_written_over_by_its_report(run: Run, tmp_path: Path) -> None:
    """A web page that is analysed is not where its report goes, whatever the user asks."""
    law = tmp_path / "act.html"
    law.write_text("<h1>Act</h1><p>1. No one shall groom a child online.</p>", encoding="utf-8")
    before = law.read_bytes()
    found = run("analyze", law, "-o", law)
    assert found.code == 2 and "written over" in found.err
    assert law.read_bytes() == before


def test_a_manifest_is_never_written_over_by_a_report(run: Run, tmp_path: Path) -> None:
    """The CSV that names the documents is not where theirs goes."""
    (tmp_path / "act.txt").write_text("1. No one shall groom a child online.", encoding="utf-8")
    manifest = tmp_path / "laws.csv"
    manifest.write_text("path,country\nact.txt,KEN\n", encoding="utf-8")
    found = run("analyze", manifest, "--format", "csv", "-o", manifest)
    assert found.code == 2 and "written over" in found.err
    assert manifest.read_text(encoding="utf-8").startswith("path,country")
