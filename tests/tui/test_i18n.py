"""The room's words in other languages: every word of the code is in the catalogue, translated, and fits its English."""

from __future__ import annotations

import ast
import re
import shutil
import string
import subprocess
from collections import Counter
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from ruamel.yaml import YAML

from localize.api.pairs import PairChecker
from localize.glossary.base import Status, Strategy
from localize.model import EditKind, Origin, SegmentKind, Severity
from localize.review.base import Order, State
from localize.review.faults import Dimension, Weight
from tui import catalogues, i18n
from tui.advisories import ADVICE, EVIDENCE, engine_words
from tui.sayings import saying
from tui.screens.faults import reason_and_day
from tui.screens.filter import moment
from tui.widgets.signs import dimension_name, order_name, severity_name, state_name, weight_name
from tui.widgets.sketch import ZONES
from tui.widgets.vocabulary import FORMALITIES, STANDINGS, meant, plain_name

LANGUAGES = [name for name in i18n.LANGUAGES if name != i18n.ENGLISH]
CODE = Path(i18n.__file__).parent
FILL = re.compile(r"\{\w*\}")
FULL_WIDTH = set("，。：；！？、（）“”")


@pytest.fixture(scope="module")
def template() -> Catalog:
    return catalogues.extracted()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_code_is_in_the_catalogue_and_translated(language: str, template: Catalog) -> None:
    known = catalogues.messages(catalogues.read(catalogues.catalogue_file(language)))
    wanted = catalogues.messages(template)
    assert len(wanted) > 300
    assert [key for key in wanted if key not in known] == [], "run python -m tui.catalogues"
    assert [key for key in known if key not in wanted] == [], "run python -m tui.catalogues"
    assert [key for key, message in known.items() if not catalogues.translated(message)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_was_translated(language: str) -> None:
    file = catalogues.catalogue_file(language)
    source = catalogues.messages(catalogues.read(file))
    with file.with_suffix(".mo").open("rb") as stream:
        assert len(catalogues.messages(read_mo(stream))) == len(source)
    with file.with_suffix(".mo").open("rb") as stream:
        compiled = GNUTranslations(stream)
    for (context, english), message in source.items():
        if isinstance(message.id, tuple):
            assert compiled.ngettext(*message.id, 2) == said(message.string)[-1]
        elif context:
            assert compiled.pgettext(context, english) == message.string
        else:
            assert compiled.gettext(english) == message.string


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_exactly_the_fields_of_its_english(language: str) -> None:
    known = catalogues.messages(catalogues.read(catalogues.catalogue_file(language)))
    wrong = []
    for message in known.values():
        english = message.id if isinstance(message.id, tuple) else (message.id,)
        for words in said(message.string):
            if fields(words) not in [fields(text) for text in english]:
                wrong.append((english, words))
    assert wrong == []


def said(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return text if isinstance(text, tuple) else (text,)


def fields(text: str) -> Counter[str]:
    """Return the names that `format` fills in; fails where it would."""
    return Counter(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_own_checks_find_no_fault_in_our_own_catalogue(language: str) -> None:
    checker = PairChecker(source_locale="en", target_locale=language)
    found = checker.check(catalogues.catalogue_file(language))
    texts = {m.id: said(m.string)[0] for m in catalogues.read(catalogues.catalogue_file(language)) if m.id}
    assert len(texts) > 300
    faults = [
        (f.finding.code, str(f.finding.segment), f.finding.message)
        for f in found
        if f.finding.severity >= Severity.WARNING and f.finding.code != "COD004"
    ]
    assert faults == []
    # Full-width marks bring their own room: a blank beside one would be two.
    blanks = [(i, t) for i, t in texts.items() if isinstance(i, str) and edges(i) != edges(t)]
    assert [pair for pair in blanks if not {*pair[1].strip()[:1], *pair[1].strip()[-1:]} & FULL_WIDTH] == [
        (" or ", "或")
    ]


def edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


@pytest.mark.parametrize("language", LANGUAGES)
def test_gettexts_own_compiler_accepts_the_catalogue(language: str) -> None:
    msgfmt = shutil.which("msgfmt")
    if msgfmt is None:
        pytest.skip("msgfmt (GNU gettext) is not installed")
    done = subprocess.run(
        [msgfmt, "-c", "-o", "-", str(catalogues.catalogue_file(language))], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def test_no_message_hides_where_the_extraction_does_not_see_it(template: Catalog) -> None:
    known = {words for _, words in catalogues.messages(template)}
    hidden = [
        (path.name, words)
        for path in sorted(CODE.rglob("*.py"))
        for words in marked(ast.parse(path.read_text(encoding="utf-8")))
        if words not in known
    ]
    assert hidden == []


def marked(tree: ast.AST) -> Iterator[str]:
    """Yield the literal messages of a module, those inside f-strings included."""
    places = {"_": 0, "N_": 0, "ngettext": 0, "pgettext": 1}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in places:
            words = node.args[places[node.func.id]]
            if isinstance(words, ast.Constant) and words.value:
                yield words.value


SHOWN = {"Run", "para", "say", "Question", "Choice", "ChooseScreen", "_nothing", "_say_keys", "Field"}
"""What puts words on the screen."""


SIGNS = {"Enter", "Tab", "RTL<-"}
"""Names of keys and marks, alike in every language."""


def test_no_english_reaches_the_screen_unmarked() -> None:
    bare = [
        (path.name, words)
        for path in sorted([*(CODE / "screens").glob("*.py"), *(CODE / "widgets").glob("*.py")])
        for words in unmarked(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert bare == []


def unmarked(tree: ast.AST) -> Iterator[str]:
    """Yield literal words of two letters or more that go straight to the screen; names of keys are not words."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in SHOWN:
            continue
        values = [*node.args[: 1 if name in ("Run", "say", "_say_keys") else None]]
        if name == "Choice":
            values = node.args[1:2]
        values += [k.value for k in node.keywords if k.arg in ("field", "placeholder", "title")]
        for value in values:
            yield from (
                words
                for words in literals(value)
                if re.search("[A-Za-z]{2}", words) and words.strip() not in SIGNS
            )


def literals(node: ast.expr) -> Iterator[str]:
    """Yield what an expression says literally: strings, the fixed parts of f-strings, both ends of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield from (part.value for part in node.values if isinstance(part, ast.Constant))
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from literals(value)
    elif isinstance(node, ast.BinOp):
        yield from literals(node.left)
        yield from literals(node.right)


def test_the_check_for_unmarked_words_sees_them() -> None:
    code = 'say(f"Saved {x}"); Run(_("ok")); para("two", Run("x" if y else "three", Look.BAD)); Choice(("y",), "four")'
    assert list(unmarked(ast.parse(code))) == ["Saved ", "two", "four", "three"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_the_library_has_a_word(language: str) -> None:
    i18n.use(language)
    packs = (path.stem for path in (CODE.parent / "glossaries" / "zh-Hans").glob("*.yaml"))
    kinds = (kind for kind in SegmentKind if kind is not SegmentKind.DIALOGUE)
    origins = (origin for origin in Origin if origin is not Origin.ENGINE)
    names = [*packs, *Strategy, *Status, *kinds, *EditKind, *origins, "draft", "n-best", "repeat"]
    assert len(names) > 50
    said = [plain_name(name) for name in names]
    said += [state_name(state) for state in State] + [order_name(order) for order in Order]
    said += [severity_name(severity) for severity in Severity]
    said += [dimension_name(dimension) for dimension in Dimension] + [
        weight_name(weight) for weight in Weight
    ]
    assert [word for word in said if word.isascii()] == []


def test_english_needs_no_catalogue_and_knows_one_from_many() -> None:
    assert i18n._("approved") == "approved"
    assert i18n.ngettext("{count} line", "{count} lines", 1) == "{count} line"
    assert i18n.ngettext("{count} line", "{count} lines", 0) == "{count} lines"
    assert i18n.pgettext("number of", "lines") == "lines"


def test_chinese_says_what_the_catalogue_says_and_leaves_the_rest_english() -> None:
    i18n.use("zh-Hans")
    assert i18n._("approved") == "已批准"
    assert i18n._("") == ""
    assert i18n._("no such words") == "no such words"
    assert (i18n.pgettext("number of", "lines"), i18n._("lines")) == ("行数", "条数")
    one, many = "One edit is not recorded yet:", "{count} edits are not recorded yet:"
    assert i18n.ngettext(one, many, 1) == i18n.ngettext(one, many, 5) == "有 {count} 处修改尚未记录："


@pytest.mark.parametrize(
    ("environ", "spoken"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-Hans"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_SG"}, "zh-Hans"),
        ({"LANG": "zh_TW.UTF-8"}, "en"),
        ({"LANG": "zh_Hans_HK.UTF-8@pinyin"}, "zh-Hans"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "de:zh_CN:en"}, "zh-Hans"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_environment_chooses_as_gettext_reads_it(environ: dict[str, str], spoken: str) -> None:
    assert i18n.preferred(environ) == spoken


def test_the_languages_take_turns_and_an_unknown_one_is_english() -> None:
    assert i18n.after("en") == "zh-Hans"
    assert i18n.after("zh-Hans") == i18n.after("tlh") == "en"
    i18n.use("tlh")
    assert i18n.language() == "en"


def test_what_a_reviewer_types_counts_in_both_languages() -> None:
    from datetime import UTC, datetime

    now = datetime(2026, 1, 4, 12, tzinfo=UTC)
    assert moment("3天", now) == moment("3d", now) == "2026-01-01T12:00:00"
    assert moment("2小时前", now) == moment("2h", now) == "2026-01-04T10:00:00"
    assert moment("今天", now) == moment("today", now) == "2026-01-04"
    assert reason_and_day("客户同意，至2026-12-31") == ("客户同意", "2026-12-31")
    assert reason_and_day("直到终章才揭晓") == ("直到终章才揭晓", "")
    i18n.use("zh-Hans")
    for names in (STANDINGS, FORMALITIES):
        assert [meant(plain_name(name), names) for name in names] == list(names)
        assert [meant(name, names) for name in names] == list(names)
        assert meant("最好", names) == ""


def test_a_new_word_waits_for_its_translation_and_an_old_one_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "review.po"
    shutil.copy(catalogues.catalogue_file("zh-Hans"), file)
    monkeypatch.setattr(catalogues, "catalogue_file", lambda _language: file)
    template = catalogues.extracted()
    template.add("{count} brand-new words", locations=[("tui/new.py", 1)])
    template.delete("approved")
    assert catalogues.update("zh-Hans", template) == ["{count} brand-new words"]
    known = catalogues.messages(catalogues.read(file))
    assert ("", "{count} brand-new words") in known
    assert ("", "approved") not in known
    assert known["", "rejected"].string == "已驳回"
    with file.with_suffix(".mo").open("rb") as stream:
        compiled = GNUTranslations(stream)
    assert compiled.gettext("rejected") == "已驳回"
    assert compiled.gettext("{count} brand-new words") == "{count} brand-new words"


def test_what_a_key_of_a_dialog_does_is_marked_for_translation() -> None:
    bare = [
        f"{path.name}:{node.lineno}"
        for path in sorted(CODE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Binding"
        if len(node.args) > 2 and isinstance(node.args[2], ast.Constant)
    ]
    assert bare == []


def test_what_apps_draw_over_a_picture_has_a_word(repository: Path) -> None:
    profiles = YAML(typ="safe", pure=True).load(repository / "localize" / "layout" / "profiles.yaml")
    shown = [zone for zones in profiles["zones"].values() for zone in zones if zone[0] in ("bottom", "right")]
    assert {title for _edge, _depth, title, _source in shown} == {*ZONES}


def test_what_market_advisories_say_has_its_words(repository: Path) -> None:
    data = YAML(typ="safe", pure=True).load(repository / "localize" / "culture" / "data" / "advisories.yaml")
    assert {entry["advice"] for entry in data["advisories"]} == {*ADVICE}
    evidence = {proof["what"] for entry in data["advisories"] for proof in entry.get("evidence", ())}
    assert evidence == {*EVIDENCE}
    i18n.use("zh-Hans")
    said = saying(
        "奴婢: slavery, severity 1 in us_uk (editorial, not reviewed); words of service or of contract"
    )
    assert said == "奴婢：slavery，在 us_uk 的严重度为 1（编辑意见，未经审核）；改用雇佣或契约的说法"
    line = "Starter model, Chinese to English: gist of short everyday lines; draft quality; GPL-3.0-or-later"
    assert engine_words(line) == "入门模型，中译英：日常短句的大意；质量：初稿；GPL-3.0-or-later"
    assert engine_words("memory") == "记忆库"
