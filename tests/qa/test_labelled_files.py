"""Errors on whole files of other teams, judged by hand: how many are real, and what is said of the same lines today."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from localize.masking import mask
from localize.model import Segment, SegmentId, SegmentKind, Severity
from localize.qa import Context, check, spec

FOLDER = Path(__file__).resolve().parent.parent / "corpus" / "qa"
FIFTH = FOLDER / "labelled_fifth.tsv"
SIXTH = FOLDER / "labelled_sixth.tsv"
SEVENTH = FOLDER / "labelled_seventh.tsv"
EIGHTH = FOLDER / "labelled_eighth.tsv"
NINTH = FOLDER / "labelled_ninth.tsv"
TENTH = FOLDER / "labelled_tenth.tsv"
ELEVENTH = FOLDER / "labelled_eleventh.tsv"
TWELFTH = FOLDER / "labelled_twelfth.tsv"
THIRTEENTH = FOLDER / "labelled_thirteenth.tsv"
FOURTEENTH = FOLDER / "labelled_fourteenth.tsv"
FIFTEENTH = FOLDER / "labelled_fifteenth.tsv"
SIXTEENTH = FOLDER / "labelled_sixteenth.tsv"
SEVENTEENTH = FOLDER / "labelled_seventeenth.tsv"
EIGHTEENTH = FOLDER / "labelled_eighteenth.tsv"
NINETEENTH = FOLDER / "labelled_nineteenth.tsv"
TWENTIETH = FOLDER / "labelled_twentieth.tsv"
TWENTY_FIRST = FOLDER / "labelled_twentyfirst.tsv"
TWENTY_SECOND = FOLDER / "labelled_twentysecond.tsv"
FORMATS = {
    "scratch": "json",
    "node-red-editor": "json",
    "node-red-nodes": "json",
    "pdfviewer": "fluent",
    "iobroker": "json",
    "freecol": "properties",
    "megaglest": "properties",
    "simutrans": "json",
    "freeorion": "json",
    "ddnet": "json",
    "home-assistant": "json",
    **dict.fromkeys(("openttd", "crawl", "hedgewars", "hedgewars_lua", "hedgewars_missions"), "json"),
    **dict.fromkeys(("osrm-text-instructions", "ep_etherpad-lite", "openmrs", "magicmirror"), "json"),
    **dict.fromkeys(("matrix-react-sdk", "foundryvtt-simple-calendar"), "json"),
    "renpy_tools": "renpy_tl",
    "tuxguitar": "properties",
    "hexo-theme-butterfly": "yaml",
    **dict.fromkeys(("katrain", "mcdreforged", "mediawiki", "dokuwiki", "nodebb"), "json"),
}
_WRITTEN = re.compile(r"\\(.)")
_MEANT = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\"}


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def whole(text: str) -> str | None:
    """Return the text of a cell, None if it is only a part of one."""
    if text[:1] == "…" or text[-1:] == "…":
        return None
    return _WRITTEN.sub(lambda match: _MEANT[match[1]], text)


def errors_today(file: Path) -> Iterator[tuple[dict[str, str], bool]]:
    """Yield the rows that hold their texts whole, and whether their error is raised today."""
    for row in rows(file):
        source, target = whole(row["source"]), whole(row["target"])
        if source is None or target is None:
            continue
        form = FORMATS.get(row["origin"], "po")
        segment = Segment(SegmentId("1"), source, (), 1, 1, SegmentKind.STRING)
        context = Context(row["from"], row["to"], form, "game", None, mask(segment, format=form))
        found = check(segment, target, context)
        yield row, any(f.code == row["code"] and f.severity is Severity.ERROR for f in found)


def test_the_fifth_sample_missed_nine_of_ten_and_stays_as_it_was_drawn() -> None:
    """Errors on 511,660 segments of 14 projects that no rule had seen (seed 20261124), at most 12 a code and project.

    62 % of those decided were real. False ones came in families: patterns of dates, Arabic digits of the C library,
    Qt numbers before a unit, other scale words, two figures for a year. Left out of the draw were texts that are empty
    or missing (3,136): nobody doubts them.
    """
    assert Counter(row["label"] for row in rows(FIFTH)) == {"real": 168, "false": 103, "debatable": 10}


def test_the_sixth_sample_missed_it_too() -> None:
    """The same on 775,560 segments of 14 other projects (seed 20261125), after the families above were mended.

    53 % of those decided were real; 61 of the 135 false ones are of two notations: line breaks of Lisp (~%) and of
    Neverball (a backslash). Without these two projects it is 67 %.
    """
    assert Counter(row["label"] for row in rows(SIXTH)) == {"real": 154, "false": 135, "debatable": 21}


def test_the_seventh_sample_of_desktop_programs_with_few_faults_missed_it_by_far() -> None:
    """The same on 238,934 segments of 20 programs of GNOME and others (seed 20261126): 337 errors, these after the cap.

    29 % of those decided were real: there are few faults to find, and nine notations that the two draws before did not
    have, among them colour codes of HexChat, arguments of gThumb explained in braces, and Arabic forms for one and two.
    """
    assert Counter(row["label"] for row in rows(SEVENTH)) == {"real": 42, "false": 102, "debatable": 1}


def test_the_eighth_sample_of_what_no_sample_held_missed_it_and_stays_as_it_was_drawn() -> None:
    """Findings on 314,867 segments of the sample data that no row above has (seed 20261127).

    The 85 errors are all that were left, as 144 more are in the samples above; the warnings are drawn. 48 of the 67
    false errors are of renderings that the packs forbid (“spare tire” for 备胎, which there was one), seven of a dash
    before a value, eight of an argument that the source leaves out. 40 of the 45 false warnings are of cues in two
    languages, measured as one, and of renderings that nobody had reviewed.
    """
    labels = {
        severity: Counter(row["label"] for row in rows(EIGHTH) if row["severity"] == severity)
        for severity in ("error", "warning")
    }
    assert labels == {
        "error": {"real": 17, "false": 67, "debatable": 1},
        "warning": {"real": 52, "false": 45, "debatable": 18},
    }


@pytest.mark.parametrize(
    ("file", "labels"),
    [
        # Games: Cataclysm (no Chinese), FreeCol, Seven Kingdoms, games of KDE: 530,433 segments, seed 20261130. All
        # errors, of FreeCol at most 12 a code, then 200 drawn: 52 % real. Values between per cent signs, templates.
        (NINTH, {"real": 86, "false": 78, "debatable": 36}),
        # Games: Wesnoth (no Chinese), Widelands, SuperTuxKart, others: 233,628 segments, seed 20261201, at most 60 a
        # code and project: 27 %. Stress of help pages, grammars that make names.
        (TENTH, {"real": 38, "false": 104, "debatable": 13}),
        # Small games and MegaGlest, software, WordPress: 593,096 segments, seeds 20261202 and 20261203: 74 %.
        (ELEVENTH, {"real": 124, "false": 44, "debatable": 32}),
        # Games that keep their own files: Simutrans, FreeOrion, DDNet, and Teeworlds and the dialogues of Fish
        # Fillets, which had no error: 43,935 segments, seed 20261204, at most 40 a code and project: 55 %.
        (TWELFTH, {"real": 72, "false": 60, "debatable": 38}),
        # Home Assistant, Weblate, pretalx, Claws Mail, small games; and rows of the software above that no sample
        # held: seed 20261205, at most 12 a code and project: 62 %. 19 false ones came from a mend of that day.
        (THIRTEENTH, {"real": 88, "false": 55, "debatable": 9}),
        # 17 desktop programs, mended for all above: 168,698 segments, 176 errors, 150 drawn with no cap, seed
        # 20261206: 29 %. 92 of the 102 false ones have four causes, each in one file or message.
        (FOURTEENTH, {"real": 41, "false": 102, "debatable": 7}),
        # 11 other desktop programs, mended again, with headers read right: 212,872 segments, 92 errors, all of them
        # but at most 12 a code and project, seed 20261207: 75 %.
        (FIFTEENTH, {"real": 45, "false": 15, "debatable": 2}),
        # Kodi, ManaPlus, FreeDink, GameHub and 18 other games and tools beside them, 12 programs of KDE, 12 of GNOME
        # and others: 516,435 segments, 324 errors, at most 12 a code and project, seed 20261208: 83 %. 196 are of two
        # files in the wrong script; 12 of the 23 false ones are of two notations of a game each.
        (SIXTEENTH, {"real": 110, "false": 23, "debatable": 3}),
        # Tools of the command line, desktop and web (coreutils, bash, WeeChat, aptitude, Red, Indico and 41 others):
        # 517,853 segments, 728 errors, of at most 12 a code and project (364) 150 drawn, seed 20261209: 64 %. 40 of
        # the 52 false ones are of help pages, bold words of aptitude and a clock that tells the hour in words.
        (SEVENTEENTH, {"real": 91, "false": 52, "debatable": 7}),
        # Games: 0 A.D., OpenTTD, Crawl, Hedgewars, ScummVM, Pioneers, KaTrain, MCDReforged and 12 others: 241,179
        # segments, 17,069 errors (16,464 of OpenTTD, whose files write {STRING} for {STRING2}), of at most 12 a code
        # and project (250) 150 drawn, seed 20261210: 71 %; weighed by files with what the samples above taught: 70 %.
        (EIGHTEENTH, {"real": 91, "false": 37, "debatable": 22}),
        # Git, MediaWiki, PostgreSQL, Mercurial, R, KiCad, Ardour, Kate and 33 others: 844,676 segments, 1,510 errors,
        # of at most 12 a code and project (511) 150 drawn, seed 20261211: 57 %, weighed by files 59 %; 79 % where the
        # other languages are asked too (`localize.qa.peers`): 40 of the 60 false ones are of one line in three or
        # more of them: help pages, notations of a program in examples, templates.
        (NINETEENTH, {"real": 79, "false": 60, "debatable": 11}),
        # After both were mended: tools and desktop programs (Bison, gettext, sed, Gawk, Kleopatra, KMail, Geary,
        # NodeBB, Blockly, 34 others): 349,160 segments, 587 errors, of at most 12 a code and project (239) 100 drawn,
        # seed 20261212: 59 %, weighed by files 88 % (42 real, 6 false; 5 real ones weigh a warning).
        (TWENTIETH, {"real": 47, "false": 33, "debatable": 20}),
        # Games' tools and the web in eight formats: Ren'Py's launcher and tutorial, Krita, Kolibri, Mailman, OSRM's
        # instructions, JupyterLab, Kiwi.com, 21 others: 722,491 segments; without empty and missing texts 2,050
        # errors, of at most 6 a code and project (176) 100 drawn, 3 of them in files of other locales left out,
        # seed 20261214: 77 %, weighed by files.
        (TWENTY_FIRST, {"real": 62, "false": 19, "debatable": 16}),
        # After it was mended, and what four sets of other projects taught beside it: Freeciv, SuperTux, Minetest,
        # BZFlag, Amulet, Foundry, Element, LibreOffice, Spyder, OpenMRS, MagicMirror, 16 others: 156 errors, of at most
        # 6 a code and project (106) 100 drawn, seed 20261215: 89 %, weighed by files.
        (TWENTY_SECOND, {"real": 83, "false": 10, "debatable": 7}),
    ],
    ids=[
        "ninth",
        "tenth",
        "11th",
        "12th",
        "13th",
        "14th",
        "15th",
        "16th",
        "17th",
        "18th",
        "19th",
        "20th",
        "21st",
        "22nd",
    ],
)
def test_the_samples_of_unseen_projects_missed_nine_of_ten_and_stay_as_they_were_drawn(
    file: Path, labels: dict[str, int]
) -> None:
    assert Counter(row["label"] for row in rows(file)) == labels


@pytest.mark.parametrize(
    ("file", "spared"),
    [
        (FIFTH, 0.15),
        (SIXTH, 0.3),
        (SEVENTH, 0.6),
        (NINTH, 0.25),
        (TENTH, 0.3),
        (ELEVENTH, 0.5),
        (THIRTEENTH, 0.65),  # its rows do not say which form of a plural they are
        (FOURTEENTH, 0.3),
        (SIXTEENTH, 0.1),
        (SEVENTEENTH, 0.35),
        (NINETEENTH, 0.6),
        (TWENTIETH, 1),  # nothing was mended for it: its file weighs them
        (EIGHTEENTH, 0.75),  # by the line alone; the file weighs half of them (`test_evidence`)
        (TWENTY_FIRST, 0.5),  # by the line alone; the file weighs the five that are left
        (TWENTY_SECOND, 0.8),  # its rows do not say which form of a plural they are
    ],
    ids=[
        "fifth",
        "sixth",
        "7th",
        "ninth",
        "tenth",
        "11th",
        "13th",
        "14th",
        "16th",
        "17th",
        "19th",
        "20th",
        "18th",
        "21st",
        "22nd",
    ],
)
def test_what_a_sample_taught_holds_and_its_real_faults_are_still_found(file: Path, spared: float) -> None:
    labels = Counter((row["label"], found) for row, found in errors_today(file))
    assert labels["real", True] >= 0.95 * (labels["real", True] + labels["real", False])
    assert labels["false", True] <= spared * (labels["false", True] + labels["false", False])


def test_every_row_says_its_code_reason_and_licence_and_holds_no_more_than_an_excerpt() -> None:
    for row in (row for file in FOLDER.glob("labelled_*[htd].tsv") for row in rows(file)):
        assert spec(row["code"])
        assert row["label"] in {"real", "false", "debatable"}
        assert row["reason"]
        assert row["licence"]
        assert max(len(row["source"]), len(row["target"])) <= 160
