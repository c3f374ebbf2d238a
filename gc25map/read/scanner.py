"""Tesseract as an engine: a page as a picture → the same fragments that a text layer gives.

Runs in the reading child only. A page is blurred a little, which melts the dots of a photocopy, and gets a
threshold of its own for each place (Sauvola's); where it cannot be read upright it is turned. The
reading with the most letters that are sure is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import tesserocr
from PIL import Image, ImageFilter

from gc25map.read import pdfium
from gc25map.read.engines import unlocked
from gc25map.read.limits import MAX_CHARS_PER_PAGE, OCR_PASS_SECONDS, TooMuch
from gc25map.read.quality import LOWEST_CONFIDENCE
from gc25map.read.raw import FRAGMENT_GAP, Fragment, RawPage, logical_order

VERSION = tesserocr.tesseract_version().split("\n")[0]
DPI = 300
# A4 at 300 dpi is 8.7 million pixels; larger pages are rendered more coarsely.
MOST_PIXELS = 10_000_000
# Radius in pixels at 300 dpi.
BLUR = 2.0
SAUVOLA = "2"
# A reading as sure as this is believed without another pack; words as sure as this are counted.
SURE = 0.8
# Lines less sure than this are specks and rules; so are lone signs at the edges of a line.
NOISE_LINE = 0.4
SPECK = 0.6
# Ink is darker than the paper by this much; less of it than this share of the page is none.
INK = 48
LEAST_INK = 0.0001


# A bracketed number or letter at the head of a line or after a dash, its brackets or its 1 misread;
# and the number of a section in which a digit was taken for a letter.
_BRACKETED = re.compile(r"(^|[—–-]\s?)(?:[({\[](?:1?[!|]|(\d{1,2}|[a-z]))[)}\]]|[!|][)}])(?=\s)")
_SECTION = re.compile(r"^(?=\S*\d|[|!])[\dSOl|!]{1,3}(?=\.\s)")
_DIGITS = str.maketrans("SOl|!", "50111")


@dataclass(frozen=True, slots=True)
class _Word:
    """One word: its line's number, its box in pixels, the height of its line, how sure it is (0–1)."""

    line: int
    box: tuple[int, int, int, int]
    height: float
    confidence: float
    text: str

    @property
    def letters(self) -> int:
        return sum(char.isalnum() for char in self.text)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One try: with which pack, how far the page was turned (degrees), and the words."""

    pack: str
    turn: int
    words: tuple[_Word, ...]

    @property
    def confidence(self) -> float:
        """The mean over all letters, 0–1; noise counts too."""
        letters = sum(word.letters for word in self.words)
        return sum(w.confidence * w.letters for w in self.words) / letters if letters else 0.0

    @property
    def sure(self) -> int:
        """How many letters stand in words that are sure."""
        return sum(word.letters for word in self.words if word.confidence >= SURE)


class Scanner:
    """A PDF whose pages are read as pictures, each with the one of these packs that reads it best."""

    def __init__(
        self, path: Path, packs: Sequence[str], folder: str, passwords: Sequence[str] = ()
    ) -> None:
        self._pdf, _ = unlocked(pdfium.open_pdf, path, passwords)
        self._packs = packs
        self._folder = folder
        self._engines: dict[str, Any] = {}

    def read_page(self, number: int) -> RawPage:
        """A page, counted from 1; its error where it cannot be rendered or recognised."""
        try:
            return self._read_page(number)
        except Exception as error:  # the contents of a page can break a renderer in any way
            ours = isinstance(error, TooMuch | TimeoutError)
            said = str(error) if ours else f"damaged ({type(error).__name__})"
            return RawPage(number, 0.0, 0.0, (), 1, "none", said)

    def _read_page(self, number: int) -> RawPage:
        page = self._pdf[number - 1]
        try:
            width, height = page.get_size()
            scale = min(DPI / 72, (MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
            image = page.render(scale=scale, grayscale=True).to_pil().convert("L")
        finally:
            page.close()
        if _blank(image):
            return RawPage(number, width, height, (), 0, VERSION)
        best = self._read(image, round(scale * 72))
        if best.turn:
            width, height = height, width
        fragments = tuple(_fragments(best.words, scale))
        if sum(len(f.text) for f in fragments) > MAX_CHARS_PER_PAGE:
            raise TooMuch(f"more than {MAX_CHARS_PER_PAGE:,} characters on the page")
        engine = f"{VERSION} ({best.pack})"
        confidence = round(best.confidence, 3)
        return RawPage(number, width, height, fragments, 1, engine, confidence=confidence)

    def _read(self, image: Image.Image, dpi: int) -> _Reading:
        seen = image.filter(ImageFilter.GaussianBlur(BLUR * dpi / DPI))
        best, late = _Reading(self._packs[0], 0, ()), False
        for turn in (0, 270, 90):
            # Turning helps only where upright there was nothing to be read.
            if best.confidence >= LOWEST_CONFIDENCE:
                break
            turned = seen.rotate(turn, expand=True) if turn else seen
            for pack in self._packs:
                try:
                    reading = _Reading(pack, turn, tuple(self._recognise(turned, pack, dpi)))
                except TimeoutError:
                    late = True
                    continue
                best = max(best, reading, key=lambda one: one.sure)
                if best.confidence >= SURE:
                    return best
        if late and best.confidence < LOWEST_CONFIDENCE:
            raise TimeoutError(f"took longer than {OCR_PASS_SECONDS} seconds")
        return best

    def _recognise(self, image: Image.Image, pack: str, dpi: int) -> Iterator[_Word]:
        engine = self._engine(pack)
        engine.SetImageBytes(image.tobytes(), image.width, image.height, 1, image.width)
        engine.SetSourceResolution(dpi)
        if not engine.Recognize(OCR_PASS_SECONDS * 1000):
            raise TimeoutError
        found = engine.GetIterator()
        if found is None or found.Empty(tesserocr.RIL.WORD):
            return
        line, height = 0, 0.0
        for place in tesserocr.iterate_level(found, tesserocr.RIL.WORD):
            if place.IsAtBeginningOf(tesserocr.RIL.TEXTLINE):
                line += 1
                height = float(place.RowAttributes()["row_height"])
            text = " ".join(place.GetUTF8Text(tesserocr.RIL.WORD).split())
            box = place.BoundingBox(tesserocr.RIL.WORD)
            if text and box:
                sure = place.Confidence(tesserocr.RIL.WORD) / 100
                # Words come as they are read, but the letters of each as they are printed.
                yield _Word(line, box, height, sure, logical_order(text))

    def _engine(self, pack: str) -> Any:
        if pack not in self._engines:
            engine = tesserocr.PyTessBaseAPI(
                path=self._folder, lang=pack, psm=tesserocr.PSM.AUTO, oem=tesserocr.OEM.LSTM_ONLY
            )
            engine.SetVariable("thresholding_method", SAUVOLA)
            self._engines[pack] = engine
        return self._engines[pack]


def _blank(image: Image.Image) -> bool:
    """Whether there is no ink: the back of a sheet that was scanned with the rest."""
    histogram = image.reduce(4).histogram()
    total, paper, seen = sum(histogram), 0, 0
    for level, count in enumerate(histogram):
        seen += count
        if seen * 2 >= total:
            paper = level
            break
    return sum(histogram[: max(paper - INK, 0)]) < LEAST_INK * total


def _fragments(words: Sequence[_Word], scale: float) -> Iterator[Fragment]:
    """Words → fragments in points, as a text layer would give them, without the noise."""
    for _, group in groupby(words, key=lambda word: word.line):
        line = list(group)
        letters = sum(word.letters for word in line)
        if not letters:
            continue
        if sum(word.confidence * word.letters for word in line) < NOISE_LINE * letters:
            continue
        while line and _speck(line[0]):
            line.pop(0)
        while line and _speck(line[-1]):
            line.pop()
        run: list[_Word] = []
        for word in line:
            # The number of a section stands apart from its text, and must not be left alone.
            numbered = len(run) == 1 and run[0].text.endswith((".", ")"))
            wide = FRAGMENT_GAP * max(word.height, 1.0)
            if run and not numbered and _gap(run[-1], word) > wide:
                yield _fragment(run, scale)
                run = []
            run.append(word)
        if run:
            yield _fragment(run, scale)


def _speck(word: _Word) -> bool:
    return not word.letters and word.confidence < SPECK


def _gap(one: _Word, other: _Word) -> int:
    """Pixels between two words of a line, whichever way it is read."""
    return max(other.box[0] - one.box[2], one.box[0] - other.box[2])


def _fragment(words: Sequence[_Word], scale: float) -> Fragment:
    text = words[0].text
    for one, other in pairwise(words):
        joined = _ideograph(one.text[-1]) and _ideograph(other.text[0])
        text += other.text if joined else f" {other.text}"
    return Fragment(
        x0=min(word.box[0] for word in words) / scale,
        top=min(word.box[1] for word in words) / scale,
        x1=max(word.box[2] for word in words) / scale,
        bottom=max(word.box[3] for word in words) / scale,
        size=words[0].height / scale,
        bold=False,
        text=_mended(text),
    )


def _mended(text: str) -> str:
    """A line's opening number as it must have been printed: {!) is (1), and 1S. is 15."""
    text = _SECTION.sub(lambda m: m[0].translate(_DIGITS), text)
    return _BRACKETED.sub(lambda m: f"{m[1]}({m[2] or 1})", text, count=1)


def _ideograph(char: str) -> bool:
    """Whether a character is of a script that parts words by nothing, punctuation included."""
    return "\u3000" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef"
