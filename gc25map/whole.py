"""Files under safe names, and each of them whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import time
import unicodedata
from pathlib import Path

from gc25map.errors import BadFile

_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d", re.IGNORECASE)
# What a file is called, after a dot, for as long as it is half-written.
PART = ".gc25map.part"
# Seconds after which a half-written file belongs to a run that was killed: writing takes far less.
_STALE = 600


def safe_name(stem: str) -> str:
    """A file name of letters, digits, dots and dashes, on any system."""
    plain = unicodedata.normalize("NFC", stem)
    name = re.sub(r"[^\w.-]+", "-", plain, flags=re.UNICODE).strip("-.")[:60]
    return f"law-{name}" if is_reserved(name.split(".")[0]) else name or "law"


def is_reserved(name: str) -> bool:
    """Whether Windows takes a name for one of its devices, and so for no file's or folder's."""
    return _RESERVED.fullmatch(name) is not None


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that at every moment there is the old one or the new one, never half of it.

    Text is written in UTF-8. Raises `BadFile` where that is impossible, and where the path is a link
    to somewhere else.
    """
    _refuse_link(path)
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        prefix = f".{path.name[:40]}."
        _sweep(path.parent, prefix)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=prefix, suffix=PART)
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode("utf-8") if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode(path))
        os.replace(temporary, path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)


class Part:
    """A file that grows for as long as a run takes, beside the one whose place it will take.

    It has the same name in every run, so that a run takes away what one before it has left behind;
    of two runs at once in one folder only one can be right.
    """

    def __init__(self, path: Path) -> None:
        """Begin an empty file; `BadFile` where that is impossible, or `path` is a link."""
        _refuse_link(path)
        self.path = path
        self.growing = path.with_name(f".{path.name}{PART}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.growing.unlink(missing_ok=True)
            os.close(os.open(self.growing, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except OSError as error:
            raise _unwritable(path, error) from error

    def place(self) -> None:
        """It is whole: put it in its place. Whoever wrote it has closed it."""
        try:
            with open(self.growing, "rb+") as file:
                os.fsync(file.fileno())
            os.chmod(self.growing, _mode(self.path))
            os.replace(self.growing, self.path)
        except OSError as error:
            raise _unwritable(self.path, error) from error

    def discard(self) -> None:
        """It will not be whole: take it away."""
        with contextlib.suppress(OSError):
            self.growing.unlink()


def sweep(folder: Path) -> None:
    """Take away the reports that are half-written in the folders in a folder, where nobody is writing any."""
    for left in folder.glob(f"*/.*.gc25.*{PART}"):
        with contextlib.suppress(OSError):
            left.unlink()


def _refuse_link(path: Path) -> None:
    if path.is_symlink():
        raise BadFile(f"{path}: is a symbolic link; reports are not written through links")


def _unwritable(path: Path, error: OSError) -> BadFile:
    return BadFile(f"{path}: cannot be written ({error.strerror})")


def _mode(path: Path) -> int:
    """The mode of the file that is replaced, else what the user's umask gives a new one."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0o077)
    os.umask(umask)
    return 0o666 & ~umask


def _sweep(folder: Path, prefix: str) -> None:
    """Take away what a run that was killed outright has left half-written beside this file."""
    for name in os.listdir(folder):
        if name.startswith(prefix) and name.endswith(PART):
            left = folder / name
            with contextlib.suppress(OSError):
                if not left.is_symlink() and time.time() - left.stat().st_mtime > _STALE:
                    left.unlink()
