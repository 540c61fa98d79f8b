"""Parse and render of PO, XLIFF 1.2 and JSON against translate-toolkit on the same units, side by side in one run.

    python benchmarks/string_formats.py [--units N] [--rounds N]

Ours parses, replaces every target and proves the result by reading it again; the toolkit parses, sets every target and
serialises. Both must give the same targets back.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable

from translate.storage import base, factory, jsonl10n, po, xliff  # noqa: F401

from localize.formats import ParseOptions, parse, render


def po_file(count: int) -> bytes:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: en\\n"\n\n'
    units = (
        f'#. note {n}\n#: src/a.c:{n}\nmsgid "第{n}条消息，共%d个"\nmsgstr "old {n} %d"\n'
        for n in range(count)
    )
    return (head + "\n".join(units)).encode()


def xliff_file(count: int) -> bytes:
    units = (
        f'<trans-unit id="{n}"><source>第{n}条 &amp; 消息</source><target>old {n}</target></trans-unit>\n'
        for n in range(count)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
        '<file original="a" source-language="zh-Hans" target-language="en" datatype="plaintext"><body>\n'
        + "".join(units)
        + "</body></file></xliff>\n"
    ).encode()


def json_file(count: int) -> bytes:
    return json.dumps(
        {f"key{n}": f"第{n}条消息 {{0}}" for n in range(count)}, ensure_ascii=False, indent=2
    ).encode()


def ours(data: bytes, name: str) -> bytes:
    document = parse(data, name, options=ParseOptions(target_locale="en"))
    return render(document, {s.id: f"New text {n} %d" for n, s in enumerate(document.segments)})


def toolkit(store_class: type[base.TranslationStore]) -> Callable[[bytes, str], bytes]:
    def run(data: bytes, name: str) -> bytes:
        store = store_class()
        store.parse(data)
        number = 0
        for unit in store.units:
            if unit.istranslatable() or store_class is jsonl10n.JsonFile:
                unit.target = f"New text {number} %d"
                number += 1
        return bytes(store)

    return run


def targets(data: bytes, name: str) -> list[str]:
    document = parse(data, name, options=ParseOptions(target_locale="en"))
    return [s.source if s.target is None else s.target for s in document.segments]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--units", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    print(
        f"{args.units} units, parse + render with every target replaced, median of {args.rounds} rounds, CPU seconds"
    )
    for name, make, store in (
        ("x.po", po_file, po.pofile),
        ("x.xlf", xliff_file, xliff.xlifffile),
        ("x.json", json_file, jsonl10n.JsonFile),
    ):
        data = make(args.units)
        spent: dict[str, list[float]] = {"localize": [], "translate-toolkit": []}
        results = {}
        for _ in range(args.rounds):
            for who, run in (("localize", ours), ("translate-toolkit", toolkit(store))):
                began = time.process_time()
                results[who] = run(data, name)
                spent[who].append(time.process_time() - began)
        assert targets(results["localize"], name) == targets(results["translate-toolkit"], name)
        mine, theirs = (statistics.median(spent[who]) for who in ("localize", "translate-toolkit"))
        print(
            f"{name[2:]:6} localize {mine:6.2f} s   translate-toolkit {theirs:6.2f} s   {theirs / mine:5.2f} x"
        )
        assert mine <= theirs, f"{name} is slower than translate-toolkit"


if __name__ == "__main__":
    main()
