"""The only place that finds fonts: the project's own, or Noto (bundled, else of the machine), a chain for each script.

Bundled are the faces of Latin, Greek, Cyrillic, Thai, Arabic, Devanagari and Hebrew, so these scripts measure alike
everywhere; the fonts of Chinese, Japanese and Korean are too large for that.
"""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from localize.errors import UsageError
from localize.locales import parse_locale

if TYPE_CHECKING:
    import uharfbuzz as hb  # type: ignore[import-untyped]  # the package ships no types

_BUNDLED = Path(__file__).with_name("noto")
_SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".otc"})
_MAGIC = (b"\x00\x01\x00\x00", b"OTTO", b"ttcf", b"true")
_MOST_FILES = 64  # of a project's folder of fonts

_SANS = ("NotoSans", "DejaVuSans")
_OF_SANS = frozenset({"Cyrl", "Grek", "Latn"})
# The faces of the pan-CJK collection stand in this order; a font of one region alone is as good.
_CJK = {
    "Jpan": (0, ("NotoSansJP", "NotoSansCJKjp")),
    "Kore": (1, ("NotoSansKR", "NotoSansCJKkr")),
    "Hans": (2, ("NotoSansSC", "NotoSansCJKsc")),
    "Hant": (3, ("NotoSansTC", "NotoSansCJKtc")),
}
_HONG_KONG = (4, ("NotoSansHK", "NotoSansCJKhk"))
_BY_SCRIPT = {
    "Arab": ("NotoSansArabic", "NotoSansArabicUI", "NotoNaskhArabic"),
    "Armn": ("NotoSansArmenian",),
    "Beng": ("NotoSansBengali",),
    "Deva": ("NotoSansDevanagari",),
    "Ethi": ("NotoSansEthiopic",),
    "Geor": ("NotoSansGeorgian",),
    "Gujr": ("NotoSansGujarati",),
    "Guru": ("NotoSansGurmukhi",),
    "Hebr": ("NotoSansHebrew",),
    "Khmr": ("NotoSansKhmer",),
    "Knda": ("NotoSansKannada",),
    "Laoo": ("NotoSansLao", "NotoSansLaoLooped"),
    "Mlym": ("NotoSansMalayalam",),
    "Mymr": ("NotoSansMyanmar",),
    "Orya": ("NotoSansOriya",),
    "Sinh": ("NotoSansSinhala",),
    "Taml": ("NotoSansTamil",),
    "Telu": ("NotoSansTelugu",),
    "Thai": ("NotoSansThai", "NotoSansThaiUI", "NotoSansThaiLooped", "NotoLoopedThai"),
    "Tibt": ("NotoSerifTibetan",),
}
_CJK_SIZE = 20_000  # code points; no other font has so many
_SIGNS = ("NotoSansSymbols2", "NotoSansSymbols", "NotoSansMath", "NotoMusic", "NotoEmoji")
_STYLES = ("-Regular", "", "[wdth,wght]", "[wght]", "-VF")


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One face of a font, ready to shape with; lengths are in the units of its em.

    Attributes:
        path, index: the file, and which face of it.
        font: HarfBuzz's font at its own scale.
        upem: units of the em.
        covers: code points that it has a glyph for.
    """

    path: str
    index: int
    font: hb.Font
    upem: int
    covers: frozenset[int]


@dataclass(frozen=True, slots=True, eq=False)
class Typeface:
    """What the text of a locale is drawn with.

    Attributes:
        chain: faces, the first that has a character draws it.
        judged: how many of them, from the first, are the font that glyphs may be missing from.
        own: whether that is the project's font. Else nobody knows what the player falls back to: an emoji is never
            missing, and nothing is where the machine has no fonts of symbols and of Chinese.
        name: of that font, for messages.
    """

    chain: tuple[Face, ...]
    judged: int
    own: bool
    name: str


def find_font(path: str) -> str:
    """Return the absolute path of a project's font file or folder of fonts.

    Raises:
        UsageError: it is not there, or is no OpenType font, or the folder has none.
    """
    found = Path(path).expanduser()
    do = "give a TTF, OTF or TTC file, or a folder of them"
    if not found.exists():
        raise UsageError(f"there is no font {path}", code="USE003", do=do)
    files = _files_of(found)
    if not files:
        raise UsageError(f"there is no font in {path}", code="USE003", do=do)
    for file in files:
        with file.open("rb") as stream:
            if not stream.read(4).startswith(_MAGIC):
                raise UsageError(f"{file} is no OpenType font", code="USE003", do=do)
    return str(found.resolve())


@functools.lru_cache(maxsize=64)
def typeface(font: str, locale: str) -> Typeface | None:
    """Return what a locale is drawn with, None if there is no font for its script.

    Args:
        font: path as `find_font` returns it, '' for Noto.
        locale: BCP 47 tag.
    """
    own = tuple(face for file in _files_of(Path(font)) for face in _faces(file, None)) if font else ()
    script, found = _script_faces(locale)
    rest = [face for names in (_SANS, *_BY_SCRIPT.values()) if (face := _first(names)) is not None]
    if parse_locale(locale).script not in _CJK:
        # One of the regions is enough for a name in Chinese: each face is a table of 45,000 characters.
        regions = (_cjk_face(script_, "") for script_ in ("Hans", "Jpan", "Hant", "Kore"))
        rest += [face] if (face := next(filter(None, regions), None)) else []
    rest += [face for name in _SIGNS if (face := _first((name,))) is not None]
    chain = tuple(dict.fromkeys(face for face in (*own, *script, *rest) if face.covers))
    if own and any(face.covers for face in own):
        return Typeface(chain, sum(1 for face in own if face.covers), own=True, name=Path(font).name)
    if font or not found:
        return None
    complete = _first(_SIGNS[:1]) is not None and any(len(face.covers) > _CJK_SIZE for face in chain)
    return Typeface(chain, len(chain) if complete else 0, own=False, name="Noto")


def _script_faces(locale: str) -> tuple[list[Face], bool]:
    """Return the faces that come first in a locale, and whether they have its script."""
    tag = parse_locale(locale)
    if tag.script in _CJK:
        face = _cjk_face(tag.script, tag.territory or "")
        return ([face] if face else []), face is not None
    sans, own = _first(_SANS), _first(_BY_SCRIPT.get(tag.script, ()))
    if tag.script not in _BY_SCRIPT:
        return ([sans] if sans else []), sans is not None and tag.script in _OF_SANS
    # Latin letters and digits of a Thai line are those of Noto Sans; Arabic has marks and digits of its own.
    order = (own, sans) if tag.script in {"Arab", "Hebr"} else (sans, own)
    return [face for face in order if face], own is not None


def _cjk_face(script: str, territory: str) -> Face | None:
    index, names = _HONG_KONG if (script, territory) == ("Hant", "HK") else _CJK[script]
    collection = _installed().get("NotoSansCJK-Regular.ttc") or _installed().get("NotoSansCJK-VF.ttc")
    if collection:
        return next(iter(_faces(Path(collection), index)), None)
    return _first(names)


def _first(names: tuple[str, ...]) -> Face | None:
    for name in names:
        for style in _STYLES:
            for suffix in (".ttf", ".otf"):
                path = _installed().get(f"{name}{style}{suffix}")
                if path:
                    return next(iter(_faces(Path(path), 0)), None)
    return None


@functools.cache
def _faces(path: Path, index: int | None) -> tuple[Face, ...]:
    """Return the faces of a file, or one of them; those that cannot be read cover nothing."""
    import uharfbuzz as hb

    try:
        blob = hb.Blob.from_file_path(str(path))
    except hb.HarfBuzzError:  # it may be gone or closed to us by now
        return ()
    faces = []
    for number in range(hb.Face(blob).count) if index is None else (index,):
        face = hb.Face(blob, number)
        faces.append(Face(str(path), number, hb.Font(face), face.upem or 1000, frozenset(face.unicodes)))
    return tuple(faces)


def _files_of(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path] if path.is_file() else []
    files = sorted(p for p in path.iterdir() if p.suffix.lower() in _SUFFIXES and p.is_file())
    return files[:_MOST_FILES]


@functools.cache
def _installed() -> dict[str, str]:
    """Return file name → path of the bundled fonts and those in the folders that fontconfig reads by default."""
    found: dict[str, str] = {}
    for root in reversed(_folders()):
        for folder, _, files in os.walk(root):
            found |= {name: f"{folder}/{name}" for name in files if Path(name).suffix.lower() in _SUFFIXES}
    return found


def _folders() -> list[Path]:
    home = Path.home()
    shared = os.environ.get("XDG_DATA_DIRS", "").split(os.pathsep)
    return [
        _BUNDLED,
        Path(os.environ.get("XDG_DATA_HOME", home / ".local/share")) / "fonts",
        home / ".fonts",
        *(Path(folder) / "fonts" for folder in shared if folder),
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
        home / "Library/Fonts",
        Path("/Library/Fonts"),
        Path("C:/Windows/Fonts"),
    ]
