"""A small glossary and two engines for adaptation: one that copies symbols into a given sentence, one that echoes."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from localize import adaptation, masking
from localize.adaptation.base import Adapted, Method, Prepared, Scene
from localize.engines.base import Candidate
from localize.glossary import Glossary
from localize.glossary.base import Concept, Rendering, Scope, Status, Strategy
from localize.model import Segment, SegmentId, Span

PREFERRED, ADMITTED, FORBIDDEN = Status.PREFERRED, Status.ADMITTED, Status.FORBIDDEN


def concept(term, category, strategy, renderings, *, hant="", convert=False):
    made = []
    for locale, text, status, *rest in renderings:
        note = rest[0] if rest else ""
        made.append(
            Rendering(locale, text, status, strategy, note=note, short=rest[1] if len(rest) > 1 else "")
        )
    return Concept(f"{category}.{term}", category, term, hant or term, strategy, tuple(made), convert=convert)


CONCEPTS = (
    concept(
        "彩礼",
        "money",
        Strategy.CONDITIONAL,
        [("en", "bride price", PREFERRED), ("en", "betrothal gifts", ADMITTED), ("es", "dote", PREFERRED)],
        hant="彩禮",
    ),
    concept("红包", "money", Strategy.CONDITIONAL, [("en", "red envelope", PREFERRED)], hant="紅包"),
    concept(
        "白月光",
        "ceo_tropes",
        Strategy.PARAPHRASE,
        [
            ("en", "the one that got away", PREFERRED, "", "his lost love"),
            ("en", "white moonlight", FORBIDDEN, "it says nothing"),
        ],
    ),
    concept(
        "圣旨",
        "props",
        Strategy.DIRECT,
        [("en", "imperial edict", PREFERRED), ("es", "edicto imperial", PREFERRED)],
        hant="聖旨",
    ),
    concept(
        "吃醋",
        "slang_verbs",
        Strategy.FUNCTIONAL,
        [
            ("en", "be jealous", PREFERRED),
            ("en", "jealous", ADMITTED),
            ("en", "eat vinegar", FORBIDDEN, "a literal calque"),
        ],
    ),
    concept("人不可貌相", "idioms", Strategy.FUNCTIONAL, [("en", "never judge by looks", PREFERRED)]),
    concept(
        "软件",
        "tech",
        Strategy.DIRECT,
        [("zh-Hant-TW", "軟體", PREFERRED), ("en", "software", PREFERRED)],
        hant="軟件",
    ),
    concept("后宫", "palace", Strategy.DIRECT, [("en", "harem", PREFERRED)], hant="後宮"),
    concept("臣妾", "palace", Strategy.OMIT, [("en", "I", PREFERRED), ("en", "this concubine", FORBIDDEN)]),
    concept("林晚", "names", Strategy.RETAIN, [("en", "Lin Wan", PREFERRED), ("ko", "린완", PREFERRED)]),
    concept("夫人", "kinship_address", Strategy.CONDITIONAL, [("en", "Madam {surname}", PREFERRED)]),
    concept("三更", "measures", Strategy.CONVERT, [("en", "midnight", PREFERRED)], convert=True),
)


@dataclass(frozen=True)
class Line:
    """A prepared line, to be answered."""

    prepared: Prepared

    @property
    def requests(self) -> list[str]:
        """Return what the engine is asked, with {0}, {1} … for the symbols in the order of the line."""
        return [self.shown(unit.text) for unit in self.prepared.units]

    def shown(self, text: str) -> str:
        for number, obligation in enumerate(o for o in self.prepared.obligations if o.symbol):
            text = text.replace(obligation.symbol, f"{{{number}}}")
        return text

    def answered(self, *sentences: str) -> Adapted:
        """Return the result for sentences with {0}, {1} … where the engine copies the symbols."""
        symbols = [o.symbol for o in self.prepared.obligations if o.symbol]
        answers = [
            Candidate(unit.id, sentence.format(*symbols))
            for unit, sentence in zip(self.prepared.units, sentences, strict=True)
        ]
        return adaptation.apply(answers, self.prepared)

    def echoed(self) -> Adapted:
        """Return the result where the engine gives back the source."""
        return adaptation.apply([Candidate(u.id, u.text) for u in self.prepared.units], self.prepared)


@pytest.fixture(scope="session")
def glossary() -> Glossary:
    return Glossary(CONCEPTS)


@pytest.fixture
def line(glossary):
    def prepare(
        source, locale="en-US", *, scene=None, source_locale="zh-Hans", method=Method.REPAIR, **scope
    ) -> Line:
        segment = Segment(SegmentId("7"), source, (Span(0, 1),), 1, 1)
        masked = masking.mask(segment, format="srt")
        setting = Scope(locale, **scope)
        prepared = adaptation.prepare(
            masked,
            glossary.find(masked.text, setting),
            scene or Scene(),
            segment=segment,
            scope=setting,
            source_locale=source_locale,
            target_locale=locale,
            method=method,
        )
        return Line(prepared)

    return prepare
