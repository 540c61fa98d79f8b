"""Frozen dataclasses that are made fast are the same objects."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

import pytest

from localize.glossary import Scope
from localize.making import maker
from localize.masking.base import Masked
from localize.model import SegmentId
from localize.qa.base import Context


def test_a_made_object_is_equal_to_one_that_its_class_makes_and_of_that_class() -> None:
    made, plain = (
        maker(Scope)("en-US", era="modern", scene=("你好",)),
        Scope("en-US", era="modern", scene=("你好",)),
    )
    assert type(made) is Scope
    assert (made, hash(made), repr(made)) == (plain, hash(plain), repr(plain))


def test_a_made_object_is_frozen() -> None:
    made = maker(Masked)(SegmentId("1"), "你好", "你好", ())
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'text'"):
        made.text = "x"  # type: ignore[misc]
    assert dataclasses.replace(made, text="x").text == "x"


def test_a_maker_takes_the_arguments_of_the_class_and_no_others() -> None:
    with pytest.raises(TypeError, match=r"missing .* 'masked'"):
        maker(Context)("zh-Hans", "en-US", "po", "game", None)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'"):
        maker(Scope)("en-US", colour="red")  # type: ignore[call-arg]


def test_fields_that_are_not_plain_are_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Basket:
        apples: list[str] = field(default_factory=list)

    with pytest.raises(TypeError, match="Basket has fields that are not plain"):
        maker(Basket)
