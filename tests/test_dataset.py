"""The data of a comparison: the same in every format, described, whole or not at all, fixed to the byte."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import frictionless
import openpyxl
import pytest
import rdflib
from comparisons import HOSTILE, RUN, compared, write_data
from factories import coverage_of

from gc25map.columns import COVERAGE, EVIDENCE, TABLES, Column, Table, storable
from gc25map.comparison import CountryResult, Listed, Supplied
from gc25map.dataset import Dataset, columnar
from gc25map.dataset.crate import CRATE
from gc25map.dataset.package import hash_of
from gc25map.dataset.rows import place_in_manifest
from gc25map.dataset.sink import GROWING
from gc25map.dataset.workbook import FILE_NAME as BOOK
from gc25map.errors import BadFile
from gc25map.records import STATUSES, Coverage
from gc25map.report import workbook
from gc25map.taxonomy import Taxonomy
from gc25map.whole import PART

FILES = sorted([*GROWING, "datapackage.json", "metadata.json", CRATE])
COUNTRIES = ["KEN", "NA", "ZMB"]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory, taxonomy: Taxonomy) -> Path:
    """The data of three countries; tests only read it."""
    return write_data(tmp_path_factory.mktemp("out"), taxonomy)


@pytest.fixture(scope="module")
def base(out: Path) -> Iterator[sqlite3.Connection]:
    """The SQLite file, opened for reading."""
    connection = sqlite3.connect(f"file:{out / 'gc25map.sqlite'}?mode=ro", uri=True)
    yield connection
    connection.close()


def rows_of(out: Path, name: str) -> list[dict[str, str]]:
    """The rows of one table as they stand in the CSV."""
    with (out / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def in_csv(column: Column, value: Any) -> str:
    """A value of the database as it stands in the CSV."""
    if value is None:
        return ""
    if column.type == "boolean":
        return "true" if value else "false"
    return f"'{value}" if str(value)[:1] in "=+-@" and isinstance(value, str) else str(value)


@pytest.mark.parametrize("table", TABLES, ids=lambda t: t.name)
def test_every_format_holds_the_same_rows(
    table: Table, out: Path, base: sqlite3.Connection
) -> None:
    """CSV, Parquet and SQLite have the same columns and the same values in the same order."""
    import pyarrow.parquet as pq

    columns = table.columns
    stored = base.execute(f'SELECT * FROM "{table.name}" ORDER BY rowid').fetchall()
    assert stored
    read = pq.read_table(out / f"{table.name}.parquet")
    assert tuple(read.column_names) == table.names
    assert [tuple(row.values()) for row in read.to_pylist()] == stored
    assert [list(row.values()) for row in rows_of(out, table.name)] == [
        [in_csv(column, value) for column, value in zip(columns, row, strict=True)]
        for row in stored
    ]
    assert list(rows_of(out, table.name)[0]) == list(table.names)


def test_coverage_has_a_row_for_every_country_and_provision(
    out: Path, provision_ids: list[str]
) -> None:
    """The missing ones and those not assessed too, in the order of the taxonomy."""
    rows = rows_of(out, "coverage")
    assert [(r["country"], r["provision"]) for r in rows] == [
        (country, provision) for country in COUNTRIES for provision in provision_ids
    ]
    assert {row["status"] for row in rows} == {"addressed", "missing", "not_assessed"}
    assert {row["status"] for row in rows if row["country"] == "ZMB"} == {"not_assessed"}


def test_a_cell_says_what_it_rests_on(out: Path, provision_ids: list[str]) -> None:
    """Passages are counted as the evidence has them; what serves a provision and hangs by one is named."""
    rows = {(r["country"], r["provision"]): r for r in rows_of(out, "coverage")}
    evidence = [(r["country"], r["provision"]) for r in rows_of(out, "evidence")]
    assert len(evidence) == 3
    for cell, row in rows.items():
        assert int(row["passages"]) == evidence.count(cell)
        assert row["hangs_by_one"] == ("true" if cell in evidence else "false")
        assert row["instruments"] == ("law-a" if cell in evidence else "")
    assert rows["KEN", "no-connectivity-shutdowns"]["tensions"] == "connectivity-shutdown"


def test_every_document_supplied_is_somewhere(out: Path) -> None:
    """A document is in instruments, once whatever often it was supplied, or in failures with the reason."""
    read, *_ = instruments = rows_of(out, "instruments")
    assert len(instruments) == 2
    assert (read["path"], read["also_supplied_as"]) == ("laws/act.pdf", "laws/copy.pdf")
    assert (read["year"], read["kind"], read["inferred"]) == ("2019", "act", "language")
    assert json.loads(read["extra"]) == {"source": "gazette", "NA": ""}
    failed = [(r["path"], r["message"]) for r in rows_of(out, "failures")]
    assert failed == [("laws/broken.pdf", "damaged; no page"), ("laws/zm.pdf", "encrypted")]
    kenya, _, zambia = rows_of(out, "countries")
    assert (kenya["documents"], kenya["instruments"], kenya["failures"]) == ("3", "1", "1")
    assert (kenya["kinds"], kenya["unreadable_share"]) == ("other", "0.083333")
    assert (zambia["pages"], zambia["unreadable_share"]) == ("0", "")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("laws/KEN/act.pdf", "laws/KEN/act.pdf"),
        ("../laws/act 1?.pdf", "../laws/act 1?.pdf"),
        ("/srv/people/ann/act.pdf", "act.pdf"),
        ("D:\\People\\Ann\\act.pdf", "act.pdf"),
        ("\\\\server\\share\\act.pdf", "act.pdf"),
        ("s3://laws/KEN/act.pdf", "s3://laws/KEN/act.pdf"),
        ("https://ann:secret@laws.example/a@b.pdf?key=1#x", "https://laws.example/a@b.pdf"),
        ("file:///home/ann/secret/act.pdf", "act.pdf"),
        ("zip://act.pdf::https://ann:secret@laws.example/l.zip", "zip://act.pdf"),
        ("/", "(no file name)"),
    ],
)
def test_data_tells_nothing_of_a_machine_or_its_user(path: str, place: str) -> None:
    """Paths are those of the manifest; of one from the root the name is kept, of a URL no password."""
    assert place_in_manifest(path) == place


def test_pages_are_left_out_where_there_are_none(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """A file without pages has none in any table."""
    first = next(compared(taxonomy))
    instrument = replace(first.coverage.instruments[0], paged=False, pages=1)
    coverage = replace(first.coverage, instruments=(instrument,), _index={})
    out = write_data(tmp_path, taxonomy, [replace(first, coverage=coverage)])
    for name in ("instruments", "evidence", "tensions", "ages"):
        column = "pages" if name == "instruments" else "page"
        assert {row[column] for row in rows_of(out, name)} == {""}
    assert rows_of(out, "countries")[0]["pages"] == "0"


def test_the_same_countries_give_the_same_bytes(
    out: Path, tmp_path: Path, taxonomy: Taxonomy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In another folder and at another hour, every file is the same."""
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    again = write_data(tmp_path / "elsewhere", taxonomy)
    assert sorted(path.name for path in again.iterdir()) == FILES
    assert [n for n in FILES if (again / n).read_bytes() != (out / n).read_bytes()] == []
    with zipfile.ZipFile(out / "comparison.xlsx") as archive:
        assert {info.date_time[:3] for info in archive.infolist()} == {(1980, 1, 1)}


def test_rows_are_written_in_groups_and_none_is_lost(
    out: Path, tmp_path: Path, taxonomy: Taxonomy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many rows are kept before they are written, the same stand in the Parquet files."""
    import pyarrow.parquet as pq

    monkeypatch.setattr(columnar, "GROUP", 50)
    again = write_data(tmp_path, taxonomy)
    name = "coverage.parquet"
    assert pq.ParquetFile(again / name).num_row_groups == 3
    assert pq.read_table(again / name).equals(pq.read_table(out / name))


def test_what_made_it_stands_in_every_output(out: Path, base: sqlite3.Connection) -> None:
    """Tool, taxonomy, model, corpora and options are in each file that can hold them."""
    import pyarrow.parquet as pq

    expected = {
        "tool": RUN.tool,
        "taxonomy": RUN.taxonomy,
        "model": RUN.model,
        "corpora": RUN.corpora,
        "option engine": "auto",
        "option max_pages": "2000",
    }
    assert json.loads((out / "datapackage.json").read_bytes())["gc25map"] == expected
    assert dict(base.execute("SELECT name, value FROM run").fetchall()) == expected
    for table in TABLES:
        kept = pq.read_schema(out / f"{table.name}.parquet").metadata[b"gc25map"]
        assert json.loads(kept) == expected
    about = openpyxl.load_workbook(out / "comparison.xlsx")["About"]
    said = {row[0].value: row[1].value for row in about.iter_rows(max_row=6, max_col=2)}
    assert said == expected
    shown = json.loads((out / "metadata.json").read_bytes())["source"]
    assert all(value in shown for value in expected.values())


# --- CSV and its description --------------------------------------------------------------------


def test_the_package_describes_every_column_and_is_valid(out: Path) -> None:
    """Frictionless finds types, keys, references, allowed values, sizes and hashes as they are described."""
    report = frictionless.validate(str(out / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "note"])
    resources = json.loads((out / "datapackage.json").read_bytes())["resources"]
    assert {r["path"] for r in resources} == set(GROWING)
    for table, resource in zip(TABLES, resources, strict=False):
        assert [f["name"] for f in resource["schema"]["fields"]] == list(table.names)
        assert all(field["description"] for field in resource["schema"]["fields"])


def test_the_package_tells_a_wrong_table_from_a_right_one(out: Path, tmp_path: Path) -> None:
    """A status that is none, a passage of no provision: the description does not let them pass."""
    for name in FILES:
        shutil.copy(out / name, tmp_path / name)
    text = (tmp_path / "coverage.csv").read_text(encoding="utf-8")
    altered = text.replace('"addressed"', '"surely"', 1)
    (tmp_path / "coverage.csv").write_text(altered, encoding="utf-8", newline="")
    passages = (tmp_path / "evidence.csv").read_text(encoding="utf-8").replace('"NA"', '"NAM"')
    (tmp_path / "evidence.csv").write_text(passages, encoding="utf-8", newline="")
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    kinds = {kind for _, kind in report.flatten(["name", "type"])}
    assert {"constraint-error", "foreign-key", "hash-count"} <= kinds


def test_texts_are_no_formulas_in_a_spreadsheet_and_whole_elsewhere(
    out: Path, base: sqlite3.Connection
) -> None:
    """In CSV a hostile text has an apostrophe before it; in the database it is as it was."""
    text = storable(HOSTILE)
    assert text[0] == "="
    for table, name in (("evidence", "text"), ("instruments", "title"), ("tensions", "text")):
        assert rows_of(out, table)[0][name] == f"'{text}"
        assert base.execute(f"SELECT {name} FROM {table}").fetchone()[0] == text
    for row in (row for table in TABLES for row in rows_of(out, table.name)):
        assert not [value for value in row.values() if value[:1] in "=+-@\t\r" and value]


# --- SQLite -------------------------------------------------------------------------------------


def test_the_database_refers_rightly_and_holds_to_it(out: Path, tmp_path: Path) -> None:
    """No row refers to one that is not there, and none can be added that would."""
    shutil.copy(out / "gc25map.sqlite", tmp_path / "copy.sqlite")
    base = sqlite3.connect(tmp_path / "copy.sqlite")
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    base.execute("PRAGMA foreign_keys=ON")
    for change in (
        "UPDATE evidence SET instrument = 'law-z'",
        "UPDATE coverage SET status = 'surely'",
        "UPDATE coverage SET hangs_by_one = 2",
        "DELETE FROM countries WHERE code = 'KEN'",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            base.execute(change)
    base.close()


@pytest.mark.parametrize(
    ("words", "countries"),
    [("grooming AND offence", ["KEN"]), ("suplantacion ninos", ["NA"]), ("bicycles", [])],
)
def test_passages_are_found_by_their_words(
    words: str, countries: list[str], base: sqlite3.Connection
) -> None:
    """The words of passages are searched whatever their accents; what nobody wrote is not found."""
    sought = (
        "SELECT country FROM evidence WHERE rowid IN"
        " (SELECT rowid FROM evidence_fts WHERE evidence_fts MATCH ?)"
    )
    assert [country for (country,) in base.execute(sought, (words,))] == countries


def test_datasette_is_told_of_every_column(out: Path) -> None:
    """Titles, descriptions, units, facets and the search table are those of the tables."""
    shown = json.loads((out / "metadata.json").read_bytes())["databases"]["gc25map"]["tables"]
    assert list(shown) == [table.name for table in TABLES]
    for table in TABLES:
        assert list(shown[table.name]["columns"]) == list(table.names)
    assert shown["coverage"]["facets"] == ["country", "provision", "chapter", "status"]
    assert shown["evidence"]["fts_table"] == "evidence_fts"
    assert "Unit: year." in shown["ages"]["columns"]["years"]


# --- The workbook -------------------------------------------------------------------------------


def test_the_workbook_sets_countries_against_provisions(out: Path, taxonomy: Taxonomy) -> None:
    """Every status with sign and word, and beside each country what was supplied; nothing is a formula."""
    book = openpyxl.load_workbook(out / "comparison.xlsx")
    expected = ["Matrix", "Countries", "Provisions", "Instruments", "Failures", "About"]
    assert book.sheetnames == expected
    head, *rows = book["Matrix"].iter_rows(values_only=True)
    assert head[:2] == ("code", "name")
    titles = [f"{p.chapter} {p.title}" for p in taxonomy.provisions]
    assert list(head[-len(titles) :]) == titles
    assert [row[0] for row in rows] == COUNTRIES
    assert rows[0][7:10] == ("✓ addressed", "▨ kind not supplied", "✓ addressed")
    assert set(rows[2][7:]) == {"? not assessed"}
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row), sheet.title
    title = book["Instruments"]["C2"]
    assert title.value.startswith("=HYPERLINK")
    assert title.quotePrefix
    assert "⟦bidi⟧" in title.value


def test_a_sheet_that_is_full_says_so(
    tmp_path: Path, taxonomy: Taxonomy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a sheet cannot hold is counted in its last row; the tables hold all of it."""
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    out = write_data(tmp_path, taxonomy)
    matrix = openpyxl.load_workbook(out / "comparison.xlsx")["Matrix"]
    first = [row[0] for row in matrix.iter_rows(values_only=True)]
    assert first == ["code", "KEN", "… and 2 more rows, which no sheet can hold"]
    assert len(rows_of(out, "countries")) == 3


def test_a_text_too_long_for_a_cell_is_cut_aloud(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """A cell holds 32,767 characters, and one that was cut says how many are left out."""
    first = next(compared(taxonomy))
    failed = replace(first.supplied[1], failure="x" * 40_000)
    out = write_data(tmp_path, taxonomy, [replace(first, supplied=(first.supplied[0], failed))])
    message = openpyxl.load_workbook(out / "comparison.xlsx")["Failures"]["J2"].value
    assert len(message) <= workbook.LONGEST_CELL
    assert message.endswith("more characters)")
    assert len(rows_of(out, "failures")[0]["message"]) == 40_000


# --- Whole or not at all ------------------------------------------------------------------------


def test_an_abandoned_run_leaves_nothing_behind(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """Ended early, the folder is as it was."""
    (tmp_path / "coverage.csv").write_text("old")
    data = Dataset(tmp_path, taxonomy, RUN)
    data.add(next(compared(taxonomy)))
    data.abandon()
    assert [path.name for path in tmp_path.iterdir()] == ["coverage.csv"]
    assert (tmp_path / "coverage.csv").read_text() == "old"


def test_what_a_killed_run_left_is_replaced(out: Path, tmp_path: Path, taxonomy: Taxonomy) -> None:
    """Half-written files of a run that was killed do not stay, and do not change the next one's."""
    for name in GROWING:
        (tmp_path / f".{name}{PART}").write_text("half")
    (tmp_path / f".rows.{BOOK}{PART}").mkdir()
    write_data(tmp_path, taxonomy)
    assert sorted(path.name for path in tmp_path.iterdir()) == FILES
    assert (tmp_path / CRATE).read_bytes() == (out / CRATE).read_bytes()


def test_a_country_that_comes_twice_is_refused(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """Rows that no key tells apart end the data in one line, and nothing half-written stays."""
    data = Dataset(tmp_path, taxonomy, RUN)
    first = next(compared(taxonomy))
    data.add(first)
    with pytest.raises(BadFile, match="the data cannot be written"):
        data.add(first)
    assert list(tmp_path.iterdir()) == []


def test_data_is_not_written_through_a_link(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """A link in the folder is not followed, and nothing else is begun."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "evidence.parquet").symlink_to(tmp_path / "target")
    with pytest.raises(BadFile, match="symbolic link"):
        Dataset(tmp_path / "out", taxonomy, RUN)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["evidence.parquet"]
    assert not (tmp_path / "target").exists()


# --- Where it comes from ------------------------------------------------------------------------


def graph_of(out: Path) -> dict[str, dict[str, Any]]:
    """The entities of the crate by their ids."""
    entities = json.loads((out / CRATE).read_bytes())["@graph"]
    found = {entity["@id"]: entity for entity in entities}
    assert len(found) == len(entities)
    return found


def references(value: Any) -> Iterator[str]:
    """The ids to which a value refers."""
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            yield value["@id"]
        else:
            for inner in value.values():
                yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_the_crate_tells_how_the_data_came_to_be(out: Path) -> None:
    """One action took the documents, by one tool of one version, and gave every file of the folder."""
    graph = graph_of(out)
    action = graph["#comparison"]
    assert graph["./"]["mentions"] == {"@id": "#comparison"}
    assert graph[action["instrument"]["@id"]]["softwareVersion"] == RUN.tool
    taken = [graph[ref["@id"]] for ref in action["object"]]
    documents = [e for e in taken if e["@type"] == "DigitalDocument"]
    assert [e["name"] for e in documents][:2] == ["laws/act.pdf", "laws/broken.pdf"]
    assert [e.get("sha256", "")[:1] for e in documents] == ["0", "", "0", "1", "2"]
    options = {e["name"]: e["value"] for e in taken if e["@type"] == "PropertyValue"}
    assert options == dict(RUN.options)
    assert graph["./"]["hasPart"] == action["result"]


def test_the_crate_holds_the_hash_of_every_file(out: Path) -> None:
    """All files of the folder but the crate itself are in it, with their hash and size."""
    files = {e["name"]: e for e in graph_of(out).values() if e["@type"] == "File"}
    assert sorted([*files, CRATE]) == FILES
    for name, entity in files.items():
        assert (entity["sha256"], int(entity["contentSize"])) == hash_of(out / name)


def test_reports_and_page_beside_the_data_are_hashed_too(
    tmp_path: Path, taxonomy: Taxonomy
) -> None:
    """What other sinks have written of the countries is part of the crate; what is not ours is not."""
    for name in ("countries.html", "KEN/KEN.gc25.json", "KEN/KEN.gc25.html", "KEN/notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    write_data(tmp_path, taxonomy)
    files = [e["name"] for e in graph_of(tmp_path).values() if e["@type"] == "File"]
    assert files[:3] == ["countries.html", "KEN/KEN.gc25.html", "KEN/KEN.gc25.json"]
    assert "KEN/notes.txt" not in files


def test_the_crate_is_linked_data_without_a_clock(out: Path) -> None:
    """Every reference leads to an entity, the JSON-LD gives triples, and no date is among them."""
    document = json.loads((out / CRATE).read_bytes())
    graph = graph_of(out)
    outside = "https://w3id.org/ro/crate/1.1"
    for entity in graph.values():
        assert {i for i in references(list(entity.values())) if i not in graph} <= {outside}
    assert not [k for e in graph.values() for k in e if "date" in k.lower() or "time" in k.lower()]
    # The published context is on the network; every term but the one defined here is schema.org's.
    published, own = document["@context"]
    assert published.startswith(outside)
    document["@context"] = {"@vocab": "http://schema.org/", **own}
    triples = rdflib.Graph().parse(data=json.dumps(document), format="json-ld", publicID="urn:x:")
    hashes = list(triples.objects(None, rdflib.URIRef(own["sha256"])))
    assert len(hashes) == len(FILES) - 1 + 4


def test_statuses_of_the_columns_are_those_of_the_records() -> None:
    """The values that a column allows are those that the program gives."""
    allowed = {column.name: column.values for column in COVERAGE.columns}
    assert allowed["status"] == STATUSES
    assert {"duty", "none"} <= set({c.name: c.values for c in EVIDENCE.columns}["force"])


def test_a_row_of_another_table_is_refused() -> None:
    """A value without a column, or a column without a value, never goes by unnoticed."""
    row = dict.fromkeys(COVERAGE.names, "x")
    assert len(COVERAGE.line(row)) == len(COVERAGE.columns)
    with pytest.raises(KeyError, match="no column"):
        COVERAGE.line({**row, "colour": "red"})
    del row["status"]
    with pytest.raises(KeyError):
        COVERAGE.line(row)


def test_whether_a_silence_compares_can_be_reckoned_from_the_tables(
    tmp_path: Path, taxonomy: Taxonomy
) -> None:
    """A country's kinds and the carriers of a provision meet, or the workbook says that none was supplied."""
    ids = [provision.id for provision in taxonomy.provisions]
    supplied = Supplied(Listed("act.pdf", "KEN", title="Basic Schools Act"), "0" * 64, "law-a")
    result = CountryResult("KEN", "Kenya", (supplied,), coverage_of(ids, country="KEN"))
    out = write_data(tmp_path, taxonomy, [result])
    (instrument,) = rows_of(out, "instruments")
    assert (instrument["kinds"], instrument["kinds_inferred"]) == ("education", "true")
    (country,) = rows_of(out, "countries")
    assert country["kinds"] == "education"
    carriers = {r["provision"]: r["carriers"].split("; ") for r in rows_of(out, "provisions")}
    rows = rows_of(out, "coverage")
    assert {row["comparable"] for row in rows} == {"true", "false"}
    for row in rows:
        assert row["comparable"] == str("education" in carriers[row["provision"]]).lower()
    matrix = openpyxl.load_workbook(out / BOOK)["Matrix"]
    *_, marks = matrix.iter_rows(values_only=True)
    words = [str(mark).partition(" ")[2] for mark in marks[-len(rows) :]]
    assert words == [
        "not found" if row["comparable"] == "true" else "kind not supplied" for row in rows
    ]


def test_the_coverage_of_a_real_law_fits_the_tables(
    demo: Coverage, tmp_path: Path, taxonomy: Taxonomy
) -> None:
    """The demonstration law, with all that was found in it, goes through every format."""
    (instrument,) = demo.instruments
    supplied = Supplied(Listed(instrument.file_name, "CAL"), instrument.sha256, instrument.id)
    out = write_data(tmp_path, taxonomy, [CountryResult("CAL", "Calmarra", (supplied,), demo)])
    assert len(rows_of(out, "evidence")) == sum(len(cell.evidence) for cell in demo.cells)
    assert len(rows_of(out, "ages")) == len(demo.ages) > 0
    assert len(rows_of(out, "tensions")) == len(demo.tensions)
    assert frictionless.validate(str(out / "datapackage.json")).valid


def test_no_country_at_all_gives_empty_tables(tmp_path: Path, taxonomy: Taxonomy) -> None:
    """Without countries every file is there, with its head and the provisions."""
    data = Dataset(tmp_path, taxonomy, RUN)
    data.finish()
    assert sorted(path.name for path in tmp_path.iterdir()) == FILES
    assert rows_of(tmp_path, "coverage") == []
    assert len(rows_of(tmp_path, "provisions")) == len(taxonomy.provisions)
