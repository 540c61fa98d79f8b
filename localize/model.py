"""The only place that defines what flows between the stages: documents, segments, drafts, findings.

Everything here is frozen and slotted: a stage takes one of these and returns a new one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, NamedTuple, NewType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from localize.errors import Place

SegmentId = NewType("SegmentId", str)
"""Names a segment inside its document; unique there, the same each time the same bytes are parsed."""


class Span(NamedTuple):
    """A half-open range: bytes in `Document.data`, or characters of a text, as the owner says.

    A plain pair, because there is one for every cue.
    """

    start: int
    end: int


class SegmentKind(StrEnum):
    """What a segment is to the audience; decides register, checks and whether it is translated."""

    DIALOGUE = "dialogue"
    SIGN = "sign"
    SONG = "song"
    CAPTION = "caption"  # SDH: [door slams]
    HEADING = "heading"
    ACTION = "action"
    PARENTHETICAL = "parenthetical"
    CHOICE = "choice"
    STRING = "string"


@dataclass(frozen=True, slots=True)
class Segment:
    """One translatable unit of a document.

    Attributes:
        id: unique in the document.
        source: the text to translate, host escapes undone, line breaks as ``\\n``; inline tags kept as they are.
        spans: byte ranges in `Document.data` that a target replaces, ascending, not overlapping. Usually one.
        line: 1-based line of the file where the cue or string begins.
        text_line: 1-based line where its text begins.
        kind: what it is to the audience.
        start_ms, end_ms: cue times in milliseconds, None where the format has none.
        speaker, scene, style, key, note: what the file says of it, None where it says nothing. The style is how it
            is drawn, or of a string how it is written (a block of YAML, the ``c-format`` of gettext).
        target: the translation that the file already holds, for bilingual formats.
        max_length: in characters, if the file or its comments set one.
        plural: CLDR category (``one``, ``other`` …) or explicit number (``=0``) that this form is for.
        context: what tells equal sources apart (gettext msgctxt, XLIFF context), None if nothing does.
    """

    id: SegmentId
    source: str
    spans: tuple[Span, ...]
    line: int
    text_line: int
    kind: SegmentKind = SegmentKind.DIALOGUE
    start_ms: int | None = None
    end_ms: int | None = None
    speaker: str | None = None
    scene: str | None = None
    style: str | None = None
    key: str | None = None
    note: str | None = None
    target: str | None = None
    max_length: int | None = None
    plural: str | None = None
    context: str | None = None


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a document are text.

    Attributes:
        name: Python codec name, without a BOM variant (``utf-8``, ``utf-16-le``, ``gb18030``, ``big5hkscs``).
        bom: the byte order mark at the start of the file, possibly empty.
        confidence: 0 to 1.
        basis: how it was found: ``bom``, ``declared``, ``detected`` or ``given``.
    """

    name: str
    bom: bytes = b""
    confidence: float = 1.0
    basis: str = "given"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something in a file that was kept as it is but not understood; reported at debug level."""

    code: str
    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its bytes, and where in them the translatable text stands.

    Attributes:
        name: the path as the caller gave it, for messages.
        format: name in `localize.formats.FORMATS`.
        data: the bytes of the file, whole and unchanged.
        encoding: how they are text.
        newline: the line break to use inside targets: ``\\n``, ``\\r\\n`` or ``\\r``.
        segments: in file order; a tuple, or what equals one and makes each segment when it is looked at.
        remarks: what was kept without being understood.
        meta: facts of the header (``PlayResX``, ``Language`` …).
    """

    name: str
    format: str
    data: bytes = field(repr=False)
    encoding: Encoding
    newline: str
    segments: Sequence[Segment] = field(repr=False)
    remarks: tuple[Remark, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)


class Severity(IntEnum):
    """How bad a finding is; ordered, so that ``>= Severity.ERROR`` reads as it should."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Fix:
    """A safe replacement for the whole target, with the reason a person sees."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault in a text, as data.

    Attributes:
        code: ``COD001`` …, registered in `localize.qa.CHECKS` or raised by another stage.
        severity: default of the check or as the profile overrides it.
        segment: the segment it is about, None for a whole file.
        span: characters of the target (or of the source where there is no target), None for all of it.
        message: what is wrong, for a person.
        fix: a safe replacement, when there is one.
        subject: what of the text it is about, for the stages that weigh it: the placeholder lost or invented, '' for
            all else. No record keeps it, and findings that differ in nothing else are equal.
    """

    code: str
    severity: Severity
    segment: SegmentId | None
    span: Span | None
    message: str
    fix: Fix | None = None
    subject: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class LocatedFinding:
    """A finding with the place in a file and the locale, as reports print it."""

    finding: Finding
    place: Place
    locale: str


class EditKind(StrEnum):
    """What sort of change adaptation made to a candidate, or asked of the engine beforehand."""

    TERM = "term"
    NUMBER = "number"
    MONEY = "money"
    MEASURE = "measure"
    TIME = "time"
    AGE = "age"
    NAME = "name"
    ADDRESS = "address"
    PLACEHOLDER = "placeholder"
    PUNCTUATION = "punctuation"
    LAYOUT = "layout"


@dataclass(frozen=True, slots=True)
class Edit:
    """One recorded intervention of adaptation in a draft.

    Attributes:
        kind: what sort of change.
        source: the source words it is about.
        before: the target words before (empty if inserted, or if the engine was constrained beforehand).
        after: the target words now.
        rule: the rule or strategy that asked for it (``number.large``, ``PARAPHRASE`` …).
        reason: one sentence for the reviewer.
        concept: id of the glossary concept, if any.
    """

    kind: EditKind
    source: str
    before: str
    after: str
    rule: str
    reason: str
    concept: str | None = None


class Origin(StrEnum):
    """Who wrote a draft."""

    ENGINE = "engine"
    MEMORY = "memory"
    HUMAN = "human"


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposed target with its whole provenance.

    Attributes:
        text: the target, placeholders back in place, lines broken.
        origin: who wrote it.
        signature: engine, model hash, options and glossary revision; the same signature and source give the
            same draft.
        edits: what adaptation did, in order.
        findings: what the stages before QA could not repair (lost placeholder, missing term).
        alternatives: other targets, best first.
        score: 0 to 1 from memory or engine, None where it gives none.
    """

    text: str
    origin: Origin
    signature: str
    edits: tuple[Edit, ...] = ()
    findings: tuple[Finding, ...] = ()
    alternatives: tuple[str, ...] = ()
    score: float | None = None
