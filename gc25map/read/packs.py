"""What OCR can read on this machine: the extra, the language packs, and the line that installs them.

Tesseract's engine comes with the Python package; what it knows of a language is a pack of its own,
installed with the system's package manager.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
from functools import lru_cache
from pathlib import Path

_FOLDERS = (
    *sorted(Path("/usr/share/tesseract-ocr").glob("*/tessdata"), reverse=True),
    Path("/usr/share/tessdata"),
    Path("/usr/local/share/tessdata"),
    Path("/opt/homebrew/share/tessdata"),
    Path("C:/Program Files/Tesseract-OCR/tessdata"),
)
# ISO 639-1 codes and the packs that read them, by script; the first of a script stands for it.
_SCRIPTS: tuple[dict[str, str], ...] = (
    {
        **{"en": "eng", "fr": "fra", "es": "spa", "pt": "por", "de": "deu", "it": "ita"},
        **{"nl": "nld", "sv": "swe", "da": "dan", "no": "nor", "nb": "nor", "fi": "fin"},
        **{"pl": "pol", "cs": "ces", "sk": "slk", "hu": "hun", "ro": "ron", "hr": "hrv"},
        **{"sl": "slv", "et": "est", "lv": "lav", "lt": "lit", "tr": "tur", "sq": "sqi"},
        **{"is": "isl", "ga": "gle", "mt": "mlt", "ca": "cat", "id": "ind", "ms": "msa"},
        **{"vi": "vie", "sw": "swa", "af": "afr", "tl": "tgl", "az": "aze", "uz": "uzb"},
    },
    {"ar": "ara", "fa": "fas", "ur": "urd", "ps": "pus", "ug": "uig"},
    {
        **{"ru": "rus", "uk": "ukr", "be": "bel", "bg": "bul", "sr": "srp", "mk": "mkd"},
        **{"kk": "kaz", "ky": "kir", "mn": "mon", "tg": "tgk"},
    },
    {"zh": "chi_sim"},
    {"hi": "hin", "mr": "mar", "ne": "nep"},
    {"ja": "jpn"},
    {"ko": "kor"},
    {"el": "ell"},
    {"he": "heb"},
    {"th": "tha"},
    {"am": "amh", "ti": "tir"},
    {"bn": "ben", "as": "asm"},
    {"hy": "hye"},
    {"ka": "kat"},
    {"km": "khm"},
    {"lo": "lao"},
    {"my": "mya"},
    {"si": "sin"},
    {"ta": "tam"},
    {"te": "tel"},
    {"kn": "kan"},
    {"ml": "mal"},
    {"gu": "guj"},
    {"pa": "pan"},
)
_PACKS = {code: pack for script in _SCRIPTS for code, pack in script.items()}


def installed() -> bool:
    """Whether the extra is installed."""
    return importlib.util.find_spec("tesserocr") is not None


def folder() -> Path | None:
    """Where the language packs lie: the folder that the environment names, else the system's own."""
    named = os.environ.get("TESSDATA_PREFIX")
    places = [Path(named), Path(named) / "tessdata"] if named else list(_FOLDERS)
    return next((place for place in places if any(place.glob("*.traineddata"))), None)


@lru_cache(maxsize=1)
def available() -> frozenset[str]:
    """The packs with which scans can be read here; empty without the extra."""
    place = folder() if installed() else None
    return frozenset(file.stem for file in place.glob("*.traineddata")) if place else frozenset()


def edition() -> str:
    """What can be read here and with which files: another where a pack came, went or was replaced."""
    place = folder() or Path()
    told = []
    for pack in sorted(available()):
        with contextlib.suppress(OSError):
            status = (place / f"{pack}.traineddata").stat()
            told.append(f"{pack} {status.st_size} {status.st_mtime_ns}")
    return ", ".join(told)


def pack_for(language: str) -> str:
    """The pack that reads a language (ISO 639-1 code), whether installed or not; else empty."""
    return _PACKS.get(language, "")


def one_per_script() -> list[str]:
    """An installed pack for each script, the most frequent script first."""
    packs = [next((p for p in script.values() if p in available()), "") for script in _SCRIPTS]
    return [pack for pack in packs if pack]


def how_to_install(language: str = "") -> str:
    """The line that makes OCR of a language possible, naming only what is lacking."""
    lines = [] if installed() else ['pip install "gc25map[ocr]"']
    pack = pack_for(language)
    if not available() or pack not in available():
        name = (pack or "eng").replace("_", "-")
        lines.append(f"apt-get install tesseract-ocr-{name}")
    return " && ".join(lines)
