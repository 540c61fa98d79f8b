"""The only place that makes frozen dataclasses fast, for the few kinds that every line of a file needs.

A frozen dataclass sets each field through ``object.__setattr__``: 2 µs and more for 18 fields. A class with the same
slots is filled as an ordinary object and then becomes the frozen one: a third of that.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable

_P = ParamSpec("_P")
_T = TypeVar("_T")


def maker(frozen: Callable[_P, _T]) -> Callable[_P, _T]:
    """Return what makes the same objects as a frozen dataclass with slots, from the same arguments.

    The fields must be plain: what `field` can say besides a default, and ``__post_init__``, are not for hot paths.

    Raises:
        TypeError: they are not.

    >>> from localize.errors import Place
    >>> maker(Place)("ep01.srt", 3) == Place("ep01.srt", 3)
    True
    """
    cls = cast("type[Any]", frozen)
    fields = dataclasses.fields(cls)
    if hasattr(cls, "__post_init__") or not all(_is_plain(field) for field in fields):
        raise TypeError(f"{cls.__name__} has fields that are not plain")
    given = {f"_{field.name}": field.default for field in fields}
    parameters = [
        field.name if field.default is dataclasses.MISSING else f"{field.name}=_{field.name}"
        for field in fields
    ]
    body = "".join(f"    self.{field.name} = {field.name}\n" for field in fields)
    space: dict[str, Any] = {**given, "_frozen": cls}
    # As `dataclasses` makes its own: a loop over names would cost what is to be saved.
    exec(f"def __init__(self, {', '.join(parameters)}):\n{body}    self.__class__ = _frozen\n", space)
    making = type(cls.__name__, (), {"__slots__": cls.__slots__, "__init__": space["__init__"]})
    return cast("Callable[_P, _T]", making)


def _is_plain(field: dataclasses.Field[Any]) -> bool:
    return field.init and not field.kw_only and field.default_factory is dataclasses.MISSING
