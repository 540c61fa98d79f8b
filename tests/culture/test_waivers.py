"""Accepted advisories: a file with owner, reason and last day; what has run out or covers nothing is said."""

from __future__ import annotations

import datetime as dt

import pytest

from localize import api
from localize.api.terms_waivers import read_waivers
from localize.culture.markets import advisories, findings
from localize.culture.waivers import Waiver, waive
from localize.errors import Place, ProblemsError
from localize.model import Finding, LocatedFinding, SegmentId, Severity
from localize.review.base import Act, Action, Decision

TODAY = dt.date(2026, 6, 1)
FILE = """\
# What the client has accepted.
waivers:
  - advisory: religion.deity_claim
    markets: [gcc]
    owner: Lin
    reason: the client wants the title
    expires: 2026-06-30
    evidence: mail of 3 May
  - {advisory: gambling, terms: [抽奖], owner: Lin, reason: a raffle, expires: 2027-01-01, files: ["ep0*"]}
"""


def located(text, locale, file="ep01.srt"):
    hits = advisories(text, locale)
    return [LocatedFinding(f, Place(file, 3), locale) for f in findings(hits, SegmentId("1"))]


def waiver(**changed):
    given = {
        "advisory": "religion.deity_claim",
        "reason": "the title",
        "owner": "Lin",
        "expires": dt.date(2026, 6, 30),
    }
    return Waiver(**{**given, "place": Place("waivers.yaml", 3), **changed})


def test_a_waiver_holds_up_to_and_including_its_last_day_and_is_a_finding_after_it():
    found = located("战神归来", "ar")
    assert waive(found, [waiver()], dt.date(2026, 6, 30)).kept == ()
    over = waive(found, [waiver()], dt.date(2026, 7, 1))
    assert over.kept[0] == found[0]
    assert (over.kept[1].finding.code, str(over.kept[1].place)) == ("PRO006", "waivers.yaml:3")
    assert "ended on 2026-06-30: 1 findings are open again; Lin may extend it" in over.kept[1].finding.message


@pytest.mark.parametrize(
    ("changed", "text", "locale", "file", "covered"),
    [
        ({}, "战神归来", "ar", "ep01.srt", True),
        ({"markets": ("gcc",)}, "战神归来", "ar", "ep01.srt", True),
        ({"markets": ("gcc",)}, "战神归来", "hi", "ep01.srt", False),
        ({"terms": ("上帝",)}, "战神归来", "ar", "ep01.srt", False),
        ({"files": ("ep02*",)}, "战神归来", "ar", "season1/ep01.srt", False),
        ({"files": ("ep01*",)}, "战神归来", "ar", "season1/ep01.srt", True),
        ({"advisory": "gambling"}, "战神归来", "ar", "ep01.srt", False),
    ],
)
def test_a_waiver_covers_its_advisory_market_words_and_files(changed, text, locale, file, covered):
    done = waive(located(text, locale, file), [waiver(**changed)], TODAY)
    assert bool(done.accepted) is covered
    assert any(x.finding.code == "PRO008" for x in done.kept) is not covered, (
        "one that covers nothing is said"
    )


def test_in_a_part_of_the_work_a_waiver_may_cover_nothing():
    assert waive([], [waiver()], TODAY, whole=False).kept == ()


def test_no_other_finding_is_covered():
    other = LocatedFinding(
        Finding(
            "TRM001",
            Severity.ERROR,
            SegmentId("1"),
            None,
            "战神: religion.deity_claim, severity 3 in gcc (x)",
        ),
        Place("ep01.srt", 1),
        "ar",
    )
    assert other in waive([other], [waiver()], TODAY).kept


def test_a_file_of_waivers_is_read_with_its_places(tmp_path):
    path = tmp_path / "waivers.yaml"
    path.write_text(FILE, encoding="utf-8")
    first, second = read_waivers([path])
    assert (first.markets, first.expires, first.evidence) == (("gcc",), dt.date(2026, 6, 30), "mail of 3 May")
    assert (second.terms, second.files, str(second.place)) == (("抽奖",), ("ep0*",), f"{path}:9")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "religion.deity_claim",
            "religion.deity",
            "no advisory 'religion.deity' .did you mean religion.deity_claim",
        ),
        ("[gcc]", "[gulf]", "there is no market 'gulf'; use us_uk, eu"),
        ("[抽奖]", "[麻将馆]", "麻将馆 does not raise gambling"),
        ("2026-06-30", "next June", "expires is 'next June', no date"),
        ("    owner: Lin\n", "", "waivers lacks owner"),
        ("evidence", "proof", "unknown key proof"),
    ],
)
def test_every_problem_of_a_file_stands_at_its_line(tmp_path, old, new, said):
    path = tmp_path / "waivers.yaml"
    path.write_text(FILE.replace(old, new), encoding="utf-8")
    with pytest.raises(ProblemsError, match=said) as caught:
        read_waivers([path])
    assert str(caught.value).startswith(f"{path}:")


def test_a_project_reads_the_waivers_beside_its_file(tmp_path):
    (tmp_path / "ep01.srt").write_text("1\n00:00:01,000 --> 00:00:03,000\n战神归来！\n", encoding="utf-8")
    setting = '[project]\nname = "H"\nsource = "zh-Hans"\ntargets = ["ar"]\n[files]\ninclude = ["*.srt"]\n'
    (tmp_path / "localize.toml").write_text(setting)
    with api.open_project(tmp_path) as project:
        project.sync()
        (unit,) = project.units("ar", "ep01.srt")
        edit = Act(unit.id, Decision(Action.EDIT, text="عودة القائد!"), unit.revision)
        project.store.decide_many([edit], by="translator")
        assert "MKT001" in {x.finding.code for x in project.check()}
        waivers = tmp_path / "waivers.yaml"
        waivers.write_text(FILE.replace("2026-06-30", "2999-01-01"), encoding="utf-8")
        assert {x.finding.code for x in project.check()} & {"MKT001", "PRO006"} == set()
        waivers.write_text(FILE.replace("2026-06-30", "2020-01-01"), encoding="utf-8")
        assert {"MKT001", "PRO006"} <= {x.finding.code for x in project.check()}
