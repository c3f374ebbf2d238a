"""One record in one file of ours: a line with a checksum, then packed JSON; never a pickle.

Nothing found in such a file is trusted. It is written once, whole or not at all, and readable by its
owner only; what is odd in any way is a `ValueError`, and whoever asked makes the record anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import tempfile
import zlib
from pathlib import Path
from typing import TypeVar

from gc25map.errors import BadFile

T = TypeVar("T")

MOST_PACKED_BYTES, MOST_UNPACKED_BYTES = 64 << 20, 512 << 20
# Level 1 packs the longest law (657 pages, 4 MB) fivefold in 50 ms; higher levels gain little.
PACKING = 1
# What a file is called while it is being written.
NEW = ".new-"


def check_folder(folder: Path) -> None:
    """Raise `BadFile` where others could put something in: a link, or a folder that is not ours alone."""
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode):
        raise BadFile(f"{folder}: not a folder, or only a link to one")
    if hasattr(os, "getuid"):
        if status.st_uid != os.getuid():
            raise BadFile(f"{folder}: belongs to another user")
        if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise BadFile(f"{folder}: others may write to it")


def load(path: Path, magic: str, kind: type[T]) -> T:
    """The record of a file; OSError where there is none, ValueError where it is not what was written there."""
    return _unpack(_read(path), path.name, magic, kind)


def store(path: Path, magic: str, kind: type[T], record: T) -> None:
    """Put a record in its place, at once or not at all.

    OSError where the file cannot be written, ValueError where the record cannot be JSON or is too long.
    """
    # Imported here: the reading child, which imports the room that reads, must stay light.
    from gc25map.strict import record_to_json

    plain = record_to_json(kind, record)
    if len(plain) > MOST_UNPACKED_BYTES:
        raise ValueError(f"more than {MOST_UNPACKED_BYTES >> 20} MB")
    packed = zlib.compress(plain, PACKING)
    if len(packed) > MOST_PACKED_BYTES:
        raise ValueError(f"more than {MOST_PACKED_BYTES >> 20} MB")
    # mkstemp makes it readable by its owner only; the rename puts it in place at once or not at all.
    handle, name = tempfile.mkstemp(prefix=NEW, dir=path.parent)
    try:
        with open(handle, "wb") as file:
            file.write(head_of(path.name, magic, packed) + packed)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def head_of(name: str, magic: str, packed: bytes) -> bytes:
    """The first line of a file."""
    # With the name, so that a file moved to another's place is noticed.
    checksum = hashlib.sha256(name.encode() + b"\0" + packed).hexdigest()
    return f"{magic} {checksum}\n".encode()


def _read(path: Path) -> bytes:
    # No link is followed, and nothing that is not a plain file (a pipe, a device) is waited for.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    most = MOST_PACKED_BYTES + 1024
    with open(os.open(path, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_size > most:
            raise ValueError("not a file of ours")
        return file.read(most)


def _unpack(data: bytes, name: str, magic: str, kind: type[T]) -> T:
    from gc25map.strict import record_from_json

    packed = data[data.find(b"\n") + 1 :]
    if not data.startswith(head_of(name, magic, packed)):
        raise ValueError("the checksum does not fit")
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(packed, MOST_UNPACKED_BYTES)
    except zlib.error as error:
        raise ValueError("cannot be unpacked") from error
    if not unpacker.eof:
        raise ValueError("more than was ever written")
    return record_from_json(kind, text)
