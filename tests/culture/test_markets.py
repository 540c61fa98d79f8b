"""Market advisories: raised by the right words in the right markets, never as an edit."""

from __future__ import annotations

import pytest

from localize.culture.markets import (
    Basis,
    Raised,
    advisories,
    all_advisories,
    findings,
    market_of,
    read_message,
)
from localize.model import Severity

MARKETS = {"us_uk", "eu", "latam", "br", "gcc", "id_my", "th", "jp", "kr", "in"}


def ids(text, locale, **known):
    return [hit.advisory.id for hit in advisories(text, locale, **known)]


def test_every_advisory_says_something_of_every_market():
    assert len(all_advisories()) == 24
    for advisory in all_advisories():
        assert set(advisory.severity) == MARKETS
        assert set(advisory.severity.values()) <= {0, 1, 2, 3}
        assert advisory.terms
        assert advisory.owner


def test_evidence_names_a_market_of_the_data_and_a_source():
    for advisory in all_advisories():
        for evidence in advisory.evidence:
            assert evidence.market in MARKETS
            assert evidence.source
            assert evidence.confidence in {"low", "med", "high"}
            assert evidence.basis is not Basis.EDITORIAL


@pytest.mark.parametrize(
    "text,locale,found",
    [
        ("战神归来", "ar", ["religion.deity_claim"]),
        ("戰神歸來", "ar", ["religion.deity_claim"]),
        ("战神归来", "en-US", []),
        ("战神归来", "vi", []),
        ("来盘红烧肉", "id", ["food.pork"]),
        ("来盘红烧肉", "th", []),
        ("我敬酒一杯", "th", ["alcohol"]),
        ("敬酒不吃吃罚酒", "th", []),
        ("奴才该死", "en-US", ["slavery_language"]),
        ("奴才该死", "ja", []),
        ("你这个狗皇帝", "th", ["royalty_law"]),
        ("他强吻了我", "pt-BR", ["sexual.coercion"]),
        ("我们从小定了娃娃亲", "es-MX", ["child_marriage"]),
        ("那里有鬼", "ar", ["occult.divination"]),
        ("别做鬼脸", "ar", []),
        ("这个酒鬼", "ar", []),
        ("他要跳楼", "ko", ["self_harm"]),
        ("跳楼价大甩卖", "ko", []),
        ("一起打麻将吧", "id", []),
        ("打麻将输了钱", "id", ["gambling"]),
        ("去赌场", "pt-BR", ["gambling"]),
        ("打开藏宝图", "hi", []),
        ("看看这张地图", "hi", ["politics.map_flag"]),
        ("气得吐血", "de", []),
        ("绿茶婊", "fr", ["misogyny_trope"]),
    ],
)
def test_a_word_is_raised_where_the_market_may_object(text, locale, found):
    assert ids(text, locale) == found


def test_a_word_of_kinship_counts_only_between_lovers():
    assert ids("哥哥，我爱你", "en-US") == []
    assert ids("哥哥，我爱你", "en-US", relation="sibling") == []
    assert ids("哥哥，我爱你", "en-US", relation="lover") == ["incest_like_address"]


def test_a_minor_counts_only_beside_a_romance():
    assert ids("她还未成年", "en-US") == []
    assert ids("她还未成年", "en-US", scene=["我喜欢她"]) == ["minor_sexualised"]


def test_loot_boxes_are_of_games():
    assert ids("限时抽卡", "ko", medium="game") == ["game.loot_box", "game.loot_box"]
    assert ids("限时抽卡", "ko", medium="drama") == []


@pytest.mark.parametrize(
    "target,found",
    [
        ("Bye, 88!", 1),
        ("88 yuan", 0),
        ("just 88", 1),
        ("It costs 1,888", 0),
        ("at 10:88", 0),
        ("88%", 0),
        ("66", 0),
    ],
)
def test_codes_are_looked_for_in_the_translation(target, found):
    hits = advisories("拜拜", "en-US", target=target)
    assert len(hits) == found
    assert all(hit.in_target and target[hit.span.start : hit.span.end] == "88" for hit in hits)


def test_a_market_is_found_by_the_nearest_locale():
    assert (market_of("es-419"), market_of("es-ES"), market_of("ms")) == ("latam", "eu", "id_my")
    assert market_of("ru") is None


def test_findings_advise_and_never_mend():
    hits = advisories("战神去赌场", "ar")
    raised = findings(hits, None)
    assert [f.code for f in raised] == ["MKT001", "MKT001"]
    assert {f.severity for f in raised} == {Severity.WARNING}
    assert all(f.fix is None for f in raised)
    assert "editorial, not reviewed" in raised[0].message
    assert findings(advisories("战神", "es-419"), None)[0].severity is Severity.INFO


def test_a_finding_names_the_rule_where_one_is_known():
    hit = advisories("抽卡", "ko", medium="game")[0]
    assert hit.basis is Basis.LAW
    assert "Game Industry Promotion Act" in hit.message


def test_a_message_tells_what_was_raised():
    (hit,) = advisories("战神归来", "ar")
    assert read_message(hit.message) == Raised("战神", "religion.deity_claim", "gcc")
    assert read_message("战神 is no advisory") is None
