"""The only place that decides whether a condition holds in a line, and says by which words.

The answer is three-valued: a condition on something that nobody knows (the speaker's gender, the genre of a work
without one) neither holds nor fails.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from localize.glossary import words
from localize.glossary.base import Condition
from localize.glossary.scopes import holds

if TYPE_CHECKING:
    from localize.glossary.base import Scope
    from localize.model import Span

HISTORICAL = frozenset(("palace", "historical", "costume", "wuxia", "xianxia", "cultivation"))
"""Genres that imply the era ``historical``."""
MODERN = frozenset(("ceo", "urban", "modern", "campus", "office", "workplace", "e-sports"))
"""Genres that imply the era ``modern``."""

_YOU = (
    "你",
    "您",
    "我",
    "咱",
    "快",
    "别",
    "救",
    "等等",
    "请",
    "饶命",
    "息怒",
    "吉祥",
    "万岁",
    "恕罪",
    "对不起",
    "救命",
    "早",
    "晚安",
)
_GREETING = (
    "谢谢",
    "多谢",
    "谢过",
    "叩谢",
    "拜谢",
    "恭迎",
    "参见",
    "拜见",
    "启禀",
    "回",
    "恭喜",
    "恭送",
    "叩见",
    "见过",
    "亲爱的",
    "哎",
    "喂",
    "诶",
    "啊",
    "嗨",
)
_PARTICLE = ("啊", "呀", "哎", "呢", "吧", "哟", "喂", "们")
_GREETED = ("早上好", "晚上好", "下午好", "你好", "您好", "好", "再见", "慢走", "辛苦了")
_FINAL = ("了", "吗", "吧", "啊", "呢", "呀", "嘛", "么", "早", "安", "好")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a condition is held against.

    Attributes:
        text: the line, folded.
        span: characters of the term in it.
        scope: of the match.
        scene: neighbouring lines, folded.
    """

    text: str
    span: Span
    scope: Scope
    scene: str = ""


class Evidence(IntEnum):
    """How near to a term the proof of its sense stands; the nearer one is the better proof."""

    WORK = 0  # genre, era and medium: true of every line
    PEOPLE = 1  # who speaks to whom, and how
    SCENE = 2  # words of a neighbouring line
    LINE = 3  # words of the same line
    TOUCHING = 4  # words directly before or after


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a condition holds.

    Attributes:
        holds: None if something that it needs is not known.
        proof: what made it hold, for a person.
        left, right: whether words directly before or after the term were part of the proof.
        evidence: how near to the term the proof stands.
    """

    holds: bool | None
    proof: tuple[str, ...] = ()
    left: bool = False
    right: bool = False
    evidence: Evidence = Evidence.WORK


_ALWAYS = Condition()
_YES = Verdict(holds=True)
_NO = Verdict(holds=False)
_UNKNOWN = Verdict(holds=None)


@dataclass(slots=True)
class _Tally:
    unknown: bool = False
    proof: list[str] = field(default_factory=list)
    left: bool = False
    right: bool = False
    evidence: Evidence = Evidence.WORK


def judge(condition: Condition | None, setting: Setting) -> Verdict:
    """Return whether a condition holds in a setting; no condition always holds."""
    if condition is None:
        return _YES
    if condition == _ALWAYS:
        return Verdict(holds=True, proof=("always",), left=True, right=True)
    tally = _Tally()
    for part in (_work, _people, _voices, _wording):
        verdict = part(condition, setting)
        if verdict.holds is False:
            return _NO
        if verdict is not _YES:
            _add(tally, verdict)
    if condition.any:
        branches = [judge(branch, setting) for branch in condition.any]
        if all(branch.holds is False for branch in branches):
            return _NO
        held = [branch for branch in branches if branch.holds]
        for verdict in held or [_UNKNOWN]:
            _add(tally, verdict)
    holds = None if tally.unknown else True
    return Verdict(holds, tuple(tally.proof), tally.left, tally.right, tally.evidence)


def _add(tally: _Tally, verdict: Verdict) -> None:
    tally.unknown |= verdict.holds is None
    tally.proof.extend(verdict.proof)
    tally.left |= verdict.left
    tally.right |= verdict.right
    tally.evidence = max(tally.evidence, verdict.evidence)


def era_of(scope: Scope) -> str:
    """Return the era of a work, taken from its genres where it has none itself; '' if nothing says.

    >>> from localize.glossary.base import Scope
    >>> era_of(Scope("en", genres=("palace",))), era_of(Scope("en", genres=("rebirth",)))
    ('historical', '')
    """
    if scope.era:
        return scope.era
    old, new = HISTORICAL & {*scope.genres}, MODERN & {*scope.genres}
    if bool(old) == bool(new):
        return ""
    return "historical" if old else "modern"


def _work(condition: Condition, setting: Setting) -> Verdict:
    if not (condition.genres or condition.eras or condition.mediums or condition.episodes):
        return _YES
    scope = setting.scope
    proof: list[str] = []
    unknown = False
    asked = (
        ("genre", condition.genres, scope.genres),
        ("era", condition.eras, (era_of(scope),) if era_of(scope) else ()),
        ("medium", condition.mediums, (scope.medium,) if scope.medium else ()),
    )
    for name, wanted, given in asked:
        if not wanted:
            continue
        if not given:
            unknown = True
        elif common := [word for word in wanted if word in given]:
            proof.append(f"{name} {common[0]}")
        else:
            return _NO
    if condition.episodes is not None:
        if not holds(condition.episodes, scope.episode):
            return _NO
        proof.append(f"episode {scope.episode or 'not known'}")
    return Verdict(None if unknown else True, tuple(proof))


def _people(condition: Condition, setting: Setting) -> Verdict:
    who = (condition.speaker_gender, condition.addressee_gender, condition.relation)
    if condition.vocative is None and who == (None, None, None):
        return _YES
    scope = setting.scope
    proof: list[str] = []
    unknown = False
    if condition.vocative is not None:
        if vocative(setting.text, setting.span) != condition.vocative:
            return _NO
        proof.append("direct address" if condition.vocative else "reference")
    asked = (
        ("speaker", condition.speaker_gender, scope.speaker_gender),
        ("addressee", condition.addressee_gender, scope.addressee_gender),
        ("relation", condition.relation, scope.relation),
    )
    for name, wanted, given in asked:
        if wanted is None:
            continue
        # 王总 in a line to somebody else says nothing of the one who is spoken to.
        about = name != "addressee" or vocative(setting.text, setting.span)
        if not given or not about:
            unknown = True
        elif wanted == given:
            proof.append(f"{name} {wanted}")
        else:
            return _NO
    evidence = Evidence.PEOPLE if proof else Evidence.WORK
    return Verdict(None if unknown else True, tuple(proof), evidence=evidence)


def _voices(condition: Condition, setting: Setting) -> Verdict:
    """Return whether the right people speak and are spoken to."""
    if not condition.speakers and not condition.addressees:
        return _YES
    scope = setting.scope
    proof: list[str] = []
    unknown = False
    asked = (
        ("speaker", condition.speakers, {scope.speaker_id, scope.speaker or ""} - {""}),
        ("addressee", condition.addressees, {scope.addressee_id} - {""}),
    )
    for name, wanted, given in asked:
        if not wanted:
            continue
        if not given:
            unknown = True
        elif one := given & {*wanted}:
            proof.append(f"{name} {min(one)}")
        else:
            return _NO
    evidence = Evidence.PEOPLE if proof else Evidence.WORK
    return Verdict(None if unknown else True, tuple(proof), evidence=evidence)


def _wording(condition: Condition, setting: Setting) -> Verdict:
    text, span = setting.text, setting.span
    proof: list[str] = []
    evidence = Evidence.TOUCHING if condition.before or condition.after else Evidence.WORK
    if condition.before:
        found = words.before(text, span.start, condition.before)
        if found is None:
            return _NO
        proof.append(f"{found} before it")
    if condition.after:
        found = words.after(text, span.end, condition.after)
        if found is None:
            return _NO
        proof.append(f"{found} after it")
    # The term itself is no context: 绿茶 must not prove 茶.
    around = f"{text[: span.start]}\n{text[span.end :]}"
    if any(word in around for word in condition.absent):
        return _NO
    if condition.context:
        near = next((word for word in condition.context if word in around), None)
        near = near or next((word for word in condition.context if word in setting.scene), None)
        if near is None:
            return _NO
        proof.append(f"{near} near it")
        evidence = max(evidence, Evidence.LINE if near in around else Evidence.SCENE)
    left, right = bool(condition.before), bool(condition.after)
    return Verdict(holds=True, proof=tuple(proof), left=left, right=right, evidence=evidence)


def _greeted(text: str, end: int) -> bool:
    """Return whether nothing but a greeting follows: 嫂子好！ 老师早上好."""
    word = words.after(text, end, _GREETED)
    return word is not None and words.is_edge(text, end + len(word))


def vocative(text: str, span: Span) -> bool:
    """Return whether a term stands in direct address, judged by the punctuation and words around it.

    Subtitles drop most commas, so a term that opens a clause before 你, 快 or 别, or closes it after a particle,
    counts as well.

    >>> from localize.model import Span
    >>> vocative("老公，你回来了", Span(0, 2)), vocative("她是我老公", Span(3, 5)), vocative("早安老公", Span(2, 4))
    (True, False, True)
    """
    start, end = span.start, span.end
    name = words.surname_before(text, start)
    if name and words.before(text, start, _GREETING) is None:  # 谢 is a surname too, and not in 谢谢皇上
        start = name.start
    if text[end : end + 1] in (":", "："):
        return False  # who speaks (林总：你来了), not who is spoken to
    particle = words.after(text, end, _PARTICLE)
    end += len(particle or "")
    opens = words.is_edge(text, start - 1) or words.before(text, start, _GREETING) is not None
    closes = words.is_edge(text, end)
    if opens:
        return closes or _greeted(text, end) or words.after(text, end, _YOU) is not None
    return closes and words.before(text, start, _FINAL) is not None
