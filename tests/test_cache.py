"""Readings kept between runs: never wrong, never shared with strangers, and gone when asked."""

from __future__ import annotations

import ast
import json
import os
import shutil
import stat
import subprocess
import sys
import time
import warnings
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from attacks import locked
from click.testing import CliRunner
from factories import (
    CHILD_SECTIONS,
    column,
    draw_pdf,
    mixed_pdf,
    one_page,
    plain_pdf,
    scan_of,
    scanned_pdf,
)

from gc25map import analyze_files, packed
from gc25map.cli import cli
from gc25map.errors import UnreadableDocument
from gc25map.law import Law
from gc25map.read import ReadingCache, cache, open_cache, packs, process, read_law, version
from gc25map.read.process import Reading
from gc25map.resources import PACKAGE


@pytest.fixture
def kept(tmp_path: Path) -> ReadingCache:
    """A cache of this test alone."""
    folder = tmp_path / "kept"
    folder.mkdir(mode=0o700)
    return ReadingCache(folder)


@pytest.fixture
def law(tmp_path: Path) -> Path:
    """A small law with a title in its metadata."""
    return plain_pdf(tmp_path / "law.pdf", title="Young Users Act 2024")


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Law:
    """A small law as it is kept: read once, and without the name of its file."""
    law = read_law(plain_pdf(tmp_path_factory.mktemp("read") / "law.pdf"))
    return replace(law, file_name="")


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files for which a reading process was started."""
    started: list[Path] = []
    begin = Reading.__init__

    def noting(self: Reading, path: Path, *rest: object, **options: object) -> None:
        started.append(path)
        begin(self, path, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Reading, "__init__", noting)
    return started


def only(kept: ReadingCache) -> Path:
    """The one entry of a cache."""
    (entry,) = kept.entries()
    return entry.path


def test_a_law_read_before_starts_no_process(
    kept: ReadingCache, law: Path, begun: list[Path]
) -> None:
    """The second reading gives the same record, lines and pages included, without a child."""
    first = read_law(law, cache=kept)
    assert read_law(law, cache=kept) == first
    assert begun == [law]
    assert first.lines
    assert first.pages


def test_what_is_kept_knows_the_contents_and_not_the_name(
    kept: ReadingCache, law: Path, begun: list[Path]
) -> None:
    """Under another name and with a given title the same bytes are the same reading."""
    read_law(law, cache=kept)
    other = Path(shutil.copy(law, law.with_name("copy.pdf")))
    again = read_law(other, title="A Title Given", cache=kept)
    assert again == read_law(other, title="A Title Given")
    assert (again.title, again.file_name) == ("A Title Given", "copy.pdf")
    assert begun == [law, other]


def test_a_title_taken_from_the_name_follows_the_name(kept: ReadingCache, tmp_path: Path) -> None:
    """A document that gives no title is called by its file, whatever it was called before."""
    body = column(["12345 67890", "it goes on in lower case, and on"])
    one = draw_pdf(tmp_path / "one.pdf", [body])
    two = Path(shutil.copy(one, tmp_path / "two.pdf"))
    titles = [read_law(path, cache=kept).title for path in (one, two)]
    assert titles == ["one.pdf", "two.pdf"]


@pytest.mark.slow
def test_other_options_are_another_reading(
    kept: ReadingCache, law: Path, begun: list[Path]
) -> None:
    """Engine and language change what is read, so each has its own entry."""
    for options in ({}, {"engine": "pdfplumber"}, {"language": "fr"}):
        assert read_law(law, cache=kept, **options) == read_law(law, **options)
    assert len(kept.entries()) == 3
    assert len(begun) == 6


def test_a_changed_document_is_read_anew(kept: ReadingCache, law: Path) -> None:
    """New contents under the old name are never answered from what was there before."""
    read_law(law, cache=kept)
    plain_pdf(law, ["1. Something else altogether stands in this act."])
    assert "Something else" in read_law(law, cache=kept).text


def damage(path: Path, kind: str) -> None:
    """Harm an entry as disks, programs and people do."""
    data = path.read_bytes()
    held = data.partition(b"\n")[2]
    if kind == "a byte flipped":
        path.write_bytes(data[:-20] + bytes([data[-20] ^ 1]) + data[-19:])
    elif kind == "cut short":
        path.write_bytes(data[: len(data) // 2])
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind == "no JSON":
        rewrite(path, zlib.compress(b"not json"))
    elif kind == "another shape":
        rewrite(path, zlib.compress(zlib.decompress(held).replace(b'"page":1', b'"page":"1"')))
    elif kind == "a line beyond the text":
        rewrite(path, zlib.compress(zlib.decompress(held).replace(b'"text":"', b'"text":"","x":"')))
    elif kind == "another document's":
        text = zlib.decompress(held)
        found = text.index(b'"sha256":"') + 10
        rewrite(path, zlib.compress(text[:found] + b"0" * 64 + text[found + 64 :]))
    elif kind == "a bomb":
        rewrite(path, zlib.compress(b" " * (packed.MOST_UNPACKED_BYTES + 1), 1))
    elif kind == "a link":
        shutil.move(path, path.with_name("elsewhere"))
        path.symlink_to(path.with_name("elsewhere"))
    elif kind == "a pipe":
        path.unlink()
        os.mkfifo(path)


def rewrite(path: Path, contents: bytes) -> None:
    """An entry with a checksum that fits, as somebody could write who knows how."""
    path.write_bytes(packed.head_of(path.name, cache._MAGIC, contents) + contents)


@pytest.mark.parametrize(
    "kind",
    [
        "a byte flipped",
        "cut short",
        "empty",
        "no JSON",
        "another shape",
        "a line beyond the text",
        "another document's",
        "a bomb",
        "a link",
        "a pipe",
    ],
)
def test_a_damaged_entry_counts_as_absent_and_is_replaced(
    kept: ReadingCache, reading: Law, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Anything odd is as good as nothing, and what is stored next takes its place."""
    monkeypatch.setattr(packed, "MOST_UNPACKED_BYTES", 1 << 20)
    options = {"engine": "auto", "language": ""}
    kept.store(reading, **options)
    assert kept.load(reading.sha256, **options) == reading
    path = only(kept)
    whole = path.read_bytes()
    damage(path, kind)
    assert kept.load(reading.sha256, **options) is None
    kept.store(reading, **options)
    assert path.read_bytes() == whole
    assert not path.is_symlink()
    assert kept.load(reading.sha256, **options) == reading


def test_a_flipped_byte_makes_the_document_be_read_anew(
    kept: ReadingCache, law: Path, begun: list[Path]
) -> None:
    """The damaged entry is never believed: the law is read, and found again after that."""
    good = read_law(law, cache=kept)
    damage(only(kept), "a byte flipped")
    assert [read_law(law, cache=kept) for _ in range(2)] == [good, good]
    assert begun == [law, law]


def test_an_entry_in_the_place_of_another_is_noticed(kept: ReadingCache, reading: Law) -> None:
    """The checksum covers the name, so one option's reading cannot stand for another's."""
    kept.store(reading, engine="auto")
    right = only(kept)
    kept.store(replace(reading, language="fr"), engine="other")
    (wrong,) = {entry.path for entry in kept.entries()} - {right}
    shutil.copy(wrong, right)
    assert kept.load(reading.sha256, engine="auto") is None


def test_another_version_of_the_reading_code_reads_anew(
    kept: ReadingCache, law: Path, begun: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an older reader saw is not what this one would see."""
    read_law(law, cache=kept)
    monkeypatch.setattr(cache, "reading_version", lambda: "0" * 16)
    read_law(law, cache=kept)
    assert len(begun) == 2


def test_every_line_of_the_reading_code_is_part_of_its_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A change in any module of the room, in the records or in a library makes another version."""
    copy = tmp_path / "gc25map"
    shutil.copytree(PACKAGE / "read", copy / "read", ignore=shutil.ignore_patterns("__pycache__"))
    beside = [Path(shutil.copy(path, copy)) for path in version._BESIDE]
    current = version.reading_version()
    monkeypatch.setattr(version, "PACKAGE", copy)
    monkeypatch.setattr(version, "_ROOM", copy / "read")
    monkeypatch.setattr(version, "_BESIDE", beside)
    fresh = version.reading_version.__wrapped__
    assert fresh() == current
    seen = {current}
    for path in version.sources():
        path.write_bytes(path.read_bytes() + b"#")
        seen.add(fresh())
    assert len(seen) == len(version.sources()) + 1 > 10
    monkeypatch.setattr(version, "_version", lambda name: "another release")
    assert fresh() not in seen


def test_what_the_room_takes_from_elsewhere_is_part_of_its_version() -> None:
    """Only the errors and the place of the package can change without another reading."""
    known = set(version.sources()) | {PACKAGE / "errors.py", PACKAGE / "resources.py"}
    taken = {
        PACKAGE.parent / f"{node.module.replace('.', '/')}.py"
        for path in (PACKAGE / "read").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("gc25map.")
    }
    assert {path for path in taken if path.exists()} <= known
    assert PACKAGE / "pages.py" in taken


@pytest.mark.slow
@pytest.mark.usefixtures("no_ocr")
def test_what_was_not_wholly_read_is_not_kept(
    kept: ReadingCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refused documents, readings cut short and failed pages are tried again next time."""
    loop = tmp_path / "loop.pdf"
    loop.write_bytes(one_page(b"6 0 R", {6: b"7 0 R", 7: b"6 0 R"}))
    for path in (mixed_pdf(tmp_path / "scan.pdf", [None]), loop):
        with pytest.raises(UnreadableDocument):
            read_law(path, seconds=1, cache=kept)
    assert kept.entries() == []
    law = draw_pdf(tmp_path / "law.pdf", [column(CHILD_SECTIONS)] * 3)
    monkeypatch.setattr(process, "MAX_ANSWER_BYTES", 2_500)
    with_more_children = read_law(law, cache=kept)
    assert with_more_children.pages_unreadable == ()
    assert kept.entries() == []
    monkeypatch.setattr(process, "MAX_RESTARTS", 0)
    cut = read_law(law, cache=kept)
    assert "reading stopped" in cut.notes[0]
    assert kept.entries() == []


def test_what_a_password_opened_is_not_kept(kept: ReadingCache, law: Path, tmp_path: Path) -> None:
    """A locked law leaves no text behind; one that is open is kept, whatever passwords are at hand."""
    shut = tmp_path / "shut.pdf"
    shut.write_bytes(locked(law.read_bytes(), "secret", "AES-256"))
    assert read_law(shut, passwords=["guess", "secret"], cache=kept).text
    assert kept.entries() == []
    with pytest.raises(UnreadableDocument, match="encrypted"):
        read_law(shut, cache=kept)
    read_law(law, passwords=["guess", "secret"], cache=kept)
    assert len(kept.entries()) == 1


def test_fewer_pages_are_another_reading(kept: ReadingCache, tmp_path: Path) -> None:
    """What was read up to a page is not served to who asks for all of them."""
    law = draw_pdf(tmp_path / "law.pdf", [column(CHILD_SECTIONS)] * 3)
    assert read_law(law, max_pages=2, cache=kept).pages_unreadable == (3,)
    assert read_law(law, cache=kept).pages_unreadable == ()
    assert read_law(law, max_pages=2, cache=kept).pages_unreadable == (3,)
    assert len(kept.entries()) == 2


def test_a_scan_is_read_anew_where_other_packs_are_at_hand(
    kept: ReadingCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begun: list[Path]
) -> None:
    """What a scan needs to be read is said as things are now, not as they were."""
    packs_of = tmp_path / "tessdata"
    packs_of.mkdir()
    monkeypatch.setenv("TESSDATA_PREFIX", str(packs_of))
    monkeypatch.setattr(packs, "installed", lambda: True)
    monkeypatch.setattr(
        packs, "available", lambda: frozenset(path.stem for path in packs_of.iterdir())
    )
    law = mixed_pdf(tmp_path / "half.pdf", [CHILD_SECTIONS, None])
    notes = []
    pack = packs_of / "eng.traineddata"
    for change in (lambda: None, pack.touch, lambda: pack.write_bytes(b"another")):
        change()
        for _ in range(2):
            notes += read_law(law, language="zh", cache=kept).notes
    assert all(note.startswith("reading page 2 needs OCR") for note in notes)
    assert begun == [law] * 3


def test_a_scan_that_could_not_be_read_to_its_end_is_not_kept(
    kept: ReadingCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages at which OCR failed are tried again next time."""
    monkeypatch.setattr(packs, "available", lambda: frozenset({"eng"}))
    monkeypatch.setattr(packs, "folder", lambda: tmp_path / "no such folder")
    law = read_law(mixed_pdf(tmp_path / "half.pdf", [CHILD_SECTIONS, None]), cache=kept)
    assert law.pages_unreadable == (2,)
    assert law.notes[0].startswith("page 2 not read: ")
    assert kept.entries() == []


@pytest.mark.slow
@pytest.mark.skipif("eng" not in packs.available(), reason="needs OCR and tesseract-ocr-eng")
def test_a_scan_read_without_ocr_is_read_again_with_it(
    kept: ReadingCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begun: list[Path]
) -> None:
    """And the other way round: each machine is served what it could read itself."""
    law = scanned_pdf(tmp_path / "half.pdf", [CHILD_SECTIONS, scan_of(CHILD_SECTIONS)])
    with monkeypatch.context() as without:
        without.setattr(packs, "available", frozenset)
        without.setattr(packs, "installed", lambda: False)
        assert read_law(law, cache=kept).pages_unreadable == (2,)
    first = read_law(law, cache=kept)
    assert (first.pages_ocr, first.pages_unreadable) == ((2,), ())
    before = len(begun)
    assert read_law(law, cache=kept) == first
    assert len(begun) == before
    assert len(kept.entries()) == 2


def test_a_document_replaced_while_it_is_read_is_not_kept(
    kept: ReadingCache, law: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reading of the new file never stands under the hash of the old one."""
    result = Reading.result

    def late(self: Reading) -> object:
        raw = result(self)
        plain_pdf(law, ["1. Something else altogether stands in this act."])
        return raw

    monkeypatch.setattr(Reading, "result", late)
    read_law(law, cache=kept)
    assert kept.entries() == []


def test_entries_are_for_their_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is made with mode 0700 and its files with 0600, whatever the umask."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "deep" / "cache"))
    kept = open_cache(pytest.fail)
    assert kept is not None
    before = os.umask(0)
    try:
        read_law(plain_pdf(tmp_path / "law.pdf"), cache=kept)
    finally:
        os.umask(before)
    assert stat.S_IMODE(kept.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(only(kept).stat().st_mode) == 0o600
    assert os.listdir(kept.folder) == [only(kept).name]


def as_link(folder: Path) -> None:
    """The folder as a link to one."""
    folder.with_name("target").mkdir(mode=0o700)
    folder.symlink_to(folder.with_name("target"))


def as_open(folder: Path) -> None:
    """The folder as one that everybody may write to."""
    folder.mkdir()
    folder.chmod(0o777)


def as_file(folder: Path) -> None:
    """A file in the folder's place."""
    folder.touch()


@pytest.mark.parametrize("make", [as_link, as_open, as_file])
def test_a_folder_that_others_could_fill_is_refused_in_one_line(
    tmp_path: Path,
    law: Path,
    begun: list[Path],
    monkeypatch: pytest.MonkeyPatch,
    make: Callable[[Path], None],
) -> None:
    """The run says so on stderr and goes on without a cache; nothing is put there."""
    folder = tmp_path / "cache"
    make(folder)
    monkeypatch.setenv(cache.VARIABLE, str(folder))
    result = CliRunner().invoke(cli, ["analyze", str(law), "--json"])
    assert result.exit_code == 0
    (line,) = result.stderr.splitlines()
    assert line.startswith("gc25map: readings are not kept: ")
    assert str(folder) in line
    assert begun == [law]
    assert not folder.is_dir() or os.listdir(folder) == []
    with pytest.warns(UserWarning, match="not kept"):
        assert open_cache(warnings.warn) is None


def test_a_full_disk_costs_a_line_and_no_result(
    kept: ReadingCache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be written is told once, and leaves nothing half-written."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    told: list[str] = []
    small = ReadingCache(kept.folder, told.append)
    monkeypatch.setattr(os, "replace", full)
    for name in ("a.pdf", "b.pdf"):
        path = plain_pdf(tmp_path / name, [*CHILD_SECTIONS, name])
        assert read_law(path, cache=small).text
    assert len(told) == 1
    assert "No space left" in told[0]
    assert os.listdir(kept.folder) == []


def test_the_oldest_go_when_there_are_too_many(
    kept: ReadingCache, reading: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond the bound those unused for longest are removed; a reading that was used is young."""
    engines = ["a", "b", "c", "d"]
    for age, engine in enumerate(engines):
        before = {entry.path for entry in kept.entries()}
        kept.store(reading, engine=engine)
        (new,) = {entry.path for entry in kept.entries()} - before
        os.utime(new, (time.time() - 100 + age,) * 2)
    assert kept.load(reading.sha256, engine="a")
    monkeypatch.setattr(cache, "MOST_BYTES", sum(e.size for e in kept.entries()) - 1)
    kept.tidy()
    found = [kept.load(reading.sha256, engine=engine) is not None for engine in engines]
    assert found == [True, False, True, True]


def test_stale_versions_and_abandoned_files_are_swept(kept: ReadingCache, reading: Law) -> None:
    """What nobody will use any more goes; what another version used lately stays."""
    kept.store(reading, engine="auto")
    old = time.time() - cache.STALE_SECONDS - 60
    current = only(kept)
    names = {"stale": f"{'0' * 16}-a.reading", "other": f"{'1' * 16}-a.reading", "new": ".new-x"}
    files = {key: kept.folder / name for key, name in names.items()}
    for path in (*files.values(), kept.folder / "notes.txt"):
        path.write_bytes(b"x")
    for path in (files["stale"], files["new"], current, kept.folder / "notes.txt"):
        os.utime(path, (old, old))
    kept.tidy()
    assert set(os.listdir(kept.folder)) == {current.name, files["other"].name, "notes.txt"}


@pytest.mark.slow
def test_the_commands_show_and_clear(
    tmp_path: Path, law: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`cache info` counts, `cache clear` removes what is ours, and both work without a folder."""
    folder = tmp_path / "cache"
    monkeypatch.setenv(cache.VARIABLE, str(folder))

    def said(*words: str) -> str:
        result = CliRunner().invoke(cli, words)
        assert result.exit_code == 0, result.output
        return result.output

    assert f"{folder}: 0 readings, 0.0 MB" in said("cache", "info")
    assert not folder.exists()
    said("analyze", str(law), "--json", "--no-cache")
    assert not folder.exists()
    said("analyze", str(law), "--json")
    (folder / "notes.txt").touch()
    assert f"{folder}: 1 reading, " in said("cache", "info")
    told = json.loads(said("cache", "info", "--json"))
    assert (told["folder"], told["readings"], told["bytes"] > 500) == (str(folder), 1, True)
    assert "0 readings removed" in said("cache", "clear", "--unused", "1")
    assert "1 reading removed" in said("cache", "clear")
    assert os.listdir(folder) == ["notes.txt"]
    monkeypatch.setenv(cache.VARIABLE, cache.OFF)
    said("analyze", str(law), "--json")
    assert "off: 0 readings" in said("cache", "info")
    assert not Path(cache.OFF).exists()


@pytest.mark.slow
@pytest.mark.usefixtures("no_ocr")
def test_results_with_and_without_cache_are_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a cache, with an empty one and with a full one the JSON does not differ."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    paths = [
        plain_pdf(tmp_path / "a.pdf"),
        mixed_pdf(tmp_path / "b.pdf", [CHILD_SECTIONS, None, CHILD_SECTIONS]),
    ]
    runs = [analyze_files(paths, cache=use).to_json() for use in (False, True, True)]
    assert runs[0] == runs[1] == runs[2]
    assert len(os.listdir(tmp_path / "cache")) == 2


SHARING = """
import sys
from pathlib import Path
from gc25map.read import open_cache, read_law
kept = open_cache(sys.exit)
for path in sorted(Path(sys.argv[1]).glob("*.pdf")):
    print(repr(read_law(path, cache=kept)))
"""


@pytest.mark.slow
def test_eight_processes_share_a_cache(tmp_path: Path, own_cache: Path, begun: list[Path]) -> None:
    """Reading the same twenty files at once, all see the same, and each entry is there once."""
    folder, laws = tmp_path / "cache", tmp_path / "laws"
    laws.mkdir()
    for number in range(20):
        plain_pdf(laws / f"{number}.pdf", [*CHILD_SECTIONS, f"5. This is act number {number}."])
    environment = {
        **os.environ,
        cache.VARIABLE: str(folder),
        "PYTHONPATH": str(PACKAGE.parent),
    }
    running = [
        subprocess.Popen(
            [sys.executable, "-c", SHARING, str(laws)], env=environment, stdout=subprocess.PIPE
        )
        for _ in range(8)
    ]
    said = [process.communicate(timeout=300)[0] for process in running]
    assert [process.returncode for process in running] == [0] * 8
    assert len(said[0].splitlines()) == 20
    assert set(said) == {said[0]}
    names = os.listdir(folder)
    assert len(names) == 20
    assert all(name.endswith(".reading") for name in names)
    again = ReadingCache(folder)
    for path in laws.glob("*.pdf"):
        fresh = read_law(path)
        before = len(begun)
        assert read_law(path, cache=again) == fresh
        assert len(begun) == before
