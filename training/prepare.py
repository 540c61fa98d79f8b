"""The only place that turns the sources of ``data.toml`` into clean, deduplicated pairs with their symbol links.

    python -m training.prepare --data ../data --held-out ../heldout.tsv --out /tmp/training-run/base

Writes ``pairs.tsv`` (source, Chinese, English, links as JSON), ``weights.json``, ``drama-heldout.tsv`` and
``report.tsv`` (what was taken and left of each source). Needs the project's own packages, no torch.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections import Counter
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from training.cleaning import fit, glosses, key, normal, normal_en
from training.lexicon import Lexicon, counted_names, merged
from training.split import drama_lines, held_out_lines, is_held_out
from training.symbols import links

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MANIFEST = Path(__file__).parent / "data.toml"
LICENCES = frozenset(
    {
        "Apache-2.0",
        "CC-BY-2.0-FR",
        "CC-BY-SA-3.0",
        "CC-BY-SA-4.0",
        "GPL-2.0-or-later",
        "GPL-3.0-or-later",
        "MIT",
        "MIT OR Apache-2.0",
    }
)


@dataclass(frozen=True, slots=True)
class Source:
    """One row of the manifest; `weight` is how often an epoch shows each of its pairs."""

    name: str
    path: Path
    format: str
    licence: str
    attribution: str
    weight: float


@dataclass(frozen=True, slots=True)
class Pair:
    """A clean pair of one source."""

    source: str
    zh: str
    en: str


def load_sources(manifest: Path, data: Path) -> list[Source]:
    """Return the rows of the manifest.

    Raises:
        ValueError: a licence is not on the list of those that may go into the model.
    """
    sources = []
    for row in tomllib.loads(manifest.read_text(encoding="utf-8"))["source"]:
        if row["licence"] not in LICENCES:
            raise ValueError(
                f"{manifest}: {row['name']}: licence {row['licence']} (not known as free; leave it out)"
            )
        root = manifest.parent.parent if row.get("root") == "checkout" else data
        sources.append(
            Source(
                row["name"],
                root / row["path"],
                row.get("format", "tsv"),
                row["licence"],
                row["attribution"],
                float(row["weight"]),
            )
        )
    return sources


def raw_pairs(source: Source) -> Iterator[tuple[str, str]]:
    """Yield the Chinese and English sides of a source as they stand in its file."""
    if source.format == "corpus":
        yield from ((line.zh, line.en) for line in drama_lines(source.path) if not is_held_out(line.zh))
        return
    with source.path.open(encoding="utf-8") as file:
        for line in file:
            cells = line.rstrip("\n").split("\t")
            if source.format == "cedict":
                if len(cells) == 4:
                    yield from ((cells[1], gloss) for gloss in glosses(cells[3])[:1])
            elif len(cells) >= 2:
                yield cells[0], cells[1]


def held_out_keys(path: Path) -> set[str]:
    """Return the keys of the Chinese sides that no training may see."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {key(simplified(line.split("\t")[0])) for line in lines if line}


def simplified(text: str) -> str:
    """Return a text in Simplified characters."""
    from localize.engines.chinese import to_simplified

    return to_simplified(text)


def clean_pairs(sources: Sequence[Source], unseen: set[str]) -> tuple[list[Pair], Counter[tuple[str, str]]]:
    """Return the pairs that are fit, unseen and new, and how many of each source were taken or left, and why."""
    seen: set[tuple[str, str]] = set()
    counts: Counter[tuple[str, str]] = Counter()
    pairs = []
    for source in sources:
        for raw_zh, raw_en in raw_pairs(source):
            zh, en = normal(simplified(raw_zh)), normal_en(raw_en)
            verdict = "taken"
            if key(zh) in unseen:
                verdict = "held out"
            elif not fit(zh, en):
                verdict = "unfit"
            elif (key(zh), en.casefold()) in seen:
                verdict = "double"
            counts[source.name, verdict] += 1
            if verdict == "taken":
                seen.add((key(zh), en.casefold()))
                pairs.append(Pair(source.name, zh, en))
    return pairs, counts


def dictionary(sources: Sequence[Source]) -> dict[str, set[str]]:
    """Return the words of the dictionary sources with their glosses, a leading ``to`` or article cut off."""
    words: dict[str, set[str]] = {}
    for source in sources:
        if source.format != "cedict":
            continue
        with source.path.open(encoding="utf-8") as file:
            for line in file:
                cells = line.rstrip("\n").split("\t")
                if len(cells) == 4 and len(cells[1]) > 1:
                    for gloss in glosses(cells[3]):
                        short = gloss.removeprefix("to ").removeprefix("a ").removeprefix("the ")
                        words.setdefault(cells[1], set()).add(short)
    return words


def tokenised(text: str) -> list[str]:
    """Return a Chinese line as words; joined they are the line."""
    import rjieba

    return list(rjieba.cut(text))


def prepare(sources: Sequence[Source], held_out: Path, out: Path) -> Counter[tuple[str, str]]:
    """Write the prepared data into a folder; see the module.

    Raises:
        ValueError: no pair is left.
    """
    corpus = next((s.path for s in sources if s.format == "corpus"), None)
    drama = held_out_lines(corpus) if corpus and corpus.is_dir() else []
    unseen = held_out_keys(held_out) | {key(line.zh) for line in drama}
    pairs, counts = clean_pairs(sources, unseen)
    if not pairs:
        raise ValueError(f"{out}: no pair is left of {len(sources)} sources (see their paths in data.toml)")
    words = [tokenised(pair.zh) for pair in pairs]
    names = counted_names((w, p.en) for w, p in zip(words, pairs, strict=True) if p.source != "cc-cedict")
    write(out, pairs, words, merged(dictionary(sources), names))
    weights = {s.name: s.weight for s in sources}
    (out / "weights.json").write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")
    rows = [f"{line.id}\t{line.zh}\t{line.en}\n" for line in drama]
    (out / "drama-heldout.tsv").write_text("".join(rows), encoding="utf-8")
    table = [f"{name}\t{verdict}\t{n}\n" for (name, verdict), n in sorted(counts.items())]
    (out / "report.tsv").write_text("source\tverdict\tpairs\n" + "".join(table), encoding="utf-8")
    return counts


def write(out: Path, pairs: Sequence[Pair], words: Sequence[Sequence[str]], lexicon: Lexicon) -> None:
    """Write the pairs with their links."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / "pairs.tsv").open("w", encoding="utf-8") as file:
        for pair, tokens in zip(pairs, words, strict=True):
            found = () if pair.source == "cc-cedict" else links(pair.zh, pair.en, tokens, lexicon)
            file.write(f"{pair.source}\t{pair.zh}\t{pair.en}\t{json.dumps([astuple(k) for k in found])}\n")


def main() -> None:
    """Read the command line and prepare the data."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the sources")
    parser.add_argument(
        "--held-out", type=Path, required=True, help="TSV whose Chinese sides are never trained on"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder to write")
    parser.add_argument("--manifest", type=Path, default=MANIFEST)
    parser.add_argument("--without", action="append", default=[], metavar="SOURCE", help="leave a source out")
    options = parser.parse_args()
    sources = [s for s in load_sources(options.manifest, options.data) if s.name not in options.without]
    counts = prepare(sources, options.held_out, options.out)
    for (name, verdict), n in sorted(counts.items()):
        print(f"{name}\t{verdict}\t{n}")


if __name__ == "__main__":
    main()
