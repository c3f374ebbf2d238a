"""`gc25map verify`: files that were changed are named, and a country run again gives the same bytes or is named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from comparisons import write_data
from factories import CHILD_SECTIONS, plain_pdf

from gc25map import __version__
from gc25map.cli import cli
from gc25map.comparison import CountryResult, Listed, Run, Supplied, report_of
from gc25map.dataset import Dataset
from gc25map.dataset.crate import CRATE
from gc25map.dataset.package import hash_of
from gc25map.dataset.recorded import read_crate
from gc25map.dataset.verify import verify
from gc25map.errors import BadFile
from gc25map.exchange import dump_coverage
from gc25map.pipeline import Source, analyze, prepare
from gc25map.records import Coverage
from gc25map.taxonomy import Taxonomy

CODES = ("GHA", "KEN", "NA")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Laws of three countries with their manifest, and the data of their comparison; tests take copies."""
    folder = tmp_path_factory.mktemp("original")
    tools = prepare()
    run = Run(__version__, tools.taxonomy.version, tools.model.id, "made", (("engine", "auto"),))
    data = Dataset(folder / "out", tools.taxonomy, run)
    rows = ["path,country"]
    for code in CODES:
        path = folder / "laws" / code / "act.pdf"
        path.parent.mkdir(parents=True)
        plain_pdf(path, [*CHILD_SECTIONS[:-2], f"9. This section is of {code} and nothing else."])
        rows.append(f"laws/{code}/act.pdf,{code}")
        coverage = analyze([Source(path)], lambda: tools, country=code, title=f"Country {code}")
        report = folder / "out" / report_of(code, "json")
        report.parent.mkdir(parents=True)
        report.write_text(dump_coverage(coverage), encoding="utf-8", newline="")
        (instrument,) = coverage.instruments
        listed = Listed(f"laws/{code}/act.pdf", code)
        supplied = Supplied(listed, instrument.sha256, instrument.id)
        data.add(CountryResult(code, code, (supplied,), coverage))
    data.finish()
    (folder / "laws.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def made(original: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copytree(original, tmp_path / "made"))


def rehash(out: Path, name: str) -> None:
    """Write the hash that a file now has into the crate, as a forger would."""
    document = json.loads((out / CRATE).read_bytes())
    for entity in document["@graph"]:
        if entity.get("name") == name:
            entity["sha256"], _ = hash_of(out / name)
    (out / CRATE).write_text(json.dumps(document), encoding="utf-8")


def change(path: Path, edit: Callable[[Any], None]) -> None:
    """Edit a JSON file in place."""
    data = json.loads(path.read_bytes())
    edit(data)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def unreadable(folder: Path, code: str) -> tuple[Path, Path]:
    """The data of a comparison whose one country has one document that cannot be read, and its laws."""
    tools = prepare()
    broken = folder / "laws" / code / "broken.pdf"
    broken.parent.mkdir(parents=True, exist_ok=True)
    broken.write_bytes(b"%PDF-1.7 and no more")
    sha256, _ = hash_of(broken)
    run = Run(__version__, tools.taxonomy.version, tools.model.id, "made", ())
    data = Dataset(folder / "out", tools.taxonomy, run)
    nothing = Coverage(__version__, run.taxonomy, run.model, code, "Nowhere", (), ())
    report = folder / "out" / report_of(code, "json")
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text(dump_coverage(nothing), encoding="utf-8")
    failed = Supplied(Listed(f"{code}/broken.pdf", code), sha256, failure="damaged")
    data.add(CountryResult(code, "Nowhere", (failed,), nothing))
    data.finish()
    return folder / "out", folder / "laws"


@pytest.mark.slow
def test_untouched_files_and_all_countries_agree(original: Path) -> None:
    """Nothing was changed: every file is as written, and every country gives the same bytes again."""
    found = verify(original / "out", original / "laws.csv", sample=None)
    assert found.problems == ()
    assert found.countries == CODES
    assert found.files == len(read_crate(original / "out").files) > 20


def test_without_documents_only_the_files_are_checked(made: Path) -> None:
    """A file that was changed or taken away is named, and no other."""
    with (made / "out" / "coverage.csv").open("a") as file:
        file.write(" ")
    (made / "out" / "ages.parquet").unlink()
    found = verify(made / "out")
    assert sorted(found.problems) == [
        "ages.parquet: cannot be read",
        "coverage.csv: is not as it was written",
    ]
    assert found.countries == ()


@pytest.mark.slow
def test_a_sample_is_always_the_same_countries(original: Path) -> None:
    """Which countries are run again is no matter of chance."""
    laws = original / "laws.csv"
    first, again = (verify(original / "out", laws, sample=1).countries for _ in range(2))
    assert len(first) == 1
    assert first == again


@pytest.mark.slow
def test_a_folder_of_countries_serves_as_well(original: Path) -> None:
    """Named by folder instead of manifest, the documents of each country are found, and agree."""
    found = verify(original / "out", original / "laws", sample=None)
    assert found.problems == ()
    assert found.countries == CODES


@pytest.mark.slow
@pytest.mark.parametrize(("option", "value"), [("engine", "magic"), ("max_pages", "-1")])
def test_options_that_no_run_has_had_are_refused(option: str, value: str, made: Path) -> None:
    """Threat: a crate that chooses how documents are read; a line for the country, and nothing is read."""

    def odd(document: Any) -> None:
        documents = [e for e in document["@graph"] if e["@type"] == "CreateAction"]
        documents[0]["object"].append({"@id": "#odd"})
        added = {"@id": "#odd", "@type": "PropertyValue", "name": option, "value": value}
        document["@graph"].append(added)

    change(made / "out" / CRATE, odd)
    (line,) = verify(made / "out", made / "laws.csv", sample=1).problems
    assert "no run has had the options" in line
    assert repr(value) in line


@pytest.mark.slow
def test_another_document_and_none_are_named(made: Path) -> None:
    """A law that was changed since, and one that is gone, are said by name; the third agrees."""
    plain_pdf(made / "laws" / "KEN" / "act.pdf", ["1. Another act altogether."])
    (made / "laws" / "GHA" / "act.pdf").unlink()
    found = verify(made / "out", made / "laws.csv", sample=None)
    assert found.problems == (
        "GHA: act.pdf is not there",
        "GHA: laws/GHA/act.pdf is not among the documents given",
        "KEN: act.pdf is not a document that was analysed",
        "KEN: laws/KEN/act.pdf is not among the documents given",
    )
    assert found.countries == ("NA",)


@pytest.mark.slow
def test_a_result_that_does_not_come_out_again_is_named(made: Path) -> None:
    """A status altered by hand, hash and all, is found by running the country again."""
    name = report_of("KEN", "json")

    def forge(data: Any) -> None:
        cell = next(c for c in data["provisions"] if c["status"] == "missing")
        cell["status"] = "addressed"

    change(made / "out" / name, forge)
    rehash(made / "out", name)
    found = verify(made / "out", made / "laws.csv", sample=None)
    (line,) = found.problems
    assert line.startswith("KEN: another result came out: ")
    assert found.countries == ("GHA", "NA")


def test_another_version_is_said_and_nothing_is_run(made: Path) -> None:
    """Where another version made the files, running again would show nothing about them."""

    def older(document: Any) -> None:
        for entity in document["@graph"]:
            if entity["@id"] == "#taxonomy":
                entity["version"] = "gc25 0.9"

    change(made / "out" / CRATE, older)
    found = verify(made / "out", made / "laws.csv")
    here = prepare().taxonomy.version
    assert found.problems == (f"nothing was run again: made with taxonomy gc25 0.9 (here {here})",)


def test_a_country_that_could_not_be_read_still_cannot(tmp_path: Path) -> None:
    """Where no document could be read then, and none can now, there is nothing to disagree on."""
    out, laws = unreadable(tmp_path, "KEN")
    assert verify(out, laws).problems == ()


# --- A crate is a file that many hands may have touched -------------------------------------------


def test_files_outside_the_folder_are_not_looked_into(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """Threat: a crate that has other files hashed; what lies elsewhere, also behind a link, is refused."""
    out = write_data(tmp_path / "out", taxonomy)
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    (out / "ages.csv").unlink()
    (out / "ages.csv").symlink_to(secret)

    def astray(document: Any) -> None:
        for entity in document["@graph"]:
            if entity.get("name") == "tensions.csv":
                entity["@id"] = "../secret.txt"
        for entity in document["@graph"]:
            for key in ("hasPart", "result"):
                for reference in entity.get(key, []):
                    if reference["@id"] == "tensions.csv":
                        reference["@id"] = "../secret.txt"

    change(out / CRATE, astray)
    assert sorted(verify(out).problems) == [
        "../secret.txt: is not in this folder",
        "ages.csv: is not in this folder",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"@graph": 1}',
        '{"@graph": [1]}',
        '{"@graph": [{"@id": "#comparison", "@type": "CreateAction"}]}',
        '{"@graph": [{"@id": "#comparison", "object": [{"@id": "#x"}], "result": []}]}',
        "[" * 100_000,
    ],
)
def test_what_is_no_crate_gives_one_line(text: str, tmp_path: Path) -> None:
    """A file that is not what it should be ends in one line, whatever is wrong with it."""
    (tmp_path / CRATE).write_text(text)
    with pytest.raises(BadFile, match=r"not a crate of gc25map \(\w+\)$"):
        verify(tmp_path)


@pytest.mark.parametrize("code", ["..", "a/b", "con"])
def test_a_country_is_no_way_out_of_the_folder_of_laws(code: str, tmp_path: Path) -> None:
    """Threat: a crate whose country is a path; what lies there would agree, and is not opened."""
    *_, found = verify(*unreadable(tmp_path / "here", code)).problems
    assert found == f"{code}: is no code of a country"


def test_the_folder_of_one_country_is_known_from_within(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Called in the folder of the country itself, `--laws .` is that folder."""
    out, laws = unreadable(tmp_path, "KEN")
    monkeypatch.chdir(laws / "KEN")
    assert verify(out, Path()).problems == ()


# --- The command --------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_command_says_what_agrees_and_ends_well(original: Path) -> None:
    """One line on the files and the countries, and exit code 0."""
    arguments = ["verify", str(original / "out"), "--laws", str(original / "laws.csv"), "--all"]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output
    files = len(read_crate(original / "out").files)
    expected = f"{files} files as written; 3 run again with the same bytes (GHA, KEN, NA)\n"
    assert result.output == expected


def test_the_command_ends_badly_where_something_differs(made: Path) -> None:
    """A line for each thing that does not agree, and exit code 1."""
    (made / "out" / "countries.csv").write_text("other")
    result = CliRunner().invoke(cli, ["verify", str(made / "out")])
    assert result.exit_code == 1
    first, last = result.output.splitlines()
    assert first == "countries.csv: is not as it was written"
    assert last.endswith("nothing was run again (name the documents with --laws)")
