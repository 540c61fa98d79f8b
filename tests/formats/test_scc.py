"""SCC: read by following the decoder of a television set; never written."""

from __future__ import annotations

import pytest

from localize.errors import RenderError
from localize.formats import parse, render

POP_ON = b"""Scenarist_SCC V1.0

00:00:01:00\t94ae 94ae 9420 9420 9470 9470 4865 ecec efac 94d0 94d0 91b0 c131 942c 942c 942f 942f

00:00:03:00\t942c 942c

00:00:04;00\t9425 9425 94ad 94ad 9470 9470 54f7 ef80

00:00:05;00\t94ad 94ad 5468 f2e5 e580

00:00:07:00\t942c xyz
"""


def test_captions_come_when_they_are_switched_on() -> None:
    document = parse(POP_ON, "a.scc")
    first = document.segments[0]
    # 15 words after one second of 30 frames, each frame 1001/30 ms; off at frame 90.
    assert (first.source, first.start_ms, first.end_ms) == ("®A1\nHello,", round(45 * 1001 / 30), 3003)
    assert [s.source for s in document.segments[1:]] == ["Two", "Three"]
    assert [(remark.code, remark.line) for remark in document.remarks] == [("FMT102", 11)]


def test_a_target_has_no_place() -> None:
    document = parse(POP_ON, "a.scc")
    assert render(document, {}) == POP_ON
    assert render(document, {"2": "Two"}) == POP_ON
    with pytest.raises(
        RenderError, match=r"a\.scc:7: FMT004 segment 2 has no slot: .*\(convert the captions to srt"
    ):
        render(document, {"2": "Zwei"})


def test_wrong_parity_and_an_accent_over_a_letter_are_read() -> None:
    data = b"Scenarist_SCC V1.0\n\n00:00:00:00\t9420 9470 4561 9234 942f\n\n00:00:02:00\t942c\n"
    assert parse(data, "a.scc").segments[0].source == "EÊ"  # the plain letter gives way to the accented one


def test_the_second_channel_is_remarked() -> None:
    data = b"Scenarist_SCC V1.0\n\n00:00:00:00\t1c20 1c70 4561 1c2f\n"
    assert [remark.code for remark in parse(data, "a.scc").remarks] == ["FMT106"]
