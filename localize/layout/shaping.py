"""The only place that shapes text: a line in, glyphs of real fonts with their advances out (HarfBuzz)."""

from __future__ import annotations

import functools
import math
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize.layout.fonts import typeface
from localize.locales import parse_locale
from localize.text import graphemes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from localize.layout.base import Screen
    from localize.layout.fonts import Face, Typeface

_SCRIPTS = (
    "Arab", "Armn", "Beng", "Cyrl", "Deva", "Ethi", "Geor", "Grek", "Gujr", "Guru", "Hang", "Hani", "Hebr", "Hira",
    "Kana", "Khmr", "Knda", "Laoo", "Latn", "Mlym", "Mymr", "Nkoo", "Orya", "Sinh", "Syrc", "Taml", "Telu", "Thaa",
    "Thai", "Tibt",
)  # fmt: skip
RTL_SCRIPTS = frozenset({"Arab", "Hebr", "Syrc", "Thaa", "Nkoo"})
"""Scripts that are written from right to left."""
_DRAWN_FORMATS = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
_MOST = 10_000  # characters of one line; what is longer is measured piece by piece
_CERTAIN = 0.9
"""A line whose single advances stay below this share of the room fits, whatever shaping makes of them."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One drawn shape: number in its face, advance and offset in em, first character (offset in the line)."""

    number: int
    advance: float
    dx: float
    dy: float
    at: int


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters of one face, script and direction; glyphs from left to right.

    Attributes:
        face: draws them.
        script: ISO 15924 code, '' where no character has one of its own.
        rtl: from right to left.
        start, end: characters of the line.
        glyphs: what is drawn.
    """

    face: Face
    script: str
    rtl: bool
    start: int
    end: int
    glyphs: tuple[Glyph, ...]

    @property
    def width(self) -> float:
        """Return the advance of all glyphs in em."""
        return sum(glyph.advance for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class Measured:
    """How a line falls: its width in em, and the clusters that the font has no glyph for."""

    width: float
    missing: tuple[str, ...]


class Ruler:
    """Measures the lines of a locale in its fonts."""

    def __init__(self, drawn_with: Typeface, locale: str) -> None:
        """Take the fonts of a locale."""
        self.typeface = drawn_with
        self.locale = locale
        self._language = _language(locale)
        own = parse_locale(locale).script
        self._script = {"Hans": "Hani", "Hant": "Hani", "Jpan": "Hani", "Kore": "Hang"}.get(own, own)
        self._advances = _Advances(drawn_with)

    def certainly_fits(self, line: str, room: float) -> bool:
        """Return whether a line surely has all its glyphs and is not wider than the room (em); cheap."""
        if len(line) > _MOST:
            return False
        if sum(map(self._advances.__getitem__, line)) > room * _CERTAIN:
            return False
        if self._advances.marks.isdisjoint(line):
            return True
        # A mark and its letter need one font that has both.
        faces = self._judged or self.typeface.chain
        return all(len(cluster) == 1 or _covers_any(faces, cluster) for cluster in graphemes(line))

    def measure(self, line: str) -> Measured:
        """Return width in em and missing glyphs of a line."""
        width = 0.0
        missing: dict[str, None] = {}
        for start in range(0, len(line), _MOST):
            piece = line[start : start + _MOST]
            for run in self.runs(piece):
                width += run.width
                if any(glyph.number == 0 for glyph in run.glyphs) or run.face not in self._judged:
                    missing |= dict.fromkeys(self._lacking(piece[run.start : run.end], run))
        return Measured(width, tuple(missing))

    def runs(self, line: str, levels: Sequence[int] | None = None) -> list[Run]:
        """Return the runs of a line in the order of its characters.

        Args:
            line: one line of plain text.
            levels: embedding level of each character where the line is to be drawn; without them the direction of
                a run is that of its script, which is all that its width takes.
        """
        return [self._shape(line, *span) for span in _spans(line, self.typeface.chain, levels)]

    @property
    def _judged(self) -> tuple[Face, ...]:
        return self.typeface.chain[: self.typeface.judged]

    def _lacking(self, text: str, run: Run) -> Iterator[str]:
        """Yield the clusters of a run that the judged fonts cannot draw."""
        if not self._judged:
            return
        own = run.face in self._judged
        unmapped = {glyph.at - run.start for glyph in run.glyphs if glyph.number == 0}
        at = 0
        for cluster in graphemes(text):
            inside = range(at, at + len(cluster))
            at += len(cluster)
            if not _draws(cluster[0]) or (not self.typeface.own and _pictographic().search(cluster)):
                continue
            if not unmapped.isdisjoint(inside) or (not own and not _covers_any(self._judged, cluster)):
                yield cluster

    def _shape(self, line: str, start: int, end: int, face: Face, script: str, rtl: bool) -> Run:  # noqa: FBT001
        import uharfbuzz as hb  # type: ignore[import-untyped]  # the package ships no types

        buffer = hb.Buffer()
        buffer.add_codepoints([_codepoint(ch) for ch in line[start:end]])
        buffer.direction = "rtl" if rtl else "ltr"
        # Marks alone (——, ……) fall as they do among the letters of the locale.
        buffer.script = script or self._script
        buffer.language = self._language
        hb.shape(face.font, buffer)
        em = face.upem
        glyphs = tuple(
            Glyph(info.codepoint, at.x_advance / em, at.x_offset / em, at.y_offset / em, start + info.cluster)
            for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        )
        return Run(face, script, rtl, start, end, glyphs)


@functools.lru_cache(maxsize=64)
def ruler(font: str, locale: str) -> Ruler | None:
    """Return what measures the lines of a locale, None if there is no font for its script.

    Args:
        font: path of the project's font or folder of fonts, '' for Noto.
        locale: BCP 47 tag.
    """
    found = typeface(font, locale)
    return None if found is None else Ruler(found, locale)


def pixel_width(line: str, screen: Screen, locale: str) -> float | None:
    """Return the width of a line of plain text in pixels of a screen, None if there is no font to measure it with.

    Args:
        line: tags taken out.
        screen: gives font and size.
        locale: BCP 47 tag; decides among other things which of the regional shapes of a Han character are meant.
    """
    found = ruler(screen.font, locale)
    return None if found is None else found.measure(line).width * screen.font_px


class _Advances(dict[str, float]):
    """Character → advance in em, infinite where the judged fonts have no glyph; filled as it is asked.

    Attributes:
        marks: the combining marks among them.
    """

    def __init__(self, drawn_with: Typeface) -> None:
        super().__init__()
        self._typeface = drawn_with
        self.marks: set[str] = set()

    def __missing__(self, ch: str) -> float:
        self[ch] = found = self._of(ch)
        if unicodedata.category(ch).startswith("M"):
            self.marks.add(ch)
        return found

    def _of(self, ch: str) -> float:
        if not _draws(ch):
            return 0.0
        for face in self._typeface.chain[: self._typeface.judged or None]:
            if ord(ch) in face.covers:
                glyph = face.font.get_nominal_glyph(ord(ch))
                return math.inf if glyph is None else face.font.get_glyph_h_advance(glyph) / face.upem
        return math.inf


def _spans(
    line: str, chain: Sequence[Face], levels: Sequence[int] | None
) -> Iterator[tuple[int, int, Face, str, bool]]:
    """Yield start, end, face, script and direction of the runs of a line."""
    scripts = _scripts(line)
    face: Face | None = None
    begun, at = 0, 0
    script, rtl = "", False
    for cluster in graphemes(line):
        own = scripts[at]
        # Blanks and stops stay with the letters before them, if their font has them.
        joins = not own or own == script
        keeps = joins and face is not None and _covers(face, cluster)
        chosen = face if keeps and face is not None else _choose(chain, cluster)
        way = _right_to_left(own or script, levels, at)
        if face is not None and (chosen is not face or way != rtl or (own and script and own != script)):
            yield begun, at, face, script, rtl
            begun, script = at, ""
        face, rtl, script = chosen, way, own or script
        at += len(cluster)
    if face is not None:
        yield begun, at, face, script, rtl


def _right_to_left(script: str, levels: Sequence[int] | None, at: int) -> bool:
    return script in RTL_SCRIPTS if levels is None else levels[at] % 2 == 1


def _choose(chain: Sequence[Face], cluster: str) -> Face:
    for face in chain:
        if _covers(face, cluster):
            return face
    # Better the letter without its mark than a box.
    return next((face for face in chain if ord(cluster[0]) in face.covers), chain[0])


def _covers(face: Face, cluster: str) -> bool:
    if all(ord(ch) in face.covers or not _draws(ch) for ch in cluster):
        return True
    # HarfBuzz composes a letter with its marks where the font has the whole.
    return len(cluster) > 1 and all(
        ord(ch) in face.covers or not _draws(ch) for ch in unicodedata.normalize("NFC", cluster)
    )


def _covers_any(faces: Sequence[Face], cluster: str) -> bool:
    return any(_covers(face, cluster) for face in faces)


@functools.lru_cache(maxsize=65536)
def _draws(ch: str) -> bool:
    """Return whether a character is drawn at all: controls, joiners and private-use symbols are not."""
    if ch in _DRAWN_FORMATS:
        return True
    category = unicodedata.category(ch)
    return category not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} and not "\ufe00" <= ch <= "\ufe0f"


def _codepoint(ch: str) -> int:
    """Return what is shaped for a character: nothing for what is not drawn, but joiners and marks of direction stay."""
    return ord(ch) if _draws(ch) or unicodedata.category(ch) == "Cf" or "\ufe00" <= ch <= "\ufe0f" else 0x200B


def _scripts(line: str) -> list[str]:
    """Return the ISO 15924 code of each character, '' where it has none of its own."""
    if line.isascii():
        return ["Latn" if ch.isalpha() else "" for ch in line]
    found = [""] * len(line)
    for match in _script_pattern().finditer(line):
        found[match.start() : match.end()] = [match.lastgroup or ""] * (match.end() - match.start())
    return found


@functools.cache
def _pictographic():  # type: ignore[no-untyped-def]  # a pattern of `regex`, which is loaded late
    import regex

    return regex.compile(r"[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]")


@functools.cache
def _script_pattern():  # type: ignore[no-untyped-def]  # a pattern of `regex`, which is loaded late
    import regex

    return regex.compile("|".join(rf"(?P<{name}>\p{{Script={name}}}+)" for name in _SCRIPTS))


def _language(locale: str) -> str:
    """Return the tag that chooses regional shapes (直 in Japanese and Chinese)."""
    tag = parse_locale(locale)
    if tag.language == "zh":
        return "zh-hk" if (tag.script, tag.territory) == ("Hant", "HK") else f"zh-{tag.script.lower()}"
    return tag.language
