"""gettext catalogues: plurals, flags, headers, wrapping, and what is refused."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from localize.errors import HostileInputError, LocalizeError, ParseError
from localize.formats import ParseOptions, detect, load_format, parse, po_catalogue, render
from localize.formats.gettext_plurals import rule_of_header, rule_of_locale
from localize.formats.notes import max_length_in
from localize.formats.po import PoFormat
from localize.formats.po_catalogue import escaped, unescaped
from localize.formats.po_wrapping import Wrapping
from localize.formats.splice import outside, spliced
from localize.model import Document

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "formats" / "po"
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
ENGLISH = HEADER + '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'

needs_msgfmt = pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")


def read(text: str | bytes, locale: str | None = None) -> Document:
    data = text.encode() if isinstance(text, str) else text
    return parse(data, "a.po", format="po", options=ParseOptions(target_locale=locale))


def written(text: str, targets: dict[str, str], locale: str | None = None) -> str:
    return render(read(text, locale), targets).decode()  # type: ignore[arg-type]


def compiles(data: bytes, folder: Path) -> str:
    path = folder / "a.po"
    path.write_bytes(data)
    done = subprocess.run(
        ["msgfmt", "-c", "-o", "/dev/null", str(path)], capture_output=True, text=True, check=False
    )
    return "" if done.returncode == 0 else done.stderr


@pytest.mark.parametrize("locale", ["en", "ru", "ja", "ar", "pl", "fr", "zh-Hant"])
@pytest.mark.parametrize("name", ["game.po", "template.pot", "godot.pot"])
@needs_msgfmt
def test_a_translated_file_compiles(name: str, locale: str, tmp_path: Path) -> None:
    document = read((GOLDEN / name).read_bytes(), locale)
    marks = {s.id: "%s" if "%s" in s.source else "%d" if s.plural else "" for s in document.segments}
    targets = {s.id: f'译文 "a\\b" {marks[s.id]} {"слово " * 30}\n第二行' for s in document.segments}
    assert compiles(render(document, targets), tmp_path) == ""


@needs_msgfmt
def test_one_plural_form_alone_still_gives_a_file_that_compiles(tmp_path: Path) -> None:
    text = (
        ENGLISH + '\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\nmsgstr[1] ""\n\n'
        'msgid "c"\nmsgid_plural "d"\nmsgstr[0] "x"\nmsgstr[1] "y"'
    )
    result = written(text, {"a[2]": "много"}, "ru")
    assert compiles(result.encode(), tmp_path) == ""
    assert 'msgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] "много"\n' in result
    assert result.endswith('msgstr[0] "x"\nmsgstr[1] "y"\nmsgstr[2] ""')


@pytest.mark.parametrize(
    ("locale", "categories"),
    [
        ("zh-Hans", ("other",)),
        ("en", ("one", "other")),
        ("ru", ("one", "few", "many")),
        ("pl", ("one", "few", "many")),
        ("id", ("other",)),
        ("ar", ("zero", "one", "two", "few", "other", "many")),
    ],
)
def test_each_language_has_its_forms(locale: str, categories: tuple[str, ...]) -> None:
    assert rule_of_locale(locale).categories == categories
    text = HEADER + '\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    assert tuple(segment.plural for segment in read(text, locale).segments) == categories


def test_the_rule_of_the_header_holds_where_it_is_that_of_the_language() -> None:
    odd = "nplurals=3; plural=(n==1 ? 2 : n==0 ? 0 : 1);"
    text = (
        HEADER + f'"Language: en\\n"\n"Plural-Forms: {odd}\\n"\n\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\n'
    )
    assert [segment.plural for segment in read(text, "en-US").segments] == ["other", "other", "one"]
    assert odd in written(text, {"a[1]": "x"}, "en-US")
    assert [segment.source for segment in read(text, "en-US").segments] == ["b", "b", "a"]


def test_forms_that_the_language_does_not_have_go_with_the_new_rule() -> None:
    text = (
        ENGLISH + '\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "x"\nmsgstr[1] "y"\n\n'
        '#, fuzzy\nmsgid "c"\nmsgid_plural "d"\nmsgstr[0] "u"\nmsgstr[1] "v"\n'
    )
    result = written(text, {"a[0]": "甲"}, "zh-Hans")
    assert result == HEADER + (
        '"Plural-Forms: nplurals=1; plural=0;\\n"\n\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "甲"\n\n'
        '#, fuzzy\nmsgid "c"\nmsgid_plural "d"\nmsgstr[0] "u"\n'
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("#, fuzzy\n", ""),
        ("#, fuzzy, c-format\n", "#, c-format\n"),
        ("#, c-format, fuzzy\n", "#, c-format\n"),
        ("#, c-format,fuzzy , no-wrap\n", "#, c-format, no-wrap\n"),
        ("# fuzzy\n", "# fuzzy\n"),
    ],
)
def test_a_translation_takes_the_fuzzy_flag_away(before: str, after: str) -> None:
    text = f'{HEADER}\n{before}#| msgid "old"\nmsgid "a"\nmsgstr "guess"\n'
    assert written(text, {"a": "sure"}) == f'{HEADER}\n{after}#| msgid "old"\nmsgid "a"\nmsgstr "sure"\n'


def test_a_guess_is_no_translation_and_becomes_one_when_it_is_confirmed() -> None:
    text = f'{HEADER}\n#, fuzzy\nmsgid "a"\nmsgstr "guess"\n'
    (segment,) = read(text).segments
    assert (segment.target, segment.note) == (None, "fuzzy: guess")
    assert written(text, {"a": "guess"}) == f'{HEADER}\nmsgid "a"\nmsgstr "guess"\n'


def test_the_flag_goes_with_any_plural_form_and_takes_the_other_guesses_along() -> None:
    text = f'{ENGLISH}\n#, fuzzy\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "x"\nmsgstr[1] "y"\n'
    assert [segment.note for segment in read(text).segments] == ["fuzzy: x", "fuzzy: y"]
    expected = f'{ENGLISH}\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\nmsgstr[1] "z"\n'
    assert written(text, {"a[1]": "z"}) == expected


@pytest.mark.parametrize(
    ("flags", "style"),
    [
        ("#, python-brace-format\n", "python-brace-format"),
        ("#, fuzzy, c-format, no-wrap\n", "c-format"),
        (
            "#, no-c-format\n#, python-format,python-brace-format\n",
            "no-c-format, python-format, python-brace-format",
        ),
        ("#= no-c-format\n", "no-c-format"),
        ("#, fuzzy, no-wrap, range: 0..10\n", None),
        ("#. c-format\n# c-format\n", None),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_flags_of_how_values_are_written_are_the_style_of_a_message(
    flags: str, style: str | None, end: str
) -> None:
    text = f'{ENGLISH}\n{flags}msgid "a %s"\nmsgstr "b %s"\n'.replace("\n", end).replace(f"\\{end}", "\\n")
    (segment,) = read(text).segments
    assert segment.style == style
    assert written(text, {}) == text
    assert written(text, {"a %s": "c %s"}).replace("fuzzy, ", "") == text.replace("b %s", "c %s").replace(
        "fuzzy, ", ""
    )


def test_all_forms_of_a_message_have_its_flags() -> None:
    message = '\n#, c-format\nmsgid "%d a"\nmsgid_plural "%d b"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    assert [segment.style for segment in read(ENGLISH + message).segments] == ["c-format", "c-format"]


def test_line_breaks_at_the_ends_follow_the_source() -> None:
    text = f'{HEADER}\nmsgid ""\n"\\n"\n"a\\n"\nmsgstr ""\n'
    (segment,) = read(text).segments
    assert segment.source == "\na\n"
    assert 'msgstr ""\n"\\n"\n"b\\n"\n' in written(text, {segment.id: "b"})


def test_carriage_returns_of_unreal_are_line_breaks_and_come_back() -> None:
    text = f'{HEADER}\nmsgid "a\\r\\nb"\nmsgstr ""\n'
    (segment,) = read(text).segments
    assert segment.source == "a\nb"
    assert r"c\r\n" in written(text, {segment.id: "c\nd"})


@pytest.mark.parametrize("bad", ["CHARSET", "ASCII"])
def test_the_encoding_of_the_header_becomes_true(bad: str) -> None:
    text = HEADER.replace("UTF-8", bad) + '\nmsgid "a"\nmsgstr ""\n\nmsgid "b"\nmsgstr ""\n'
    assert "charset=UTF-8" in written(text, {"b": "译"})
    assert "charset=UTF-8" in written('msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr ""\n', {"a": "译"})
    assert f"charset={'UTF-8' if bad == 'CHARSET' else bad}" in written(text, {"b": "ascii"})


def test_long_lines_are_broken_as_the_file_breaks_them() -> None:
    wrapped = f'{HEADER}\nmsgid ""\n"aaaa aaaa aaaa aaaa aaaa aaaa aaaa aaaa "\n"bbbb"\nmsgstr ""\n'
    (segment,) = read(wrapped).segments
    lines = written(wrapped, {segment.id: "слово " * 20 + "конец"}).split("msgstr")[2].splitlines()
    assert lines[0] == ' ""'
    assert len(lines) > 3
    assert max(map(len, lines)) <= 43
    long = f'{HEADER}\nmsgid "{"a" * 100}"\nmsgstr ""\n'
    (segment,) = read(long).segments
    assert f'msgstr "{"b " * 99}b"' in written(long, {segment.id: "b " * 99 + "b"})


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=60),
    st.integers(0, 40),
    st.booleans(),
)
def test_pieces_say_what_the_string_said(value: str, width: int, at_breaks: bool) -> None:
    pieces = Wrapping(width, at_breaks=at_breaks).pieces(value, "msgstr ")
    assert unescaped("".join(pieces)) == value
    assert not any("\n" in piece for piece in pieces)


@given(st.text(st.characters(exclude_characters="\0"), max_size=60))
def test_a_string_is_read_back_as_it_was(value: str) -> None:
    assert unescaped(escaped(value)) == value


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('msgid "a"\nmsgstr "b\n', 2, "not closed"),
        ('msgid "a"\nmsgstr "he said "hi""\n', 2, "bare quote"),
        ('msgid "a"\nmsgstr "b"\n<<<<<<< HEAD\n', 3, "not part of a catalogue"),
        ('msgid "a"\n\nmsgid "b"\nmsgstr ""\n', 3, "stands where it cannot"),
        ('msgid "a"\n', 1, "no msgstr"),
        ('msgstr "a"\n', 1, "does not fit"),
        ('msgid "a"\nmsgstr[0] "b"\n', 2, "does not fit"),
        ('msgid "a"\nmsgid_plural "b"\nmsgstr "c"\n', 3, "does not fit"),
        ('"a"\n', 1, "no keyword"),
        ("msgid\nmsgstr\n", 1, "no string"),
        ('msgctxt "a"\n#~ msgid "a"\n', 1, "no msgid"),
    ],
)
def test_a_broken_catalogue_is_refused_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(ParseError, match=words) as caught:
        read(text)
    assert caught.value.place is not None
    assert caught.value.place.line == line
    assert caught.value.do


@pytest.mark.parametrize(
    "header",
    ["nplurals=2; plural=n/0;", "nplurals=2; plural=" + "(" * 500 + "n", "nplurals=99; plural=n;",
     "nplurals=1; plural=n;",
     "nplurals=2; plural=__import__('os');", "nplurals=INTEGER; plural=EXPRESSION;", ""],
)  # fmt: skip
def test_a_senseless_plural_rule_is_no_rule(header: str) -> None:
    assert rule_of_header(header, "en") is None


@pytest.mark.parametrize(
    ("words", "limit"),
    [
        ("最多 12 个字符", 12), ("不超过8个字", 8), ("字数限制：16", 16), ("10字以内", 10), ("max 12 chars", 12),
        ("Max length: 20", 20), ("MAXLENGTH=9", 9), ("limit: 30 characters", 30), ("24 char limit", 24),
        ("up to 10 letters", 10), ("最多 12 个字符, max 9 chars", 9), ("max 3 lines", None), ("max of 3 players", None),
        ("version 12", None), ("max 50%", None),
    ],
)  # fmt: skip
def test_comments_limit_the_length(words: str, limit: int | None) -> None:
    assert max_length_in(words) == limit


def test_no_letter_is_found_in_a_comment_that_its_small_form_does_not_show() -> None:
    """What `max_length_in` looks for first, in small letters, is in every comment that its patterns fit."""
    letters = "axchrletymbolgpnt"
    every = "".join(chr(code) for code in range(0x110000))
    assert {char.lower() for char in re.findall(f"[{letters}]", every, re.IGNORECASE)} == set(letters)
    assert max_length_in("MAXİMUM 5") == max_length_in("maxımum 5") == max_length_in("max 5") == 5
    assert max_length_in("ſtring limit 7") == max_length_in("12 ſymbolſ max") - 5 == 7  # type: ignore[operator]


PARTS = [
    'msgid "a"\nmsgstr "x"\n', 'msgid "b"\n', 'msgid "中 "\n', 'msgid ""\n', 'msgid "\\na\\n"\n',
    'msgid "l\\r\\n"\n', 'msgid"n"\n', '  msgid "i"\n', 'msgstr "x"\n', 'msgstr ""\n',
    'msgstr\n"q"\n', 'msgstr  "w" \n', 'msgstr "end"', '"more\\n"\n', '"z" "y"\n', 'msgctxt "c"\n',
    'msgid_plural "as"\n', 'msgstr[0] "o"\n', 'msgstr[1] "p"\n', "# c\n", "#. max 12 chars\n",
    "#: a.c:1\n", "#, fuzzy\n", "#, c-format, fuzzy\n", '#~ msgid "o"\n', '#| msgid "old"\n', "\n",
    "\n", " \t\n", "\r\n", "\r", "\v\n", "domain x\n", '"', "\\", 'msgid "a\\"b\\\\"\n',
    'msgstr "\\101\\q"\n', '"Content-Type: text/plain; charset=CHARSET\\n"\n',
    '#. n\nmsgctxt "c"\nmsgid "b"\nmsgstr ""\n"y\\n"\n"z"\n',
    'msgid "d"\nmsgid_plural "ds"\nmsgstr[0] "1"\nmsgstr[1] "2"\n',
    '#, fuzzy\nmsgid "e\\n"\nmsgstr "g\\n"\n', HEADER, ENGLISH,
]  # fmt: skip
SOUP = st.lists(st.sampled_from(PARTS), max_size=12).map("".join)
WORDS = [
    '"', "\\", "\n", "\r", "\t", "\x01", "\x7f", "\x85", "\u2028", "\u3000", " ", "7", "n", "x41",
    "\n\n", 'msgid "', "#", "#~ ", "译", "é", "译文，" * 20, "words and " * 12, '"\nmsgstr "',
    "charset=gbk",
]  # fmt: skip
TEXTS = st.one_of(st.lists(st.sampled_from(WORDS), max_size=6).map("".join), st.text(max_size=30))


@given(text=SOUP)
@settings(max_examples=400, deadline=None)
def test_the_common_shape_says_the_same_as_reading_line_by_line(text: str) -> None:
    def told() -> object:
        try:
            document = read(text, "en")
        except LocalizeError as error:
            return str(error)
        return document.segments, document.meta

    quick = told()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(po_catalogue, "_COMMON", re.compile(rb"(?!)"))
        assert told() == quick


@given(
    parts=st.lists(st.sampled_from([p for p in PARTS if p.startswith(("msg", "#", "\n"))]), max_size=9),
    data=st.data(),
)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_written_without_proof_is_read_back_and_the_same_as_with_it(
    parts: list[str], data: st.DataObject
) -> None:
    newline = data.draw(st.sampled_from(["\n", "\n", "\r\n", "\r", "\r\r\n"]))
    mark = data.draw(st.sampled_from([b"", b"", b"\xef\xbb\xbf"]))
    body = 'msgid "first"\nmsgstr "1"\n\n' + "".join(parts)
    try:
        head = data.draw(st.sampled_from([HEADER, ENGLISH]))
        document = read(mark + (head + body).replace("\n", newline).encode(), "en")
    except LocalizeError:
        document = read(mark + HEADER.encode() + b'msgid "first"\nmsgstr "1"\n')
    chosen = data.draw(
        st.lists(st.sampled_from(document.segments), min_size=1, max_size=4, unique_by=lambda s: s.id)
    )
    targets = sorted(((s, data.draw(TEXTS)) for s in chosen), key=lambda pair: pair[0].spans[-1].start)
    form = PoFormat()
    patches = form.plain_patches(document, targets)
    if patches is None:
        texts = "".join(target for _, target in targets)
        carried = (document.data[a.start : a.end] for s in chosen for a in s.spans[:-1])
        assert (
            "\0" in texts
            or any(s.plural for s in chosen)  # sometimes: forms may be missing, or the rule foreign
            or any(b"fuzzy" in piece for piece in carried)
            or any("\ud800" <= char <= "\udfff" for char in texts)
        )
        return
    result = spliced(document.data, patches)
    fitted = [(s, form.fit(target, s)) for s, target in targets]
    assert result == spliced(document.data, form.patches(document, fitted))
    wanted = {s.id: s.target for s in document.segments} | {s.id: text or None for s, text in fitted}
    again = read(result, document.meta.get("target_locale"))
    assert {s.id: s.target for s in again.segments} == wanted
    assert [(s.source, s.plural, s.context) for s in again.segments] == [
        (s.source, s.plural, s.context) for s in document.segments
    ]
    assert form.read_back(result, document) == {name: target for name, target in wanted.items() if target}


def test_plural_forms_and_a_single_flag_need_no_proof_but_others_do() -> None:
    plural = 'msgid "d"\nmsgid_plural "ds"\nmsgstr[0] "1"\nmsgstr[1] "2"\n'
    flagged = '#, c-format, fuzzy\nmsgid "g"\nmsgstr "g"\n\n'

    def plain(text: str, locale: str = "en") -> bool:
        document = read(ENGLISH + "\n" + text, locale)
        return PoFormat().plain_patches(document, [(s, "é\n") for s in document.segments]) is not None

    assert plain(flagged + plural)
    assert not plain(flagged + plural, "ru")
    assert not plain("#, fuzzy\n" + plural)
    assert not plain("#, fuzzy\n" + flagged)
    assert not plain(plural.partition("msgstr[1]")[0])
    assert not plain(plural + 'msgstr[2] "3"\n')


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = read(data)
    except LocalizeError:
        return
    assert render(document, {}) == data


@pytest.mark.parametrize(
    "path", sorted(p for p in GOLDEN.iterdir() if p.suffix != ".json"), ids=lambda p: p.name
)
def test_a_damaged_file_is_read_or_refused(path: Path) -> None:
    data, chance = path.read_bytes(), random.Random(7)
    for _ in range(300):
        at = chance.randrange(len(data))
        cut = (
            data[:at]
            + bytes(chance.choices(b'"\\\n#msgidtr[]0~, \xff', k=2))
            + data[at + chance.randrange(3) :]
        )
        try:
            document = read(cut, chance.choice([None, "ru", "zh-Hans"]))
            result = render(document, {s.id: "新" for s in document.segments})
        except LocalizeError:
            continue
        assert {s.target for s in read(result, document.meta.get("target_locale")).segments if s.target} <= {
            "新", "新\n", "\n新", "\n新\n"
        }  # fmt: skip


def test_real_catalogues_go_round_and_say_what_polib_reads(sample_data: Path) -> None:
    polib = pytest.importorskip("polib")
    form = load_format("po")
    refused: list[str] = []
    for path in sorted([*sample_data.glob("strings/**/*.po"), *sample_data.glob("strings/**/*.pot")]):
        data = path.read_bytes()
        assert detect(data, path.name).name == "po"
        try:
            document = read(data)
        except LocalizeError:
            refused.append(path.name)
            continue
        assert render(document, {}) == data
        try:
            catalogue = polib.pofile(str(path))
        except (OSError, UnicodeDecodeError):
            continue  # domain statements, UTF-16 and wrong encodings are beyond polib
        wanted: list[str] = []
        for entry in catalogue:
            if entry.obsolete or not entry.msgid.strip():
                continue
            texts = (
                [text for _, text in sorted(entry.msgstr_plural.items())]
                if entry.msgid_plural
                else [entry.msgstr]
            )
            wanted += ["" if entry.fuzzy else text.replace("\r\n", "\n") for text in texts]
        assert [segment.target or "" for segment in document.segments] == wanted, path
        result = render(document, {s.id: "x" for s in document.segments})
        left, right = (b"".join(piece for _, piece in outside(form, d)) for d in (document, read(result)))
        assert left == right
    assert refused == ["msgctxt_notes.po"]  # begins in the middle of its header


def test_a_comment_that_begins_with_a_chinese_character_right_after_its_mark_is_read() -> None:
    data = '#中文备注\n#，全角\nmsgid "公会"\nmsgstr ""\n'.encode()
    document = parse(data, "x.po")
    assert document.segments[0].note == "中文备注\n，全角"
    assert render(document, {}) == data


def test_a_string_of_very_many_pieces_is_refused_and_one_of_many_is_cheap() -> None:
    head = 'msgid "x"\nmsgid_plural "y"\nmsgstr[0] ""\n'
    with pytest.raises(HostileInputError, match="more than 5,000 pieces"):
        parse((head + '"a"\n' * 5_001).encode(), "a.po")
    data = "\n".join(head.replace("x", f"x{n}") + '"a"\n' * 4_900 for n in range(5)).encode()
    parse(data, "a.po")
    tracemalloc.start()
    document = parse(data, "a.po")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert document.segments[0].target == "a" * 4_900
    assert peak <= 12 * len(data)
