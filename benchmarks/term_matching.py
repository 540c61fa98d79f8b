"""Term matching: our raw layer and whole `find` beside the libraries that a user could take, on the same text.

    python benchmarks/term_matching.py [--characters 1000000] [--terms 10000 100000] [--corpus FOLDER]

Terms are random 2- to 6-character pieces of the text itself (half) and of a shuffled text (half), so that many of
them are found. The text is the Chinese side of the parallel files under `--corpus` (``*.tsv``, Chinese before the
first tab); without one it is drawn from the term packs by a fixed seed. Best of
seven rounds in CPU time, interleaved, so that other work on the machine does not decide.

Beside it: bare daachorse, ahocorasick-rs, pyahocorasick and flashtext2, each skipped where not installed. Asserts that
daachorse, ahocorasick-rs and pyahocorasick find exactly our hits; ends with 1 if the raw layer, in batch, is slower
than 80 % of bare daachorse in the same mode. The bare libraries search the text as it is; ours folds Traditional
characters first. flashtext2 knows no overlaps and loses hits; how many is printed.
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from localize.glossary import Concept, Condition, Glossary, Rendering, Scope, Status, Strategy, fold, load
from localize.glossary.match import Automaton

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).resolve().parent.parent
FLOOR = 0.8
ROUNDS = 7
RAW = "daachorse, overlapping, bare"
OURS = "localize raw layer (fold + overlapping)"
FLASHTEXT = "flashtext2, no overlaps, bare"


def lines(folder: Path, characters: int) -> list[str]:
    """Return about so many characters of Chinese lines, shuffled by a fixed seed."""
    found = []
    for path in sorted(folder.glob("parallel*/*.tsv")):
        with path.open(encoding="utf-8") as rows:
            found += [row.split("\t", 1)[0] for row in rows]
    rng = random.Random(7)
    if not found:
        terms = [concept.term for concept in load()]
        found = ["".join(rng.choices(terms, k=6)) + "，的是了我你。" for _ in range(characters // 12)]
    rng.shuffle(found)
    taken: list[str] = []
    size = 0
    for line in found:
        if size >= characters:
            break
        taken.append(line)
        size += len(line) + 1
    return taken


def terms(text: str, count: int) -> list[str]:
    """Return distinct pieces of two to six characters, half of them from the text as it stands."""
    rng = random.Random(11)
    letters = [ch for ch in text if ch.isalnum()]
    rng.shuffle(letters)
    pools = (text, "".join(letters))
    found: dict[str, None] = {}
    while len(found) < count:
        pool = pools[len(found) % 2]
        start = rng.randrange(len(pool) - 6)
        piece = fold(pool[start : start + rng.randint(2, 6)])
        if piece.isalnum() and not piece.isascii():
            found[piece] = None
    return list(found)


def glossary_of(words: Sequence[str]) -> Glossary:
    """Return a glossary of bare terms with one rendering each."""
    return Glossary(
        Concept(
            f"bench.{i}",
            "bench",
            word,
            "",
            Strategy.DIRECT,
            (Rendering("en", f"term {i}", Status.PREFERRED, Strategy.DIRECT),),
            when=Condition(),
        )
        for i, word in enumerate(words)
    )


def race(runners: dict[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """Return the best CPU time in seconds of each runner; the rounds are interleaved, since a shared machine drifts."""
    best = dict.fromkeys(runners, float("inf"))
    for _ in range(rounds):
        for name, run in runners.items():
            began = time.process_time()
            run()
            best[name] = min(best[name], time.process_time() - began)
    return best


Hits = list[tuple[int, int, int]]


def rivals(texts: list[str], forms: Sequence[str], mine: Hits) -> dict[str, Callable[[], Any]]:
    """Return a runner for each other library that is installed; those that find overlaps must find the same hits."""
    runners: dict[str, Callable[[], Any]] = {}
    folded = fold("\n".join(texts))
    wanted = sorted(mine)
    try:
        import ahocorasick_rs
    except ImportError:
        print("  ahocorasick-rs is not installed: skipped")
    else:
        other = ahocorasick_rs.AhoCorasick(list(forms))
        found = other.find_matches_as_indexes(folded, overlapping=True)
        assert sorted((start, end, form) for form, start, end in found) == wanted
        runners["ahocorasick-rs, overlapping, bare"] = lambda: other.find_matches_as_indexes(
            "\n".join(texts), overlapping=True
        )
    try:
        import ahocorasick
    except ImportError:
        print("  pyahocorasick is not installed: skipped")
    else:
        automaton = ahocorasick.Automaton()
        for number, form in enumerate(forms):
            automaton.add_word(form, (number, len(form)))
        automaton.make_automaton()
        spans = [(last + 1 - size, last + 1, form) for last, (form, size) in automaton.iter(folded)]
        assert sorted(spans) == wanted
        runners["pyahocorasick, overlapping, bare"] = lambda: list(automaton.iter("\n".join(texts)))
    try:
        import flashtext2
    except ImportError:
        print("  flashtext2 is not installed: skipped")
    else:
        processor = flashtext2.KeywordProcessor(case_sensitive=True)
        for number, form in enumerate(forms):
            processor.add_keyword(form, str(number))
        runners[FLASHTEXT] = lambda: processor.extract_keywords_with_span("\n".join(texts))
    return runners


def flashtext_losses(hits: Sequence[tuple[str, int, int]], longest: Sequence[tuple[int, int, int]]) -> str:
    """Return how flashtext2's hits differ from leftmost-longest ones: by term, since many of its spans are wrong."""
    found, wanted = Counter(int(form) for form, _, _ in hits), Counter(form for _, _, form in longest)
    missed, added = (wanted - found).total(), (found - wanted).total()
    right = len({(s, e, int(form)) for form, s, e in hits} & set(longest))
    return f"misses {missed:,} of {wanted.total():,} hits, adds {added:,}; {right:,} of its spans are right"


def measure(texts: list[str], count: int) -> float:
    """Print the figures of one number of terms and return our share of the speed of bare daachorse."""
    import daachorse

    joined = "\n".join(texts)
    folded = fold(joined)
    words = terms(joined, count)
    ours = Automaton(glossary_of(words).concepts)
    began = time.perf_counter()
    bare = daachorse.CharwiseDoubleArrayAhoCorasick(list(ours.forms))
    built = time.perf_counter() - began
    longest = daachorse.CharwiseDoubleArrayAhoCorasick(
        list(ours.forms), daachorse.MATCH_KIND_LEFTMOST_LONGEST
    )
    mine = list(ours.scan(texts).hits)
    assert mine == bare.find_overlapping(folded)
    runners: dict[str, Callable[[], Any]] = {
        RAW: lambda: bare.find_overlapping("\n".join(texts)),
        OURS: lambda: ours.scan(texts),
        "daachorse, leftmost-longest, bare": lambda: longest.find("\n".join(texts)),
        "daachorse, overlapping, a call a line": lambda: [bare.find_overlapping(text) for text in texts],
    }
    runners |= rivals(texts, ours.forms, mine)
    best = race(runners)
    print(f"{count:,} terms, {len(joined):,} characters, {len(mine):,} hits, built in {built * 1e3:.0f} ms")
    for name, seconds in best.items():
        print(f"  {name:42} {seconds * 1e3:8.1f} ms {len(joined) / seconds / 1e6:7.1f} M characters/s")
    if FLASHTEXT in runners:
        print(f"  flashtext2 {flashtext_losses(runners[FLASHTEXT](), longest.find(folded))}")
    for name in (RAW, "ahocorasick-rs, overlapping, bare", "pyahocorasick, overlapping, bare"):
        if name in best:
            print(f"  raw layer at {best[name] / best[OURS]:.0%} of the speed of {name}")
    return best[RAW] / best[OURS]


def measure_packs(texts: list[str]) -> None:
    """Print the speed of the whole `find` with the packs that come with the package."""
    glossary = load()
    scope = Scope("en-US", genres=("ceo",), medium="drama")
    glossary.find("公公", scope)  # builds the automaton and the segmenter outside the measured time
    characters = sum(map(len, texts)) + len(texts)
    best = race(
        {
            "find_all, packs": lambda: sum(len(hits) for hits in glossary.find_all(texts, scope)),
            "find, packs, a call a line": lambda: sum(len(glossary.find(text, scope)) for text in texts),
        },
        rounds=2,
    )
    hits = sum(len(found) for found in glossary.find_all(texts, scope))
    print(f"packs: {len(glossary)} concepts, {len(texts):,} lines, {hits:,} hits with sense and rendering")
    for name, seconds in best.items():
        print(f"  {name:42} {seconds * 1e3:8.1f} ms {characters / seconds / 1e6:7.1f} M characters/s")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = os.environ.get("LOCALIZE_SAMPLE_DATA", str(ROOT.parent / "shared" / "data"))
    parser.add_argument("--corpus", type=Path, default=Path(default))
    parser.add_argument("--characters", type=int, default=1_000_000)
    parser.add_argument("--terms", type=int, nargs="+", default=[10_000, 100_000])
    args = parser.parse_args()
    texts = lines(args.corpus, args.characters)
    shares = {count: measure(texts, count) for count in args.terms}
    measure_packs(texts)
    missed = [f"{count:,} terms: {share:.0%}" for count, share in shares.items() if share < FLOOR]
    if missed:
        raise SystemExit(f"below {FLOOR:.0%} of bare daachorse: {', '.join(missed)}")


if __name__ == "__main__":
    main()
