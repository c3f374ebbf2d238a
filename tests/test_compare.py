"""Comparing countries: who is listed, one task a law, interruptions, failures, and the same bytes whoever works."""

from __future__ import annotations

import csv
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT
from factories import CHILD_SECTIONS, plain_pdf
from test_offline import attempts, guarded

from gc25map import load_coverage, packed
from gc25map.cli import cli, console
from gc25map.compare import kept, tasks
from gc25map.compare.edition import edition_of, means_of, rules_of
from gc25map.compare.engine import DIED, Engine
from gc25map.compare.listing import countries_of
from gc25map.compare.names import name_of
from gc25map.compare.run import Outcome, compare, settings_of
from gc25map.compare.sinks import SINKS
from gc25map.comparison import CountryResult, Run
from gc25map.errors import BadFile, Gc25MapError, MissingExtra, NothingToRead, RunBroken
from gc25map.manifest import COLUMNS
from gc25map.pipeline import Source, analyze, prepare
from gc25map.read import PendingLaw
from gc25map.taxonomy import Taxonomy
from gc25map.whole import PART


@dataclass
class Collected:
    """A sink that remembers what it was told."""

    run: Run
    results: list[CountryResult] = field(default_factory=list)
    ended: str = ""

    def add(self, result: CountryResult) -> None:
        self.results.append(result)

    def finish(self) -> None:
        self.ended = "finished"

    def abandon(self) -> None:
        self.ended = "abandoned"


def law(path: Path, number: int = 0) -> Path:
    """A small law that differs from those of other numbers."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [*CHILD_SECTIONS, f"5. The register has the number {number}."]
    return plain_pdf(path, lines, title=f"Young Users Act {number}")


def manifest(path: Path, *rows: Sequence[str], head: Sequence[str] = ("path", "country")) -> Path:
    """A manifest with these rows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *rows])
    return path


def compared(paths: Sequence[Path], out: Path, **options: object) -> tuple[Outcome, Collected]:
    """A comparison in this process, and what its sink was told."""
    sinks: list[Collected] = []

    def make(folder: Path, taxonomy: Taxonomy, run: Run) -> Collected:
        sinks.append(Collected(run))
        return sinks[0]

    fresh = bool(options.pop("fresh", False))
    settings = settings_of(out, **options)  # type: ignore[arg-type]
    outcome = compare(countries_of(paths), settings, Engine(1), [make], fresh=fresh)
    return outcome, sinks[0]


def results(out: Path) -> dict[str, bytes]:
    """Everything that a comparison has written for others, by name."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in out.rglob("*")
        if path.is_file() and kept.FOLDER not in path.parts
    }


# --- Who is listed ------------------------------------------------------------------------------


def test_codes_that_look_like_no_value_are_countries(tmp_path: Path) -> None:
    """Namibia and Norway are not missing, whichever code they come by."""
    rows = [(f"{code}.pdf", code) for code in ("NO", "NA", "NAM", "NOR", "nan", "None")]
    listed = countries_of([manifest(tmp_path / "m.csv", *rows)])
    assert [(c.code, c.name) for c in listed] == [
        ("NA", "Namibia"),
        ("NAM", "Namibia"),
        ("NO", "Norway"),
        ("NOR", "Norway"),
        ("None", "None"),
        ("nan", "nan"),
    ]


def test_what_a_row_states_is_kept_and_what_it_does_not_is_named(tmp_path: Path) -> None:
    """Ours in their fields, the rest as it is, and what will be found elsewhere marked."""
    path = manifest(
        tmp_path / "m.csv",
        ("a.pdf", "EUE", "European Union", "An Act", "2024", "act", "EN", "both", "OJ L 1"),
        ("b.pdf", "EUE", "", "", "", "", "", "", ""),
        head=(*COLUMNS, "Gazette"),
    )
    (country,) = countries_of([path])
    stated, bare = (placed.listed for placed in country.documents)
    assert country.name == "European Union"
    assert (stated.title, stated.year, stated.kind) == ("An Act", "2024", "act")
    assert (stated.language, stated.scope, stated.inferred) == ("en", "both", ())
    assert stated.extra == (("Gazette", "OJ L 1"),)
    assert bare.inferred == ("country_name", "title", "kind", "language")
    assert (bare.title, bare.year, bare.path) == ("", "", "b.pdf")


def test_a_folder_names_the_country_of_what_lies_in_it(tmp_path: Path) -> None:
    """`laws/KEN/act.pdf`, or the folder of one country; that the country is inferred is said."""
    law(tmp_path / "laws" / "KEN" / "deep" / "act.pdf")
    law(tmp_path / "laws" / "NO" / "act.pdf")
    several, one = countries_of([tmp_path / "laws"]), countries_of([tmp_path / "laws" / "NO"])
    assert [(c.code, [d.listed.path for d in c.documents]) for c in several] == [
        ("KEN", ["KEN/deep/act.pdf"]),
        ("NO", ["NO/act.pdf"]),
    ]
    assert several[1:] == one
    assert "country" in one[0].documents[0].listed.inferred


def test_a_document_named_twice_is_taken_as_it_was_named_first(tmp_path: Path) -> None:
    """The manifest says more than the folder, whichever of them is read again."""
    law(tmp_path / "NO" / "act.pdf")
    row = ("NO/act.pdf", "NO", "The Act")
    path = manifest(tmp_path / "m.csv", row, head=("path", "country", "title"))
    (country,) = countries_of([path, tmp_path / "NO"])
    assert [placed.listed.title for placed in country.documents] == ["The Act"]


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        ("path,country\na.pdf,KEN\nb.pdf,\n", "line 3: no country"),
        ("path,country\na.pdf,../..\n", "line 2: the country '../..' is no code"),
        ("path,country\na.pdf,Con\n", "line 2: the country 'Con' is no code"),
        ("path,country\na.pdf,KEN\nb.pdf,ken\n", "line 3: the country 'ken' is 'KEN' in"),
        ("path,country\na.pdf,KEN,x\n", "line 2: more cells than the head has columns"),
        ("path,path,country\na.pdf,b.pdf,KEN\n", "two columns named 'path'"),
        ("path,country,language\na.pdf,KEN,english\n", "line 2: the language 'english'"),
        ("path,country,scope\na.pdf,KEN,sea\n", "line 2: the scope 'sea' is none of"),
        ("path,country,title\na.pdf,KEN," + "x" * 5000, "line 2: 'title' is longer than"),
        ("path,country\n" + "x" * 200_000 + ",KEN\n", "cannot be read (field larger"),
        ("country,title\nKEN,x\n", "no column named 'path'"),
    ],
    ids=lambda text: str(text)[-30:],
)
def test_a_manifest_that_is_wrong_is_refused_with_the_line(
    tmp_path: Path, contents: str, said: str
) -> None:
    """One line that says which row, and nothing is written."""
    path = tmp_path / "m.csv"
    path.write_text(contents, encoding="utf-8")
    raised = csv.field_size_limit(
        131_072
    )  # libraries of other tests raise it for the whole process
    try:
        result = CliRunner().invoke(cli, ["compare", str(path), "-o", str(tmp_path / "out")])
    finally:
        csv.field_size_limit(raised)
    assert isinstance(result.exception, BadFile)
    assert said in str(result.exception)
    assert "\n" not in str(result.exception)
    assert not (tmp_path / "out").exists()


def test_a_manifest_from_a_spreadsheet_is_read(tmp_path: Path) -> None:
    """Semicolons, a byte order mark and capitals in the head are as good as commas."""
    path = tmp_path / "m.csv"
    path.write_bytes('\ufeffPath;Country;Note\r\n"a; b.pdf";KEN;x, y\r\n'.encode())
    (country,) = countries_of([path])
    listed = country.documents[0].listed
    assert (listed.path, listed.extra) == ("a; b.pdf", (("Note", "x, y"),))


def test_what_names_no_country_is_refused(tmp_path: Path) -> None:
    """A document by itself, a document beside the countries' folders, an empty folder, a wrong path."""
    single = law(tmp_path / "laws" / "act.pdf")
    law(tmp_path / "laws" / "KEN" / "act.pdf")
    (tmp_path / "empty").mkdir()
    for path, said in (
        (single, "neither a manifest"),
        (tmp_path / "laws", "lies in no country's folder"),
        (tmp_path / "empty", "no .pdf"),
        (tmp_path / "nowhere", "no such file or folder"),
    ):
        with pytest.raises((BadFile, NothingToRead), match=said):
            countries_of([path])


def test_countries_have_their_names_in_english() -> None:
    """By three letters or two; no name is made up for a code that nobody has."""
    names = [name_of(code) for code in ("CIV", "ci", "TUR", "EUE", "ZZZ", "SUN", "419")]
    assert names == ["Côte d’Ivoire", "Côte d’Ivoire", "Türkiye", "", "", "", ""]


# --- What comes of it ---------------------------------------------------------------------------


def test_a_country_is_what_analyze_makes_of_its_documents(tmp_path: Path) -> None:
    """The same JSON, the same document once, the failures in their rows, and exit code 3."""
    for number, name in enumerate(("a", "b", "a-again")):
        law(tmp_path / f"{name}.pdf", number % 2)
    (tmp_path / "bad.pdf").write_bytes(b"no")
    rows = [(f"{name}.pdf", "KEN") for name in ("a", "bad", "b", "a-again", "absent")]
    path = manifest(tmp_path / "m.csv", ("bad.pdf", "NO"), *rows)
    out = tmp_path / "out"
    outcome, sink = compared([path], out)
    assert outcome == Outcome(
        2,
        6,
        3,
        (
            ("KEN/bad.pdf", "not a PDF file"),
            ("KEN/absent.pdf", "no such file or directory"),
            ("NO/bad.pdf", "not a PDF file"),
        ),
    )
    sources = [Source(tmp_path / name) for name, _ in rows]
    alone = analyze(sources, prepare, country="KEN", title="Kenya")
    assert (out / "KEN" / "KEN.gc25.json").read_text(encoding="utf-8") == alone.to_json()
    kenya, norway = sink.results
    assert sink.ended == "finished"
    assert kenya.coverage == alone
    first, second = (instrument.id for instrument in alone.instruments)
    assert [s.instrument for s in kenya.supplied] == [first, "", second, first, ""]
    assert [bool(s.sha256) for s in kenya.supplied] == [True, True, True, True, False]
    assert [s.listed.path for s in kenya.supplied] == [name for name, _ in rows]
    assert norway.name == "Norway"
    assert norway.coverage.counts() == {
        "addressed": 0,
        "partial": 0,
        "missing": 0,
        "not_assessed": len(norway.coverage.cells),
    }
    assert "bad.pdf" in (out / "NO" / "NO.gc25.html").read_text(encoding="utf-8")
    command = ["compare", str(path), "-o", str(out), "--jobs", "1", "--framework", "all"]
    result = CliRunner().invoke(cli, command)
    assert result.exit_code == 3
    assert result.stderr.splitlines() == [f"gc25map: {p}: {why}" for p, why in outcome.failed]
    assert "2 countries: 3 of 6 documents read, 3 pages" in result.stdout
    assert load_coverage(out / "KEN" / "KEN.gc25.json").frameworks


def test_what_made_a_comparison_names_no_machine(tmp_path: Path) -> None:
    """Versions and options that change results, and neither paths nor how many worked at it."""
    law(tmp_path / "KEN" / "a.pdf")
    _, sink = compared([tmp_path / "KEN"], tmp_path / "out", max_pages=7)
    tools = prepare()
    assert (sink.run.taxonomy, sink.run.model) == (tools.taxonomy.version, tools.model.id)
    assert dict(sink.run.options)["max_pages"] == "7"
    assert str(tmp_path) not in repr(sink.run)


# --- Interrupted, and taken up again ------------------------------------------------------------


@pytest.fixture
def tagged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that were analysed, and not taken from what was kept."""
    names: list[str] = []
    begin = PendingLaw.__init__

    def noting(self: PendingLaw, path: Path, *rest: object, **more: object) -> None:
        names.append(path.name)
        begin(self, path, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(tasks.PendingLaw, "__init__", noting)
    return names


def test_what_is_done_is_not_done_again(tmp_path: Path, tagged: list[str]) -> None:
    """Only what is new, changed, or differently described is analysed; the rest of the bytes stay."""
    folder = tmp_path / "laws"
    for number in range(3):
        law(folder / "KEN" / f"{number}.pdf", number)
    out = tmp_path / "out"
    compared([folder], out)
    before = results(out)
    assert tagged == ["0.pdf", "1.pdf", "2.pdf"]
    tagged.clear()
    compared([folder], out)
    assert (tagged, results(out)) == ([], before)
    law(folder / "KEN" / "1.pdf", 7)
    law(folder / "NO" / "3.pdf", 3)
    compared([folder], out)
    assert tagged == ["1.pdf", "3.pdf"]
    assert len(list((out / kept.FOLDER / "laws").iterdir())) == 4
    tagged.clear()
    row = ("laws/KEN/0.pdf", "KEN", "Another title")
    compared([manifest(tmp_path / "m.csv", row, head=("path", "country", "title"))], out)
    assert tagged == ["0.pdf"]
    tagged.clear()
    compared([folder], out, fresh=True)
    assert len(tagged) == 4


@pytest.mark.parametrize(
    ("changed", "means_change"), [("rules/en", False), ("tensions/en", True), ("provisions", True)]
)
def test_one_letter_of_a_taxonomy_is_another_edition(
    tmp_path: Path, changed: str, means_change: bool
) -> None:
    """And other means, by which every law is tagged anew, unless it is in the keyword rules."""
    former, present = tmp_path / "former", tmp_path / "present"
    for folder in (former, present):
        shutil.copytree(ROOT / "taxonomy" / "gc25", folder)
    assert edition_of(former) == edition_of(present) != edition_of(None)
    for cached in (edition_of, means_of, rules_of):
        cached.cache_clear()
    file = next((present / changed).glob("*.yaml"))
    file.write_bytes(file.read_bytes() + b"# another\n")
    assert edition_of(former) != edition_of(present)
    assert (means_of(former) != means_of(present)) == means_change
    assert (rules_of(former) != rules_of(present)) == (not means_change)


def test_what_failed_is_tried_again_when_that_is_asked(
    tmp_path: Path, tagged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failure is kept like a result; --retry-failed tries only those."""
    law(tmp_path / "KEN" / "a.pdf")
    law(tmp_path / "KEN" / "b.pdf", 1)
    out = tmp_path / "out"
    with monkeypatch.context() as busy:
        whole = PendingLaw.result

        def late(self: PendingLaw) -> object:
            if self._path.name == "b.pdf":
                raise ArithmeticError("not today")
            return whole(self)

        busy.setattr(PendingLaw, "result", late)
        outcome, _ = compared([tmp_path / "KEN"], out)
    assert outcome.failed == (("KEN/b.pdf", "could not be analysed (ArithmeticError)"),)
    tagged.clear()
    assert compared([tmp_path / "KEN"], out)[0] == outcome
    assert tagged == []
    assert compared([tmp_path / "KEN"], out, retry_failed=True)[0].failed == ()
    assert tagged == ["b.pdf"]


def test_a_failure_is_not_kept_of_bytes_that_were_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A law that is replaced while it is read fails this once; with its old bytes back it is as ever."""
    path = law(tmp_path / "KEN" / "a.pdf")
    whole, out = path.read_bytes(), tmp_path / "out"
    begin = PendingLaw.__init__

    def replaced(self: PendingLaw, *rest: object, **more: object) -> None:
        path.write_bytes(b"no")
        begin(self, *rest, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as busy:
        busy.setattr(PendingLaw, "__init__", replaced)
        outcome, _ = compared([path.parent], out)
    assert outcome.failed == (("KEN/a.pdf", "changed while it was read"),)
    path.write_bytes(whole)
    assert compared([path.parent], out)[0].failed == ()


def test_what_was_kept_and_is_damaged_is_made_anew(tmp_path: Path, tagged: list[str]) -> None:
    """Nothing in the folder of a run is trusted: what is odd counts as absent."""
    law(tmp_path / "KEN" / "a.pdf")
    out = tmp_path / "out"
    compared([tmp_path / "KEN"], out)
    before = results(out)
    (entry,) = (out / kept.FOLDER / "laws").iterdir()
    entry.write_bytes(entry.read_bytes()[:-9])
    compared([tmp_path / "KEN"], out)
    assert len(tagged) == 2
    assert results(out) == before


def test_what_a_killed_run_left_is_swept_as_the_next_begins(tmp_path: Path) -> None:
    """Marks, copies that were fetched and half-written reports go; what another run may be writing stays."""
    shop = kept.Workshop(tmp_path)
    with shop.alone(), shop.bench() as bench:
        pass
    left = [
        bench / "act.pdf",
        tmp_path / kept.FOLDER / "at-work" / "3",
        tmp_path / kept.FOLDER / "laws" / f"{packed.NEW}x",
        tmp_path / "KEN" / f".KEN.gc25.json.x{PART}",
    ]
    others = [tmp_path / f".law.html.x{PART}", tmp_path / "sub" / f".ages.csv{PART}"]
    for path in (*left, *others):
        path.parent.mkdir(exist_ok=True)
        path.touch()
    with shop.alone():
        assert [path for path in (*left, *others) if path.exists()] == others
        assert not bench.exists()


def test_a_run_that_ends_early_leaves_its_sinks_nothing(tmp_path: Path) -> None:
    """A sink that fails abandons what is not finished, and the error comes through."""
    law(tmp_path / "KEN" / "a.pdf")
    sinks: list[Collected] = []

    class Full(Collected):
        def finish(self) -> None:
            raise BadFile("no space")

    def make(kind: type[Collected]) -> object:
        def made(folder: Path, taxonomy: Taxonomy, run: Run) -> Collected:
            sinks.append(kind(run))
            return sinks[-1]

        return made

    settings = settings_of(tmp_path / "out")
    with pytest.raises(BadFile, match="no space"):
        compare(
            countries_of([tmp_path / "KEN"]),
            settings,
            Engine(1),
            [make(kind) for kind in (Collected, Full, Collected)],  # type: ignore[misc]
        )
    assert [sink.ended for sink in sinks] == ["finished", "abandoned", "abandoned"]


def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    """The second says so in one line; a folder that others could fill is refused too."""
    law(tmp_path / "KEN" / "a.pdf")
    out = tmp_path / "out"
    with (
        kept.Workshop(out).alone(),
        pytest.raises(BadFile, match="another run is at work there"),
    ):
        compared([tmp_path / "KEN"], out)
    (out / kept.FOLDER).chmod(0o777)
    with pytest.raises(BadFile, match="others may write to it"):
        compared([tmp_path / "KEN"], out)


def test_ctrl_c_ends_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says that nothing is lost, and the exit code is that of an interrupted program."""
    law(tmp_path / "KEN" / "a.pdf")

    def stopped(*_: object, **__: object) -> Iterator[object]:
        raise KeyboardInterrupt

    monkeypatch.setattr(Engine, "each", stopped)
    command = ["compare", str(tmp_path / "KEN"), "-o", str(tmp_path / "out"), "--jobs", "1"]
    result = CliRunner().invoke(cli, command)
    assert result.exit_code == 130
    (line,) = result.stderr.splitlines()
    assert "the same command goes on from here" in line
    assert len(list((tmp_path / "out" / kept.FOLDER / "laws").iterdir())) == 1


def test_a_long_run_says_in_a_log_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line a minute with the rate and the time left, and nothing of runs that are over before."""
    moments = iter([0.0, 0.0, 10.0, 100.0, 130.0, 400.0])
    monkeypatch.setattr(console.time, "monotonic", lambda: next(moments))
    with console.steady_progress(False) as progress:
        for done in (0, 10, 50, 60, 800):
            progress("act.pdf", done, 1000)
    assert capsys.readouterr().err.splitlines() == [
        "gc25map: 50 of 1,000, 30.0 a minute, about 32 minutes left",
        "gc25map: 800 of 1,000, 2.0 a second, about 2 minutes left",
    ]


# --- Workers ------------------------------------------------------------------------------------


def deadly(task: tuple[int, str]) -> int:
    """Work that ends its process at one number, having noted what it was about to do."""
    number, folder = task
    mark = Path(folder) / str(number)
    mark.touch()
    if number == 3:
        os._exit(9)
    time.sleep(0.1)
    mark.unlink()
    return number * number


@pytest.mark.slow
def test_a_law_that_kills_its_worker_is_the_only_one_lost(tmp_path: Path) -> None:
    """The laws at work beside it are tried again alone; without a mark there is an end to trying."""
    shop = kept.Workshop(tmp_path)
    with shop.alone():
        marks = tmp_path / kept.FOLDER / "at-work"
        work = {number: (number, str(marks)) for number in range(8)}
        with Engine(2) as engine:
            found = dict(engine.each_surviving(deadly, work, shop.left_at_work))
            assert found == {n: None if n == 3 else n * n for n in range(8)}
            with pytest.raises(RunBroken, match="run the same command again"):
                list(engine.each_surviving(deadly, {3: work[3], 4: work[4]}, set))
    assert "ended twice" in DIED


def program(*arguments: str | Path, **environment: str) -> subprocess.Popen[bytes]:
    """The program as a process of its own, in a group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "gc25map", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def eight(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Eight laws of three countries, and what one process makes of them."""
    folder = tmp_path_factory.mktemp("eight")
    for number in range(8):
        law(folder / "laws" / ("KEN", "NA", "NO")[number % 3] / f"{number}.pdf", number)
    settings = settings_of(folder / "alone", cache=False)
    compare(countries_of([folder / "laws"]), settings, Engine(1), SINKS)
    return folder / "laws", folder / "alone"


@pytest.mark.slow
def test_a_run_killed_at_any_moment_is_taken_up_with_the_same_bytes(
    eight: tuple[Path, Path], tmp_path: Path
) -> None:
    """With two workers, killed outright, then stopped by Ctrl-C, and then left alone."""
    laws, alone = eight
    chance = random.Random(25)
    command = ("compare", laws, "-o", tmp_path, "--jobs", "2", "--no-cache", "-q")
    for end in (signal.SIGKILL, signal.SIGINT):
        process = program(*command)
        done = len(list(tmp_path.glob(f"{kept.FOLDER}/laws/*.law")))
        while (
            process.poll() is None and len(list(tmp_path.glob(f"{kept.FOLDER}/laws/*.law"))) <= done
        ):
            time.sleep(0.05)
        time.sleep(chance.random())
        if end == signal.SIGINT:
            os.killpg(process.pid, end)  # as a terminal does it
        else:
            process.send_signal(end)
        _, err = process.communicate(timeout=300)
        if process.returncode == 130:
            (line,) = err.decode().splitlines()
            assert "interrupted" in line
    process = program(*command)
    _, err = process.communicate(timeout=600)
    assert (process.returncode, err) == (0, b"")
    assert results(tmp_path) == results(alone)
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.slow
def test_changed_rules_do_not_read_a_law_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The laws done are neither read nor split again, and the bytes are those of a run that begins anew."""
    law(tmp_path / "laws" / "KEN" / "act.pdf")
    law(tmp_path / "laws" / "NO" / "act.pdf", 1)
    former, present = tmp_path / "former", tmp_path / "present"
    shutil.copytree(ROOT / "taxonomy" / "gc25", former)
    shutil.copytree(former, present)
    for path in (present / "rules" / "en").glob("*.yaml"):
        rules = path.read_text(encoding="utf-8")
        path.write_text(rules.replace("grade: full", "grade: part"), encoding="utf-8")

    def run(out: str, taxonomy: Path) -> dict[str, bytes]:
        settings = settings_of(tmp_path / out, taxonomy, cache=False)
        compare(countries_of([tmp_path / "laws"]), settings, Engine(1), SINKS)
        return results(tmp_path / out)

    assert run("out", former) != (alone := run("alone", present))
    monkeypatch.setattr(tasks, "PendingLaw", None)  # whoever reads now fails
    assert run("out", present) == alone


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks for workers in /proc")
@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_while_the_workers_start_is_one_line(
    eight: tuple[Path, Path], tmp_path: Path, workers: int
) -> None:
    """They hear it too, in a terminal, before they can be told to leave it to the program."""
    command = ("compare", eight[0], "-o", tmp_path, "--jobs", "2", "--no-cache", "-q")
    process = program(*command)
    while process.poll() is None and len(workers_of(process.pid)) < workers:
        time.sleep(0.005)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=300)
    assert process.returncode == 130
    (line,) = err.decode().splitlines()
    assert "interrupted" in line


def workers_of(group: int) -> list[str]:
    """The worker processes of a group of processes."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            ours = os.getpgid(int(folder.name)) == group
            if ours and b"popen_loky" in (folder / "cmdline").read_bytes():
                found.append(folder.name)
    return found


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """The address of a Dask scheduler on this machine with two workers, one of them with two threads."""
    told = folder / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    here = ["--scheduler-file", str(told), "--no-dashboard"]
    started = []
    try:
        for command in (
            ["scheduler", "--host", "127.0.0.1", "--port", "0", *here],
            ["worker", *here, "--nthreads", "1"],
            ["worker", *here, "--nthreads", "2"],
        ):
            process = subprocess.Popen(
                [*dask, *command],
                cwd=folder,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            started.append(process)
            while not told.exists() and process.poll() is None:
                time.sleep(0.1)
        yield json.loads(told.read_text(encoding="utf-8"))["address"]
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait()


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes(eight: tuple[Path, Path], tmp_path: Path) -> None:
    """Two workers of a Dask scheduler write what one process writes."""
    pytest.importorskip("distributed")
    laws, alone = eight
    with cluster(tmp_path) as address:
        command = ("compare", laws, "-o", tmp_path / "out", "--scheduler", address, "--no-cache")
        process = program(*command, "-q")
        _, err = process.communicate(timeout=600)
    assert (process.returncode, err) == (0, b"")
    assert results(tmp_path / "out") == results(alone)


def test_a_worker_of_another_edition_is_refused(tmp_path: Path) -> None:
    """Results of two versions are never mixed."""
    law(tmp_path / "KEN" / "a.pdf")
    settings = replace(settings_of(tmp_path / "out"), edition="0" * 16)
    with pytest.raises(RunBroken, match="another gc25map"):
        compare(countries_of([tmp_path / "KEN"]), settings, Engine(1), [])


def test_a_cluster_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    """Jobs and scheduler exclude each other, and an address that is none ends the run."""
    law(tmp_path / "KEN" / "a.pdf")
    command = ["compare", str(tmp_path / "KEN"), "-o", str(tmp_path / "out"), "--scheduler", "x:y"]
    assert CliRunner().invoke(cli, [*command, "--jobs", "2"]).exit_code == 2
    result = CliRunner().invoke(cli, command)
    assert isinstance(result.exception, Gc25MapError)
    assert "\n" not in str(result.exception)


# --- Places elsewhere ---------------------------------------------------------------------------


def test_a_url_is_opened_only_where_that_is_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise it is a failure of that one row; with --fetch the document is as any other.

    Its copy lies in the folder of the run, and no longer than it is needed.
    """
    fsspec = pytest.importorskip("fsspec")
    store = fsspec.filesystem("memory")
    store.pipe("/laws/act.pdf", law(tmp_path / "act.pdf").read_bytes())
    rows = [("memory://laws/act.pdf", "KEN"), ("memory://laws/none.pdf", "KEN")]
    path = manifest(tmp_path / "m.csv", *rows)
    outcome, _ = compared([path], tmp_path / "out")
    assert [why for _, why in outcome.failed] == [
        "is named by a URL; --fetch lets it be opened"
    ] * 2
    copies: list[Path] = []
    read = PendingLaw.result

    def noting(self: PendingLaw) -> object:
        copies.append(self._path)
        return read(self)

    monkeypatch.setattr(PendingLaw, "result", noting)
    outcome, sink = compared([path], tmp_path / "out", fetch=True)
    benches = tmp_path / "out" / kept.FOLDER / "benches"
    assert [copy.parent.parent for copy in copies] == [benches]
    assert not list(benches.iterdir())
    assert outcome.failed == (("KEN/none.pdf", "cannot be fetched (FileNotFoundError)"),)
    assert sink.results[0].coverage.instruments[0].file_name == "act.pdf"
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(MissingExtra, match="cluster"):
        compared([path], tmp_path / "out", fetch=True)


@pytest.mark.slow
def test_comparing_needs_no_network(eight: tuple[Path, Path], tmp_path: Path) -> None:
    """Two workers, no socket, no attempt at a connection, and every result."""
    laws, alone = eight
    out = tmp_path / "out"
    command = ("compare", str(laws), "-o", str(out), "--jobs", "2", "-q", "--no-cache")
    result = guarded(tmp_path, "-m", "gc25map", *command, seconds=600)
    assert result.returncode == 0, result.stderr
    assert results(out) == results(alone)
    assert attempts(tmp_path) == []
