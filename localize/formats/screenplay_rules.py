"""The only place that tells the lines of a Chinese shooting script apart.

No standard exists. Heads come as ``1-1 日 内 客厅``, ``场1-1 …``, ``第3场 …``, ``1 张三卧室 日内``;
action begins with ``△``; speech is ``名字（OS）：（冷笑）台词``.
The rules also hold for a translation put in the same places, for it is read back.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import NamedTuple

from localize.text import HAN, has_han

BLANKS = " \t\r\n\u3000\ufeff"
"""What may stand around a line and its parts; scripts indent with full-width spaces."""

_NUMERAL = "[0-9〇零一二三四五六七八九十百]{1,5}"
_MOMENT = (
    "日|夜|昼|晝|晨|晚|昏|黄昏|傍晚|清晨|凌晨|早晨|早上|上午|中午|正午|下午|午后|深夜|夜晚|白天|黎明|拂晓"
)
_SIDE = "[内內]外|[内內]景|外景|[内內]|外"
_GAP = r"[ \t\u3000/／\-—–－,，、.．·|｜]"
_TOKEN = rf"(?:(?:{_MOMENT}){_GAP}?(?:{_SIDE})?|(?:{_SIDE}){_GAP}?(?:{_MOMENT})?)"
_FOREIGN = (
    r"(?:INT|EXT|DAY|NIGHT|MORNING|EVENING|AFTERNOON|DAWN|DUSK|NOON|MIDNIGHT|DÍA|NOCHE|DIA|NOITE|JOUR|NUIT|TAG|NACHT"
    r"|ИНТ|НАТ|ЭКСТ|ДЕНЬ|НОЧЬ|NGÀY|ĐÊM|SIANG|MALAM|GÜN|GECE|GIORNO|NOTTE|DZIEŃ|NOC)\b|낮|밤|กลางวัน|กลางคืน|昼|夜|ليل|نهار|दिन|रात"
)
_HAS_TOKEN = re.compile(
    rf"(?:^|{_GAP}|[】\])）]){_TOKEN}(?={_GAP}|$|[：:（(\[【])|\b(?:{_FOREIGN})", re.IGNORECASE
)
_SCENE = r"[场場](?:[次号號][ \t\u3000]*[：:]|[景次])?[ \t\u3000]*"
_PAIR = re.compile(
    rf"[【\[]?(?:{_SCENE})?[0-9]{{1,3}}[\-－—–.][0-9]{{1,4}}[A-Za-z]?"
    rf"(?:[】\]]{_GAP}*[：:]?|{_GAP}*[：:]?(?=[ \t\u3000：:、]|[{HAN}]|$))"
)
_WORDED = re.compile(
    rf"[【\[]?(?:{_SCENE}{_NUMERAL}|第[ \t\u3000]*{_NUMERAL}[ \t\u3000]*[场場])[】\]]?"
    rf"{_GAP}*[：:]?(?![0-9])"
)
_SINGLE = re.compile(r"[0-9]{1,4}[A-Za-z]?[.．、]?[ \t\u3000]+|[0-9]{1,4}[、．.](?![0-9])")
_EPISODE = re.compile(
    rf"第[ \t\u3000]*{_NUMERAL}[ \t\u3000]*[集回章幕话話]|제?[ \t]?[0-9]{{1,4}}[ \t]?화|[0-9]{{1,4}}\.[ \t]Bölüm"
    r"|(?:EP(?:ISODE|ISODIO|ISÓDIO|ISOD)?|ÉPISODE|FOLGE|ODCINEK|ЭПИЗОД|СЕРИЯ|СЕРІЯ|TẬP|ตอนที่|ตอน|BÖLÜM|エピソード|الحلقة|एपिसोड"
    r"|CAPÍTULO|CHAPTER|CHAPITRE|KAPITEL|ACT)[ \t]*[0-9]{1,4}\b",
    re.IGNORECASE,
)
_CAST = re.compile(
    r"(?:出[场場])?(?:人物|角色|演[员員])(?:表)?[ \t\u3000]*[：:]|出[场場][ \t\u3000]*[：:]|人[ \t]*[：:]"
)
_ACTION = re.compile(r"[△▲∆Δ※][ \t\u3000]*[：:]?")
_CAPTION = re.compile(
    r"[【\[（(]?(?:字幕|字卡|标题卡|標題卡|屏幕(?:文字|显示)|螢幕(?:文字|顯示)|花字|片名)[ \t\u3000]*[：:]"
)
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]|【[^【】]*】|\[[^\[\]]*\]")
# Any script: a translated name stands here too. A name has no stops or brackets, and no more than four words.
_WORD = r"[^\s\u3000：:（）()【】\[\]{}<>，,。！!？?；;…“”\"△▲]{1,24}"
_NAME = rf"{_WORD}(?:[ \t]{_WORD}){{0,3}}"
_SPEECH = re.compile(rf"({_NAME})[ \t\u3000]*((?:[（(][^（）()：:]{{1,40}}[）)][ \t\u3000]*){{0,3}})[：:]")
_PARENTHESIS = re.compile(r"[（(]([^（）()]{1,200})[）)]")
_REPORTING = frozenset("着著说說道问問喊写寫答曰讲講为為是")
_TECHNICAL = re.compile(r"(?:O\.?S\.?|V\.?O\.?|O\.?C\.?|CONT['’]?D)", re.IGNORECASE)
_OFF_SCREEN = re.compile(rf"(?<=[{HAN} a-z])[ \t]*(?:OS|VO|O\.S\.?|V\.O\.?)\Z")
_LISTED = re.compile(r"[、，,/；;]|[（(][^（）()]*[）)]")
_LABEL = re.compile(
    r"(?:音效|音[乐樂]|配[乐樂]|BGM|特效|[镜鏡][头頭]|[转轉][场場]|[备備][注註]|[注註]|[时時][间間]|地[点點]|[场場]景|道具|[内內]外景?|景[别別]|天[气氣]|日夜"
    r"|服[装裝]|[画畫]面)[ \t\u3000]*[：:]",
    re.IGNORECASE,
)
_STOPS = re.compile("[。！？!?]")
_TRAILING = 4
_CLOSING = {"（": "）", "(": ")", "【": "】", "[": "]"}


class Kind(Enum):
    """What a piece of a line is."""

    FRONT = auto()
    EPISODE = auto()
    HEAD = auto()
    CAST = auto()
    ACTION = auto()
    CAPTION = auto()
    NAME = auto()
    PARENTHETICAL = auto()
    DIALOGUE = auto()


class Piece(NamedTuple):
    """A piece of a line by its columns."""

    kind: Kind
    start: int
    end: int


def head_of(line: str) -> int | None:
    """Return where the words of a scene head begin, after its number; None if the line is no head.

    >>> head_of("1-1 日 内 客厅"), head_of("场1-1 客厅"), head_of("1 张三卧室 日内"), head_of("3 杯酒")
    (4, 5, 2, None)
    """
    start = len(line) - len(line.lstrip(BLANKS))
    match = _PAIR.match(line, start) or _WORDED.match(line, start)
    if match is not None and match.re is _PAIR and not _is_pair_head(line, start, match.end()):
        return None
    if match is None:
        match = _SINGLE.match(line, start)
        if match is None or len(line) > 80 or _HAS_TOKEN.search(line, match.end()) is None:
            return None
    end = match.end()
    return end + len(line[end:]) - len(line[end:].lstrip(BLANKS))


def _is_pair_head(line: str, start: int, end: int) -> bool:
    """Tell the number of a scene (1-1) from a range in a sentence (3-5 天后，他走了。)."""
    if line[start] in "场場【[" or _HAS_TOKEN.search(line[end:]) is not None:
        return True
    return (
        len(line) <= 80
        and _STOPS.search(line) is None
        and (end == len(line) or not (line[end - 1].isalnum() and has_han(line[end])))
    )


def is_episode(line: str) -> bool:
    """Return whether a line opens an episode (``第一集 …``)."""
    bare = line.strip(BLANKS)
    return len(bare) <= 60 and _EPISODE.match(bare) is not None


def has_token(line: str) -> bool:
    """Return whether a line names the time of day or inside and outside, as heads do."""
    return _HAS_TOKEN.search(line) is not None


def voice_of(name: str) -> str:
    """Return who a name stands for: the mark of a voice without a picture, OS or VO, is no part of it.

    >>> voice_of("李四OS"), voice_of("李四 V.O."), voice_of("CARLOS")
    ('李四', '李四', 'CARLOS')
    """
    return _OFF_SCREEN.sub("", name) or name


def cast_of(line: str) -> list[str]:
    """Return the names on a line of cast (``人物：林总、苏晚``), none of another line."""
    match = _CAST.match(line.strip(BLANKS))
    names = _LISTED.split(line.strip(BLANKS)[match.end() :]) if match else []
    return [name for name in map(str.strip, names) if name]


def is_marked_action(line: str) -> bool:
    """Return whether a line begins with the mark of action."""
    return _ACTION.match(line.lstrip(BLANKS)) is not None


def is_speech(line: str) -> bool:
    """Return whether a line begins with a name and a colon."""
    return any(piece.kind is Kind.DIALOGUE for piece in pieces(line)) and not is_marked_action(line)


def pieces(line: str) -> list[Piece]:
    """Return the pieces of a line that is not blank: one, or name, parentheticals and dialogue of a speech."""
    start, end = len(line) - len(line.lstrip(BLANKS)), len(line.rstrip(BLANKS))
    if is_episode(line):
        return [Piece(Kind.EPISODE, start, end)]
    head = head_of(line)
    if head is not None:
        return [Piece(Kind.HEAD, head, end)] if head < end else []
    for pattern, kind in (
        (_CAST, Kind.CAST),
        (_CAPTION, Kind.CAPTION),
        (_ACTION, Kind.ACTION),
        (_LABEL, Kind.ACTION),
    ):
        match = pattern.match(line, start, end)
        if match is not None:
            if kind is Kind.CAPTION and _CLOSING.get(line[start]) == line[end - 1]:
                end -= 1
            return [Piece(kind, match.end(), end)]
    if _BRACKETED.fullmatch(line, start, end):
        kind = Kind.PARENTHETICAL if line[start] in "（(" else Kind.ACTION
        return [Piece(kind, start + 1, end - 1)]
    return _speech(line, start, end) or [Piece(Kind.ACTION, start, end)]


def _speech(line: str, start: int, end: int) -> list[Piece]:
    """Return name, parentheticals and dialogue; nothing if the line is no speech."""
    match = _SPEECH.match(line, start, end)
    if match is None or match[1][-1] in _REPORTING or line[match.end() : match.end() + 2] == "//":
        return []
    if match[1][-1].isdigit() and line[match.end() : match.end() + 1].isdigit():
        return []  # a time of day or a score
    found = [Piece(Kind.NAME, match.start(1), match.end(1))]
    found += _parentheses(line, match.start(2), match.end(2))
    at = match.end()
    while at < end and (opened := _PARENTHESIS.match(line, _skip(line, at, end), end)):
        found += _parentheses(line, opened.start(), opened.end())
        at = opened.end()
    trailing: list[Piece] = []
    for _ in range(_TRAILING):
        opening = max(line.rfind("（", max(at, end - 202), end), line.rfind("(", max(at, end - 202), end))
        last = _PARENTHESIS.fullmatch(line, opening, end) if opening >= at else None
        if last is None:
            break
        trailing = _parentheses(line, opening, end) + trailing
        end = opening
        while end > at and line[end - 1] in BLANKS:
            end -= 1
    return [*found, Piece(Kind.DIALOGUE, _skip(line, at, end), end), *trailing]


def _skip(line: str, at: int, end: int) -> int:
    while at < end and line[at] in BLANKS:
        at += 1
    return at


def _parentheses(line: str, start: int, end: int) -> list[Piece]:
    """Return the words in parentheses; (OS), (VO) and the like are the same in every language."""
    return [
        Piece(Kind.PARENTHETICAL, match.start(1), match.end(1))
        for match in _PARENTHESIS.finditer(line, start, end)
        if not _TECHNICAL.fullmatch(match[1].strip(BLANKS))
    ]
