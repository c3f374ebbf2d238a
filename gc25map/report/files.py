"""Writes reports: under safe names, and each file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import time
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path

from gc25map.errors import BadFile
from gc25map.exchange import dump_coverage
from gc25map.records import Coverage
from gc25map.report.html import render_report
from gc25map.report.svg import render_overview
from gc25map.report.xlsx import render_workbook
from gc25map.tables import coverage_csv, frameworks_csv
from gc25map.taxonomy import Taxonomy

_RESERVED = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
_PART = ".part"
# Seconds after which a half-written file belongs to a run that was killed: writing takes far less.
_STALE = 600


def _memo(coverage: Coverage, taxonomy: Taxonomy) -> bytes:
    from gc25map.report.docx import render_memo  # and with it python-docx, which takes a while

    return render_memo(coverage, taxonomy)


WRITERS: dict[str, Callable[[Coverage, Taxonomy], str | bytes]] = {
    "html": render_report,
    "json": lambda coverage, taxonomy: dump_coverage(coverage),
    "csv": coverage_csv,
    "xlsx": render_workbook,
    "docx": _memo,
    "svg": render_overview,
}


def report_base(output: Path | None, stem: str) -> Path:
    """The path of the reports without their endings.

    `output` is a file where it ends like a report (.html, .json …), else a folder; without it the
    current folder is taken, and the name comes from `stem`.
    """
    name = f"{safe_name(stem)}.gc25"
    if output is None:
        return Path(name)
    if output.is_dir():
        return output / name
    return output.with_suffix("") if output.suffix.lower().lstrip(".") in WRITERS else output / name


def safe_name(stem: str) -> str:
    """A file name of letters, digits, dots and dashes, on any system."""
    plain = unicodedata.normalize("NFC", stem)
    name = re.sub(r"[^\w.-]+", "-", plain, flags=re.UNICODE).strip("-.")[:60]
    return f"law-{name}" if _RESERVED.match(name.split(".")[0]) else name or "law"


def write_reports(
    coverage: Coverage, taxonomy: Taxonomy, base: Path, formats: Sequence[str]
) -> list[Path]:
    """Write every format beside each other; the paths written. `BadFile` where that is impossible."""
    contents = {name: WRITERS[name](coverage, taxonomy) for name in formats}
    if "csv" in contents and coverage.frameworks:
        contents["frameworks.csv"] = frameworks_csv(coverage)
    written = []
    for name, content in contents.items():
        path = base.parent / f"{base.name}.{name}"
        write_whole(path, content)
        written.append(path)
    return written


def _mode(path: Path) -> int:
    """The mode of the file that is replaced, else what the user's umask gives a new one."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0o077)
    os.umask(umask)
    return 0o666 & ~umask


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that at every moment there is the old one or the new one, never half of it.

    Text is written in UTF-8. Raises `BadFile` where that is impossible, and where the path is a link
    to somewhere else.
    """
    if path.is_symlink():
        raise BadFile(f"{path}: is a symbolic link; reports are not written through links")
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        prefix = f".{path.name[:40]}."
        _sweep(path.parent, prefix)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=prefix, suffix=_PART)
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode("utf-8") if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode(path))
        os.replace(temporary, path)
    except OSError as error:
        raise BadFile(f"{path}: cannot be written ({error.strerror})") from error
    finally:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)


def _sweep(folder: Path, prefix: str) -> None:
    """Take away what a run that was killed outright has left half-written beside this file."""
    for name in os.listdir(folder):
        if name.startswith(prefix) and name.endswith(_PART):
            left = folder / name
            with contextlib.suppress(OSError):
                if not left.is_symlink() and time.time() - left.stat().st_mtime > _STALE:
                    left.unlink()
