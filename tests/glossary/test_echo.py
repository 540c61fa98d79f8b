"""An undecided homograph follows what the same word means in the lines around it."""

from __future__ import annotations

import pytest

from localize.glossary import Glossary, Scope, echoed, load

FAMILY, EUNUCH = "kinship_address.gonggong_family", "kinship_address.gonggong_eunuch"


@pytest.fixture(scope="module")
def packs() -> Glossary:
    return load()


def meant(
    packs: Glossary, text: str, before: list[str], after: list[str]
) -> tuple[str, tuple[str, ...], str]:
    scope = Scope("en-US", scene=(*before, *after))
    (hit,) = echoed(packs, text, packs.find(text, scope), scope, before=before, after=after)
    return (
        hit.concept.id,
        tuple(rival.id for rival in hit.rivals),
        hit.rendering.text if hit.rendering else "",
    )


@pytest.mark.parametrize(
    "before,after,concept,words",
    [
        (["我公公来了"], [], FAMILY, "father-in-law"),
        ([], ["你公公呢"], FAMILY, "father-in-law"),
        (["我公公来了", "皇上身边的公公来了"], [], EUNUCH, "the eunuch"),
        (["皇上身边的公公来了"], ["我公公呢"], EUNUCH, "the eunuch"),
    ],
)
def test_the_nearest_line_before_decides_then_the_nearest_after(
    packs: Glossary, before: list[str], after: list[str], concept: str, words: str
) -> None:
    assert meant(packs, "公公来了", before, after) == (concept, (), words)


def test_lines_that_do_not_say_the_word_leave_it_undecided(packs: Glossary) -> None:
    assert meant(packs, "公公来了", ["你好"], ["再见"]) == (FAMILY, (EUNUCH,), "")


def test_a_line_that_is_undecided_itself_decides_nothing(packs: Glossary) -> None:
    assert meant(packs, "公公来了", ["公公走了"], [])[1] == (EUNUCH,)


def test_the_reason_names_the_line(packs: Glossary) -> None:
    scope = Scope("en-US")
    (hit,) = echoed(packs, "公公来了", packs.find("公公来了", scope), scope, before=["我公公走了"])
    assert hit.why == f"{FAMILY}: as in the line “我公公走了”"
