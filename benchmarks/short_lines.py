"""Owns files of very short lines, one for each format made of text: what costs most memory for its size.

    python benchmarks/short_lines.py            # the table: peak memory of a parse over the size of the file

Each row holds one text of three characters, ``好的。``, with the least that its format wants around it.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tracemalloc
from typing import TYPE_CHECKING, NamedTuple

from localize.formats import ParseOptions, parse

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = "好的。"
MOST = 12.0
"""Times the size of a file that parsing it may take, at most."""


class Short(NamedTuple):
    """How a file of one format is made: its name, what stands first, a row by its number, what stands last."""

    name: str
    row: Callable[[int], str]
    head: str = ""
    tail: str = ""


def _clock(ms: int, mark: str = ".") -> str:
    return f"{ms // 3600000:02}:{ms // 60000 % 60:02}:{ms // 1000 % 60:02}{mark}{ms % 1000:03}"


def _frames(number: int) -> str:
    return f"{number // 90000:02}:{number // 1500 % 60:02}:{number // 25 % 60:02}:{number % 25:02}"


_XLIFF = '<file original="a" source-language="zh" target-language="en" datatype="plaintext"><body>\n'
_TS = '<TS version="2.1" language="en" sourcelanguage="zh"><context><name>a</name>\n'
SHORT = {
    "srt": Short("x.srt", lambda i: f"{i + 1}\n{_clock(i, ',')} --> {_clock(i + 9, ',')}\n{TEXT}\n\n"),
    "vtt": Short("x.vtt", lambda i: f"{_clock(i)} --> {_clock(i + 9)}\n{TEXT}\n\n", "WEBVTT\n\n"),
    "ass": Short(
        "x.ass",
        lambda i: f"Dialogue: {_clock(10 * i)[1:-1]},{_clock(10 * i + 90)[1:-1]},{TEXT}\n",
        "[Script Info]\nScriptType: v4.00+\n\n[Events]\nFormat: Start, End, Text\n",
    ),
    "ttml": Short(
        "x.ttml",
        lambda i: f'<p begin="{i}s" end="{i + 1}s">{TEXT}</p>\n',
        '<tt xmlns="http://www.w3.org/ns/ttml"><body><div>\n',
        "</div></body></tt>",
    ),
    "sbv": Short("x.sbv", lambda i: f"{_clock(i)[1:]},{_clock(i + 9)[1:]}\n{TEXT}\n\n"),
    "subviewer": Short("x.sub", lambda i: f"{_clock(10 * i)[:-1]},{_clock(10 * i + 90)[:-1]}\n{TEXT}\n\n"),
    "microdvd": Short("x.sub", lambda i: f"{{{9 * i}}}{{{9 * i + 5}}}{TEXT}\n", "{1}{1}25\n"),
    "lrc": Short("x.lrc", lambda i: f"[{i // 600:02}:{i // 10 % 60:02}.{i % 10}0]{TEXT}\n"),
    "sami": Short(
        "x.smi", lambda i: f"<SYNC Start={i}><P Class=ZHCC>{TEXT}\n", "<SAMI><BODY>\n", "</BODY></SAMI>"
    ),
    "spruce": Short("x.stl", lambda i: f"{_frames(i)},{_frames(i + 5)},{TEXT}\n"),
    "fountain": Short("x.fountain", lambda i: f"{'@林晚' if i % 2 else '走。'}\n{TEXT}\n\n", "INT. 客厅\n\n"),
    "screenplay": Short("x.txt", lambda i: f"{'林晚：' if i % 2 else '△'}{TEXT}\n", "1-1 日 内 客厅\n"),
    "renpy": Short("x.rpy", lambda i: f'    e "{TEXT}"\n', "label start:\n"),
    "yarn": Short("x.yarn", lambda i: f"{TEXT}\n", "title: A\n---\n", "===\n"),
    "ink": Short("x.ink", lambda i: f"{TEXT}\n", "== 一 ==\n", "-> END\n"),
    "fdx": Short(
        "x.fdx",
        lambda i: f'<Paragraph Type="Action"><Text>{TEXT}</Text></Paragraph>\n',
        '<FinalDraft DocumentType="Script"><Content>\n',
        "</Content></FinalDraft>",
    ),
    "json": Short("x.json", lambda i: f'"key{i}": "{TEXT}",\n', "{", '"": ""}'),
    "json_table": Short("x.json", lambda i: f'{{"id":"k{i}","zh":"{TEXT}","en":""}},\n', "[", "{}]"),
    "xcstrings": Short(
        "x.xcstrings",
        lambda i: f'"{TEXT}{i}":{{}},\n',
        '{"sourceLanguage":"zh-Hans","version":"1.0","strings":{\n',
        '"-":{}}}',
    ),
    "rpgmaker": Short(
        "Items.json",
        lambda i: f',\n{{"id":{i + 1},"itypeId":1,"name":"{TEXT}"}}',
        "[null",
        "]",
    ),
    "properties": Short("x.properties", lambda i: f"key{i}={TEXT}\n"),
    "strings": Short("x.strings", lambda i: f'"key{i}"="{TEXT}";\n'),
    "yaml": Short("x.yml", lambda i: f"key{i}: {TEXT}\n"),
    "paradox": Short("x_l_english.yml", lambda i: f' key{i}:0 "{TEXT}"\n', "l_english:\n"),
    "factorio": Short("x.cfg", lambda i: f"key{i}={TEXT}\n", "[a]\n"),
    "fluent": Short("x.ftl", lambda i: f"key{i} = {TEXT}\n"),
    "po": Short(
        "x.po",
        lambda i: f'msgid "{TEXT}{i}"\nmsgstr ""\n\n',
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n',
    ),
    "csv": Short("x.csv", lambda i: f"key{i},{TEXT},\n", "key,zh-Hans,en\n"),
    "xliff": Short(
        "x.xlf",
        lambda i: f'<trans-unit id="{i}"><source>{TEXT}</source></trans-unit>\n',
        f'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">{_XLIFF}',
        "</body></file></xliff>",
    ),
    "android": Short(
        "strings.xml", lambda i: f'<string name="key{i}">{TEXT}</string>\n', "<resources>\n", "</resources>"
    ),
    "resx": Short("x.resx", lambda i: f'<data name="key{i}"><value>{TEXT}</value></data>\n', "<root>\n", "</root>"),
    "qt_ts": Short(
        "x.ts",
        lambda i: f"<message><source>{TEXT}{i}</source><translation/></message>\n",
        _TS,
        "</context></TS>",
    ),
}  # fmt: skip


def short_file(form: str, rows: int) -> bytes:
    """Return a file of so many rows."""
    kind = SHORT[form]
    return (kind.head + "".join(map(kind.row, range(rows))) + kind.tail).encode()


def memory_ratio(form: str, data: bytes, name: str) -> float:
    """Return the peak memory of a parse, the file itself not counted, over the size of the file."""
    options = ParseOptions(target_locale="en")
    gc.collect()
    tracemalloc.start()
    document = parse(data, name, format=form, options=options)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert document.segments
    return peak / len(data)


def load(form: str) -> None:
    """Load what is loaded once, so that it does not count."""
    parse(short_file(form, 5), SHORT[form].name, format=form, options=ParseOptions(target_locale="en"))


def memory_of_short_lines(form: str, rows: int) -> tuple[float, float]:
    """Return bytes a row, and the peak memory of a parse over the size of the file."""
    name = SHORT[form].name
    load(form)
    data = short_file(form, rows)
    return len(data) / rows, memory_ratio(form, data, name)


def table(rows: int) -> list[str]:
    """Print the memory of all formats and return what takes more than it may."""
    missed = []
    print(f"{rows:,} rows of three characters: peak memory of a parse / size of the file")
    for form in SHORT:
        width, ratio = memory_of_short_lines(form, rows)
        print(f"  {form:12}{width:6.1f} bytes a row{ratio:8.1f}", flush=True)
        if ratio > MOST:
            missed.append(f"{form}: memory {ratio:.1f} x file size in short lines, the target is {MOST} x")
    return missed


def main() -> int:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--rows", type=int, default=50_000)
    missed = table(arguments.parse_args().rows)
    print("\n".join(f"MISSED {line}" for line in missed) or "all targets met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
