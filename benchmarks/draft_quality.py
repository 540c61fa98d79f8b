"""How good drafts are before a person reads them: the share of culture concepts that come out right, chrF and BLEU.

Inputs: the example episodes with their planted concepts and our own reference translation, which the pipeline never
reads; and two files of `tests/corpus/drafting`: the lines that mechanisms were developed on, and the held-out lines
that no rule was written for, which show whether what works on the example works elsewhere.

    python benchmarks/draft_quality.py [--lines]
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ruamel.yaml import YAML

from localize.api import setting
from localize.api.files import read_document, tasks_of
from localize.config import FILE_NAME, Config, GlossaryTable, ProjectTable
from localize.engines.base import Candidate, Request
from localize.locales import parse_locale
from localize.model import Segment, SegmentId
from localize.qa.shown import show

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from localize.pipeline import Pipeline

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "examples" / "heir-returns"
SCENES = ROOT / "tests" / "corpus" / "drafting"
GENRES = ("ceo", "rebirth", "palace", "cultivation")
CUE_MS = 2_500
"""How long a held-out line stands: the time of a short subtitle."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A concept that a draft does not say."""

    place: str
    concept: str
    wanted: Sequence[str]
    draft: str


@dataclass(slots=True)
class Outcome:
    """What came of the drafts of one input; `lines` are (source, draft) in order."""

    concepts: int = 0
    misses: list[Miss] = field(default_factory=list)
    lines: list[tuple[str, str]] = field(default_factory=list)

    @property
    def right(self) -> int:
        """Return how many concepts are right."""
        return self.concepts - len(self.misses)

    def judge(
        self, place: str, wants: Mapping[str, Sequence[str]], source: str, draft: str, locale: str
    ) -> None:
        """Take a line with what it should say."""
        self.lines.append((source, draft))
        self.concepts += len(wants)
        self.misses += [
            Miss(place, zh, some, draft) for zh, some in wants.items() if not said(draft, some, locale)
        ]


def plain(text: str, name: str) -> str:
    return " ".join(show(text, name).plain.split())


def said(text: str, wanted: Sequence[str], locale: str) -> bool:
    """Return whether one of the wanted renderings stands in a text, ignoring case; as whole words if there are any."""
    low = " ".join(text.lower().split())
    if parse_locale(locale).language == "zh":
        return any(words.lower() in low for words in wanted)
    return any(re.search(rf"(?<!\w){re.escape(words.lower())}(?!\w)", low) for words in wanted)


def load(path: Path) -> list[dict[str, object]]:
    """Return a list of entries of a YAML file."""
    entries: list[dict[str, object]] = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return entries


def pipeline_for(locale: str, *, genres: tuple[str, ...], era: str, people: bool) -> Pipeline:
    """Return the whole pipeline with the locale's default engine and the shipped packs."""
    config = Config(
        path=WORK / FILE_NAME,
        project=ProjectTable(targets=(locale,), genre=genres, era=era, medium="drama"),
        glossary=GlossaryTable(people=("people.yaml",) if people else ()),
    )
    engine = setting.make_engine(config, "zh-Hans", locale)
    return setting.make_pipeline(config, locale, terms=setting.load_glossary(config), engine=engine)


def example(locale: str) -> Outcome:
    """Return the outcome of the example episodes in a locale."""
    pipeline = pipeline_for(locale, genres=GENRES, era="modern", people=True)
    planted = load(WORK / "planted.yaml")
    key = locale.lower().replace("-", "_")
    found = Outcome()
    for path in sorted((WORK / "episodes").iterdir()):
        name = f"episodes/{path.name}"
        document = read_document(path, path.name).document
        tasks = tasks_of(document.format, [(s.id, s, "") for s in document.segments], path=name)
        for number, (task, result) in enumerate(zip(tasks, pipeline.draft(tasks), strict=True), 1):
            wants = {str(p["source"]): p[key] for p in planted if (p["file"], p["n"]) == (name, number)}
            text = result.draft.text if result.draft else ""
            source = plain(task.segment.source, document.format)
            found.judge(f"{name} {number}", wants, source, plain(text, document.format), locale)
    return found


def scenes(name: str) -> Outcome:
    """Return the outcome of a file of scenes in en-US; each scene has its own genres and era."""
    found = Outcome()
    pipelines: dict[tuple[object, ...], Pipeline] = {}
    for scene in load(SCENES / f"{name}.yaml"):
        genres, era = tuple(scene["genres"]), str(scene["era"])
        if (genres, era) not in pipelines:
            pipelines[genres, era] = pipeline_for("en-US", genres=genres, era=era, people=False)
        lines = list(scene["lines"])
        segments = list(_cues(line["zh"] for line in lines))
        tasks = tasks_of("srt", [(s.id, s, "") for s in segments])
        for line, result in zip(lines, pipelines[genres, era].draft(tasks), strict=True):
            text = plain(result.draft.text if result.draft else "", "srt")
            found.judge(str(scene["scene"]), line.get("want", {}), line["zh"], text, "en-US")
    return found


def _cues(texts: Iterator[str]) -> Iterator[Segment]:
    for number, text in enumerate(texts):
        start = number * CUE_MS
        yield Segment(SegmentId(str(number)), text, (), 1, 1, start_ms=start, end_ms=start + CUE_MS)


def references() -> list[str]:
    """Return our own translation of the example episodes, line by line."""
    folder = WORK / "reference" / "en-US"
    documents = [
        read_document(folder / path.name, path.name).document
        for path in sorted((WORK / "episodes").iterdir())
    ]
    return [plain(segment.source, document.format) for document in documents for segment in document.segments]


def scores(outcome: Outcome) -> None:
    """Print chrF and BLEU of the drafts, and of the engine without glossary and rules, against our reference."""
    import sacrebleu

    pipeline = pipeline_for("en-US", genres=GENRES, era="modern", people=True)
    requests = [Request(str(n), source) for n, (source, _) in enumerate(outcome.lines)]
    answers = pipeline.engine.translate(requests) if pipeline.engine else ()
    bare = [answer.text if isinstance(answer, Candidate) else "" for answer in answers]
    reference = [references()]
    chrf, bleu = sacrebleu.CHRF(), sacrebleu.BLEU()
    for name, texts in (("bare engine", bare), ("whole pipeline", [draft for _, draft in outcome.lines])):
        print(f"  {name:14} {chrf.corpus_score(texts, reference)}  {bleu.corpus_score(texts, reference)}")
    print(f"  {chrf.get_signature()}  {bleu.get_signature()}")


def report(name: str, outcome: Outcome, *, lines: bool) -> None:
    """Print the share of concepts that are right, what is not, and every line where asked for."""
    print(f"{name}: {len(outcome.lines)} lines, {outcome.right} of {outcome.concepts} concepts right")
    for miss in outcome.misses:
        print(f"  {miss.place}: {miss.concept} wants {list(miss.wanted)}: {miss.draft}")
    for source, draft in outcome.lines if lines else ():
        print(f"  {source}\t{draft}")


def main() -> None:
    """Run all inputs; nothing is written."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--lines", action="store_true", help="print every line with its draft")
    lines = parser.parse_args().lines
    english = example("en-US")
    report("example, en-US", english, lines=lines)
    scores(english)
    report("example, zh-Hant-TW", example("zh-Hant-TW"), lines=lines)
    for name in ("development", "held-out"):
        report(f"{name}, en-US", scenes(name), lines=lines)


if __name__ == "__main__":
    main()
