"""The pictures of flagged cues, looked at as a program can: size, colours, where there is ink."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from localize.errors import OutputError, Place
from localize.layout import Limits, limits, override
from localize.model import Finding, LocatedFinding, SegmentId, Severity
from localize.report import drawing
from localize.report.drawing import preview_png
from localize.report.preview import Cue, flagged_cues, thumbnails, write_previews

SAFE, OVER, WHITE = (110, 206, 150), (255, 92, 84), (255, 255, 255)
Look = Callable[[LocatedFinding], Cue | None]


def picture(
    lines: Sequence[str], profile: str = "vertical", locale: str = "en", **more: object
) -> Image.Image:
    data = preview_png(lines, limits(profile, locale), locale, **more)  # type: ignore[arg-type]
    return Image.open(io.BytesIO(data))


def only(image: Image.Image, colour: tuple[int, int, int]) -> Image.Image:
    """Return a mask of the pixels of a colour."""
    red, green, blue = (
        band.point([255 * (value == level) for value in range(256)])
        for band, level in zip(image.split(), colour, strict=True)
    )
    return ImageChops.darker(ImageChops.darker(red, green), blue)


def where(image: Image.Image, colour: tuple[int, int, int]) -> tuple[int, int, int, int] | None:
    """Return the box of all pixels of a colour."""
    return only(image, colour).getbbox()


def box_of(image: Image.Image, colour: tuple[int, int, int]) -> tuple[int, int, int, int]:
    found = where(image, colour)
    assert found is not None
    return found


def located(code: str = "LAY001", segment: str | None = "3", file: str = "ep01.srt") -> LocatedFinding:
    name = SegmentId(segment) if segment is not None else None
    finding = Finding(code, Severity.WARNING, name, None, f"what {code} says")
    return LocatedFinding(finding, Place(file, 14), "en-US")


def test_the_picture_is_the_frame_at_half_size() -> None:
    assert picture(["You came back."]).size == (540, 960)
    assert picture(["You came back."], "netflix").size == (960, 540)


def test_the_safe_area_is_drawn_where_it_is() -> None:
    assert box_of(picture([]), SAFE) == (32, 65, 476, 730)


def test_the_text_stands_on_the_bottom_of_the_safe_area_in_its_middle() -> None:
    left, top, right, bottom = box_of(picture(["You came back."]), WHITE)
    assert abs((left + right) / 2 - (32 + 475) / 2) < 4
    assert 690 < top < bottom <= 731


def test_a_line_that_leaves_the_safe_area_is_marked() -> None:
    assert where(picture(["You came back."]), OVER) is None
    assert where(picture(["WARNING WARNING MAXIMUM WOW"]), OVER) is not None


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("ar", "هل تظن أن 5 ملايين OPPO تكفي؟"),
        ("th", "ที่นี่"),
        ("hi", "क्षमा"),
        ("vi", "Ồ, thế à?"),
        ("ru", "Где?"),
    ],
)
def test_every_bundled_script_is_drawn(locale: str, text: str) -> None:
    left, _, right, _ = box_of(picture([text], locale=locale), WHITE)
    assert right - left > 20


def test_a_right_to_left_line_begins_at_the_right() -> None:
    # Alefs are tall and thin, the Latin letters low: what is drawn first is tall.
    image = picture(["اااا wwww"], locale="ar")
    left, top, right, bottom = box_of(image, WHITE)
    middle = (left + right) // 2

    def height(box: tuple[int, int, int, int]) -> int:
        _, first, _, last = box_of(image.crop(box), WHITE)
        return last - first

    assert height((middle + 20, top, right, bottom)) > height((left, top, middle - 20, bottom))


def test_a_title_stands_above_the_picture() -> None:
    with_title = picture(["a"], title=["ep01/第一集.srt:14   cue 3", "LAY001 too long " * 8])
    assert with_title.height > 960 + 60


def test_limits_without_a_screen_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="with a screen"):
        preview_png(["a"], limits("game", "en"), "en")


@pytest.mark.parametrize(
    "lines",
    [["a" * 10_000], ["a" + "\u0301" * 5_000], ["\x00\ud800\u202e"], ["x"] * 5_000, [""]],
    ids=["long", "combining", "control", "many", "empty"],
)
def test_a_hostile_cue_is_drawn_too(lines: list[str]) -> None:
    assert picture(lines, title=lines).width == 540


def cue(text: str = "You came back.", room: Limits | None = None) -> Look:
    return lambda _: Cue(text, room or limits("vertical", "en-US"))


def test_each_flagged_cue_gets_one_picture(tmp_path: Path) -> None:
    findings = [located(), located("LAY007"), located(segment="4"), located(segment=None)]
    steps: list[tuple[str, int, int]] = []
    paths = write_previews(
        flagged_cues(findings, cue()), tmp_path / "new" / "folder", lambda *step: steps.append(step)
    )
    assert steps == [("pictures", n, len(paths)) for n in range(1, len(paths) + 1)]
    assert [path.name for path in paths] == ["ep01.srt.en-US.3.png", "ep01.srt.en-US.4.png"]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in paths)


def test_a_name_cannot_leave_the_folder_or_hide_another(tmp_path: Path) -> None:
    findings = [located(file=name) for name in ("../../etc/ep", "..\\..\\etc\\ep", "第一集.srt", "x" * 500)]
    paths = write_previews(flagged_cues(findings, cue()), tmp_path)
    assert len(set(paths)) == 4
    assert {path.parent for path in paths} == {tmp_path}
    assert paths[2].name == "第一集.srt.en-US.3.png"


def test_what_has_no_screen_or_no_text_has_no_picture(tmp_path: Path) -> None:
    assert flagged_cues([located()], lambda _: None) == []
    assert flagged_cues([located()], cue(room=limits("game", "en"))) == []
    assert write_previews([], tmp_path / "none") == []
    assert not (tmp_path / "none").exists()


def test_a_script_without_a_font_is_said_in_the_picture() -> None:
    data = preview_png(["ᠠᠠ"], limits("vertical", "en"), "mn-Mong")
    assert where(Image.open(io.BytesIO(data)), WHITE) is not None


def test_a_small_frame_is_drawn_small() -> None:
    small = override(limits("vertical", "en"), {"frame_width": 360, "frame_height": 640}, source="x")
    assert Image.open(io.BytesIO(preview_png(["You came back."], small, "en"))).size == (180, 320)


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        write_previews(flagged_cues([located()], cue()), tmp_path / "file" / "folder")


def test_a_page_gets_small_pictures_of_what_does_not_fit_its_screen_and_not_too_many() -> None:
    codes = ("TXT001", "LAY001", "LAY007", "LAY002")
    found = [located(code, segment=str(n)) for n, code in enumerate(codes)]
    drawn = thumbnails([*found, *found], cue(), 2)
    assert [segment for _, _, segment in drawn] == ["1", "2"]
    assert all(data.startswith(b"\x89PNG") and len(data) < 8_000 for data in drawn.values())


def test_of_too_many_cues_those_with_the_gravest_findings_are_drawn_in_their_order(tmp_path: Path) -> None:
    ranks = (Severity.INFO, Severity.ERROR, Severity.WARNING, Severity.INFO, Severity.ERROR)
    findings = [
        replace(one, finding=replace(one.finding, severity=rank))
        for number, rank in enumerate(ranks)
        for one in (located(segment=str(number)),)
    ]
    cues = flagged_cues(findings, cue())
    names = [path.name for path in write_previews(cues, tmp_path, most=3)]
    assert names == [f"ep01.srt.en-US.{number}.png" for number in (1, 2, 4)]
    assert len(write_previews(cues, tmp_path)) == 5


@pytest.mark.parametrize("by", [1, 2, 3])
def test_an_outline_is_what_the_greatest_of_each_square_makes_of_the_letters(by: int) -> None:
    letters = Image.new("L", (60, 40))
    ImageDraw.Draw(letters).ellipse((20, 10, 30, 25), outline=200)
    letters.putpixel((31, 30), 90)
    thick = drawing._thickened(letters, by)
    plain = letters.filter(ImageFilter.MaxFilter(2 * by + 1))
    assert ImageChops.difference(thick, plain).getbbox() is None


def test_an_outline_at_the_edge_of_the_picture_does_not_come_in_again_on_the_other_side() -> None:
    letters = Image.new("L", (20, 10))
    letters.putpixel((0, 9), 255)
    assert drawing._thickened(letters, 2).getbbox() == (0, 7, 3, 10)


def test_pictures_of_one_screen_do_not_colour_each_other() -> None:
    room = limits("vertical", "en-US")
    first = preview_png(["You came back."], room, "en-US")
    preview_png(["WWWWWWWWWWWWWWWWWWWWWWWWWWW"] * 4, room, "en-US")
    assert preview_png(["You came back."], room, "en-US") == first


def test_drawing_and_packing_a_picture_takes_less_than_packing_it_as_small_as_can_be() -> None:
    def seconds(work: Callable[[], object]) -> float:
        began = time.perf_counter()
        work()
        return time.perf_counter() - began

    def draw() -> bytes:
        return preview_png(
            ["You came back, Mr. Wang.", "Not a cent less!"], limits("vertical", "en-US"), "en-US"
        )

    shown = Image.open(io.BytesIO(draw()))
    shown.load()
    quick = min(seconds(draw) for _ in range(5))
    slow = min(seconds(lambda: shown.save(io.BytesIO(), "PNG", optimize=True)) for _ in range(3))
    assert quick < 0.8 * slow
