"""The only place that turns a message with options into texts to translate, and their translations into a message.

A message with plural or select blocks is shown as one text for each option; what stands around a block is a text
of its own, with a short form of the block in it (``You have {n, plural, …} in your bag.``). For a target language,
plural options are those of its CLDR categories: the ones that it lacks are dropped when the message is written, the
ones that the message lacks are made before ``other``. Explicit numbers (``=0``) stay. Positions are characters of the
message. Both syntaxes of MessageFormat come to the same result.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from localize.errors import ParseError
from localize.formats.message_text import ICU, MF2, Syntax
from localize.formats.messageformat import PartKind, Pattern, scan_icu
from localize.formats.plurals import CATEGORIES, plural_categories

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from localize.formats.messageformat import Part, Selector

Edit: TypeAlias = "tuple[int, int, str]"
"""Characters of a message from and to, and what is to stand there instead."""

MOST_TEXTS: Final = 500
"""Texts of one message; real ones have under 40."""

_ICU_BLOCK = re.compile(r"\{\s*[^\s{}',#]+\s*,\s*(?:plural|select|selectordinal)\s*,")
_MF2_DECLARATION = r"\.(?:input\s*\{\s*\$|local\s+\$)"
_MF2_BLOCK = re.compile(rf"\.match\s|\A\s*{_MF2_DECLARATION}")
MAY_HOLD_OPTIONS = re.compile(rf"(?:plural|select|selectordinal)\s*,|\.match\s|{_MF2_DECLARATION}")
"""What a file must hold if one of its strings is a message with options, however the host writes it."""


class Made(NamedTuple):
    """An option that the target language needs and the message lacks.

    Attributes:
        position: where it is to stand.
        head, tail: what stands before and behind its text.
        start, end: the text of the option that it is made like.
    """

    position: int
    head: str
    tail: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OptionText:
    """One text of a message.

    Attributes:
        name: the options that lead there, ``{gender=male}{n=one}``; '' for what stands around all blocks.
        source: the text as a segment shows it (`localize.formats.message_text`).
        cuts: the characters of the message that a translation replaces: one range, and one more for each block.
        blocks: the short forms of the blocks in it.
        plural: CLDR category or explicit number of the nearest plural option, None outside of plurals.
        context: the other options, ``gender: male``.
        around: the sentence that it stands in, ``[…]`` in its place; '' if there is none.
        in_plural: whether ``#`` is the number.
        made: the options around it that are to be made, outermost first.
    """

    name: str
    source: str
    cuts: tuple[tuple[int, int], ...]
    blocks: tuple[str, ...]
    plural: str | None
    context: str | None
    around: str
    in_plural: bool
    made: tuple[Made, ...]


@dataclass(frozen=True, slots=True)
class Options:
    """What a message holds.

    Attributes:
        message: as the host says it, its own escapes undone.
        syntax: of its texts.
        texts: in the order of the message.
        extras: characters of plural options that the target language lacks.
        optional: names and characters of the options that may be left out, all but ``other``.
    """

    message: str
    syntax: Syntax
    texts: tuple[OptionText, ...]
    extras: tuple[tuple[int, int], ...]
    optional: tuple[tuple[str, int, int], ...]

    def edits(self, asked: Mapping[str, str]) -> list[Edit]:
        """Return what of the message changes for targets by the names of their texts, ascending.

        Raises:
            RenderError: a target is no text of the syntax, or lacks a block.
        """
        extras = [(start, end, "") for start, end in self.extras]
        leaves = [
            (text.made, text, self._pieces(text, asked[text.name]))
            for text in self.texts
            if text.name in asked
        ]
        return sorted([*self._composed(leaves), *extras], key=lambda edit: edit[:2])

    def filled(self, said: Mapping[str, str]) -> str:
        """Return a message that holds the given texts by their names, and no other words.

        Options without a text are left out; ``other``, which must be there, is then empty.

        Raises:
            RenderError: a target is no text of the syntax, or lacks a block.
        """
        said = {name: target for name, target in said.items() if target}
        if not said:
            return ""
        begun = {text.made[0] for text in self.texts if text.made and text.name in said}
        asked = {
            text.name: said.get(text.name, "".join(text.blocks))
            for text in self.texts
            if not text.made or text.made[0] in begun
        }
        gone = [
            (start, end)
            for name, start, end in self.optional
            if not any(filled.startswith(name) for filled in said)
        ]
        edits = [e for e in self.edits(asked) if not any(a <= e[0] < b for a, b in gone)]
        edits += [
            (a, b, "") for a, b in gone if not any(x <= a and b <= y and (x, y) != (a, b) for x, y in gone)
        ]
        return edited(self.message, edits)

    def _pieces(self, text: OptionText, target: str) -> list[str]:
        return self.syntax.pieces(target, text.blocks, in_plural=text.in_plural, like=self.message)

    def _composed(self, leaves: Sequence[tuple[Sequence[Made], OptionText, list[str]]]) -> Iterator[Edit]:
        """Yield the edits of some texts; those of an option that is made are one edit."""
        groups: dict[Made, list[tuple[Sequence[Made], OptionText, list[str]]]] = {}
        for made, text, pieces in leaves:
            if made:
                groups.setdefault(made[0], []).append((made[1:], text, pieces))
                continue
            for (start, end), piece in zip(text.cuts, pieces, strict=True):
                yield start, end, piece
        for option, members in groups.items():
            inside = [*self._composed(members)]
            inside += [(a, b, "") for a, b in self.extras if option.start <= a and b <= option.end]
            body = edited(self.message, inside, option.start, option.end)
            yield option.position, option.position, f"{option.head}{body}{option.tail}"


def edited(message: str, edits: Iterable[Edit], start: int = 0, end: int | None = None) -> str:
    """Return a range of a message with edits made.

    >>> edited("a b c", [(2, 3, "B"), (2, 2, "x")], 2)
    'xB c'
    """
    pieces, at = [], start
    for begin, until, new in sorted(edits, key=lambda edit: edit[:2]):
        pieces += [message[at:begin], new]
        at = until
    return "".join([*pieces, message[at:end]])


def has_options(message: str) -> bool:
    """Return whether a text looks like a message with options, or like declarations before a text."""
    return _ICU_BLOCK.search(message) is not None or _MF2_BLOCK.search(message) is not None


def options_of(message: str, locale: str | None) -> Options | None:
    """Return the texts of a message, None if it has no options after all.

    Args:
        message: as the host says it.
        locale: BCP 47 tag of the translation, None to take the options as they are.

    Raises:
        ParseError: it is malformed, or holds something that cannot be shown as a text.
        HostileInputError: it is nested too deep.
    """
    if message.lstrip().startswith((".input", ".local", ".match")):
        from localize.formats.messageformat2 import scan_mf2

        variants = scan_mf2(message)
        return _Variants(message, variants, locale).options()
    patterns = scan_icu(message)
    return _Blocks(message, patterns, locale).options() if len(patterns) > 1 else None


class _Facts(NamedTuple):
    """What leads to a pattern: the name of its text, its steps, the sentence around, the options still to be made."""

    name: str = ""
    steps: tuple[Selector, ...] = ()
    around: str = ""
    made: tuple[Made, ...] = ()

    @property
    def plural(self) -> str | None:
        """The nearest plural category or number."""
        return next((_category(step) for step in reversed(self.steps) if step.type != "select"), None)

    @property
    def context(self) -> str | None:
        """The other options."""
        last = max((n for n, step in enumerate(self.steps) if step.type != "select"), default=-1)
        said = (f"{step.argument}: {step.key}" for n, step in enumerate(self.steps) if n != last)
        return "; ".join(said) or None


def _category(step: Selector) -> str:
    if step.key == "*":
        return "other"
    return step.key if step.key in CATEGORIES or step.key.startswith("=") else f"={step.key}"


@dataclass
class _Collector:
    """Collects the texts of one message."""

    message: str
    patterns: tuple[Pattern, ...]
    locale: str | None
    syntax: Syntax = ICU
    texts: list[OptionText] = field(default_factory=list)
    extras: dict[tuple[int, int], None] = field(default_factory=dict)
    optional: dict[tuple[str, int, int], None] = field(default_factory=dict)
    steps: int = 0

    def finished(self) -> Options:
        return Options(self.message, self.syntax, tuple(self.texts), tuple(self.extras), tuple(self.optional))

    def needed(self, kind: str) -> tuple[str, ...]:
        """Return the plural categories of the target language, none if it is not known."""
        return plural_categories(self.locale, ordinal=kind == "selectordinal") if self.locale else ()

    def count(self) -> None:
        self.steps += 1
        if self.steps > MOST_TEXTS:
            raise ParseError(f"a message has more than {MOST_TEXTS} texts", do="flatten it")

    def add(self, pattern: Pattern, facts: _Facts) -> str:
        """Add the text of a pattern, if there is something to translate, and return how it is shown."""
        self.count()
        groups: list[list[Part]] = [[]]
        for part in pattern.parts:
            groups[-1].append(part) if part.kind is not PartKind.CHOICE else groups.append([])
        blocks = [part for part in pattern.parts if part.kind is PartKind.CHOICE]
        short = tuple(f"{{{block.value}, {block.type}, …}}" for block in blocks)
        in_plural = bool(facts.steps) and self.syntax is ICU and facts.steps[-1].type != "select"
        shown = [self.syntax.shown(self.message, group, in_plural=in_plural) for group in groups]
        source = "".join(a + b for a, b in zip(shown, [*short, ""], strict=True))
        has_words = any(part.kind is PartKind.TEXT and part.value.strip() for part in pattern.parts)
        if has_words if blocks else source.strip():
            starts = [pattern.start, *(block.end for block in blocks)]
            ends = [*(block.start for block in blocks), pattern.end]
            cuts = tuple(zip(starts, ends, strict=True))
            self.texts.append(
                OptionText(
                    facts.name, source, cuts, short, facts.plural, facts.context, facts.around, in_plural,
                    facts.made,
                )
            )  # fmt: skip
        return source if has_words else ""

    def blanks_before(self, position: int) -> str:
        return self.message[len(self.message[:position].rstrip()) : position]


class _Blocks(_Collector):
    """Collects the texts of a message of MessageFormat 1."""

    def options(self) -> Options:
        self.inside: dict[int, list[Pattern]] = {}
        for pattern in self.patterns:
            self.inside.setdefault(pattern.block, []).append(pattern)
        (whole,) = self.inside.pop(-1)
        self.walk(whole, _Facts())
        return self.finished()

    def walk(self, pattern: Pattern, facts: _Facts) -> None:
        shown = self.add(pattern, facts)
        seen: dict[str, int] = {}
        for block in pattern.parts:
            if block.kind is not PartKind.CHOICE:
                continue
            number = seen[block.value] = seen.get(block.value, 0) + 1
            argument = block.value if number == 1 else f"{block.value}#{number}"
            here = shown.replace(f"{{{block.value}, {block.type}, …}}", "[…]", 1) if shown else "[…]"
            around = facts.around.replace("[…]", here, 1) if facts.around else here if shown else ""
            self.block(block, argument, facts._replace(around=around))

    def block(self, block: Part, argument: str, facts: _Facts) -> None:
        options = self.inside[block.start]
        needed = self.needed(block.type) if block.type != "select" else ()
        present = {option.path[-1].key for option in options}
        for number, option in enumerate(options):
            step = option.path[-1]
            following = options[number + 1].label if number + 1 < len(options) else option.end + 1
            if needed and step.key in CATEGORIES and step.key not in needed:
                self.extras[option.label, following] = None
                continue
            name = f"{facts.name}{{{argument}={step.key.removeprefix('=')}}}"
            if step.key != "other":
                self.optional[name, option.label, following] = None
            for category in needed if step.key == "other" else ():
                if category not in present:
                    self.make(option, category, argument, facts)
            self.walk(option, facts._replace(name=name, steps=(*facts.steps, step)))

    def make(self, other: Pattern, category: str, argument: str, facts: _Facts) -> None:
        """Walk an option as it will be when it is made like ``other``."""
        gap = self.message[other.label + len("other") : other.start]
        head, tail = f"{category}{gap}", f"}}{self.blanks_before(other.label)}"
        made = Made(other.label, head, tail, other.start, other.end)
        step = other.path[-1]._replace(key=category)
        name = f"{facts.name}{{{argument}={category}}}"
        self.walk(other, facts._replace(name=name, steps=(*facts.steps, step), made=(*facts.made, made)))


class _Variants(_Collector):
    """Collects the texts of a matcher of MessageFormat 2."""

    def options(self) -> Options:
        self.syntax = MF2
        kinds = [step.type for step in self.patterns[0].path]
        needed = [set(self.needed(kind)) if kind != "select" else set() for kind in kinds]
        drops = [
            any(wanted and step.key in CATEGORIES and step.key not in wanted
                for wanted, step in zip(needed, pattern.path, strict=True))
            for pattern in self.patterns
        ]  # fmt: skip
        present = {tuple(step.key for step in pattern.path) for pattern in self.patterns}
        for number, pattern in enumerate(self.patterns):
            is_last = number + 1 == len(self.patterns)
            following = pattern.end + 2 if is_last else self.patterns[number + 1].label
            if drops[number]:
                self.extras[pattern.label, following] = None
                continue
            if any(step.key != "*" for step in pattern.path):
                self.optional[_named(pattern.path), pattern.label, following] = None
            for keys in self.missing(pattern, needed, present):
                self.variant(pattern, keys)
            self.variant(pattern, None)
        return self.finished()

    def missing(
        self, pattern: Pattern, needed: Sequence[set[str]], present: set[tuple[str, ...]]
    ) -> Iterator[tuple[str, ...]]:
        """Yield the keys of the variants that are to be made like one, in CLDR's order."""
        made: list[tuple[str, ...]] = [tuple(step.key for step in pattern.path)]
        for column, wanted in enumerate(needed):
            for keys in tuple(made) if wanted else ():
                if keys[column] not in ("*", "other"):
                    continue
                for category in CATEGORIES:
                    new = (*keys[:column], category, *keys[column + 1 :])
                    if category in wanted - {"other"} and new not in present:
                        self.count()
                        present.add(new)
                        made.append(new)
        yield from made[1:]

    def variant(self, pattern: Pattern, keys: tuple[str, ...] | None) -> None:
        """Add the text of a variant, or of one that is to be made like it."""
        path, made = pattern.path, tuple[Made, ...]()
        if keys is not None:
            from localize.formats.messageformat2 import keys_of

            path = tuple(step._replace(key=key) for step, key in zip(path, keys, strict=True))
            raw = keys_of(self.message[pattern.label : pattern.start - 2])
            written = (
                key if key != step.key else old
                for key, step, old in zip(keys, pattern.path, raw, strict=True)
            )
            gap = self.blanks_before(pattern.start - 2)
            tail = f"}}}}{self.blanks_before(pattern.label)}"
            head = f"{' '.join(written)}{gap}{{{{"
            made = (Made(pattern.label, head, tail, pattern.start, pattern.end),)
        self.add(pattern, _Facts(_named(path), path, "", made))


def _named(path: Sequence[Selector]) -> str:
    return "".join(f"{{{step.argument}={step.key}}}" for step in path)
