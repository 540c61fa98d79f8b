"""The only place that joins two engines into one: through a third language, with symbols and ids kept on the way."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, ClassVar

from localize.engines.base import Candidate, EngineFailure, EngineInfo, EngineOptions, Reach, Request
from localize.engines.signature import sign
from localize.engines.writing import pair_of
from localize.errors import UsageError
from localize.locales import parse_locale
from localize.text import symbols

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from localize.engines.base import Engine
    from localize.locales import LocaleTag

NAME = "pivot"
_LEGS = ("first", "second")
_REACHES = (Reach.PROCESS, Reach.HOST, Reach.ELSEWHERE)
_QUALITIES = ("test", "draft", "production")
_NUMBERS = ("batch_size", "beam_size", "threads")


class PivotEngine:
    """Translates into `via` with the first engine, and from there with the second.

    Options: ``via`` (a locale, default ``en``), ``first`` and ``second`` (names of engines), and every option of
    either behind its place: ``second_model``, ``first_beam_size``.
    """

    option_names: ClassVar[tuple[str, ...]] = ("via", *_LEGS, *(f"{leg}_*" for leg in _LEGS))

    def __init__(self, source: LocaleTag, target: LocaleTag, options: EngineOptions) -> None:
        from localize import engines

        self._pair = pair_of(source, target)
        self._via = parse_locale(options.extra.get("via", "en"))
        ends = {"first": (source.tag, self._via.tag), "second": (self._via.tag, target.tag)}
        self._legs: list[Engine] = []
        for leg, (begin, end) in ends.items():
            name = options.extra[leg]
            if name == NAME:
                raise UsageError("a pivot cannot be a leg of a pivot", do=f"name another engine for {leg}")
            self._legs.append(engines.create(name, source=begin, target=end, options=_of_leg(options, leg)))

    @staticmethod
    def supports(source: LocaleTag, target: LocaleTag) -> bool:
        """Return True: what its legs can is asked of them."""
        return True

    @staticmethod
    def missing(options: EngineOptions) -> str:
        """Return what the legs lack, '' if both can run."""
        from localize import engines

        for leg in _LEGS:
            if not options.extra.get(leg):
                return f"needs two engines: set first and second, as in first = 'starter' ({leg} is not set)"
            lacking = engines.missing(options.extra[leg], _of_leg(options, leg))
            if lacking:
                return f"its {leg} engine {options.extra[leg]} {lacking}"
        return ""

    @property
    def info(self) -> EngineInfo:
        first, second = (leg.info for leg in self._legs)
        licences = list(dict.fromkeys((first.licence, second.licence)))
        return EngineInfo(
            name=NAME,
            title=f"{first.name} into {self._via}, then {second.name}",
            reach=max(first.reach, second.reach, key=_REACHES.index),
            licence=" AND ".join(licences) if all(licences) else "",
            quality=min(first.quality, second.quality, key=_QUALITIES.index),
            commercial=first.commercial and second.commercial,
            attribution=" ".join(dict.fromkeys(t for t in (first.attribution, second.attribution) if t)),
        )

    def signature(self) -> str:
        first, second = (f"[{leg.signature()}]" for leg in self._legs)
        return sign(NAME, "1", {"first": first, "second": second, "via": self._via.tag})

    def translate(
        self, requests: Sequence[Request], *, progress: Callable[[int], None] | None = None
    ) -> Sequence[Candidate | EngineFailure]:
        first, second = self._legs
        # Terms wish for words of the last language; on the way there only their symbols matter.
        bare = [dataclasses.replace(r, constraints=(), max_chars=None) for r in requests]
        halfway = {
            answer.id: _whole(r, answer) for r, answer in zip(bare, first.translate(bare), strict=True)
        }
        # What holds no words of the source (a name in Latin letters) is no text of the language between either.
        onward = [
            r for r in requests if isinstance(halfway[r.id], Candidate) and self._pair.needs_model(r.text)
        ]
        lost = len(requests) - len(onward)
        if lost and progress is not None:
            progress(lost)
        asked = [_onward(r, halfway[r.id]) for r in onward]
        arrived = second.translate(asked, progress=progress) if asked else []
        ends = {a.id: _joined(halfway[r.id], _whole(r, a)) for r, a in zip(asked, arrived, strict=True)}
        return [ends.get(r.id, halfway[r.id]) for r in requests]


def _of_leg(options: EngineOptions, leg: str) -> EngineOptions:
    """Return the options of one leg: those behind its place, else the numbers of the whole."""
    own = {k.removeprefix(f"{leg}_"): v for k, v in options.extra.items() if k.startswith(f"{leg}_")}
    numbers = {}
    for key in _NUMBERS:
        if key in own:
            given = own.pop(key)
            if not given.isdigit():
                raise UsageError(f"engine option {leg}_{key} is {given!r}", do="write a whole number")
            numbers[key] = int(given)
    return dataclasses.replace(options, model=own.pop("model", ""), extra=own, **numbers)


def _whole(request: Request, answer: Candidate | EngineFailure) -> Candidate | EngineFailure:
    """Return an answer if it is that of the request and has its symbols, else a failure: nothing goes on broken."""
    if isinstance(answer, EngineFailure):
        return answer
    if answer.id != request.id or sorted(symbols(answer.text)) != sorted(symbols(request.text)):
        return EngineFailure(request.id, "a placeholder or term was lost on the way")
    return answer


def _onward(request: Request, halfway: Candidate | EngineFailure) -> Request:
    text = halfway.text if isinstance(halfway, Candidate) else ""
    # The neighbours are in the first language; a second engine must not take them for context.
    kept = tuple(c for c in request.constraints if c.symbol)
    return dataclasses.replace(request, text=text, constraints=kept, before=(), after=())


def _joined(
    halfway: Candidate | EngineFailure, answer: Candidate | EngineFailure
) -> Candidate | EngineFailure:
    """Return the last answer with the score of the whole way."""
    if isinstance(answer, EngineFailure) or isinstance(halfway, EngineFailure):
        return answer
    scores = [s for s in (halfway.score, answer.score) if s is not None]
    score = scores[0] * scores[1] if len(scores) == 2 else None
    return dataclasses.replace(answer, score=score)
