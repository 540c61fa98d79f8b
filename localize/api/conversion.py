"""The only place of the API that turns one subtitle file into another format, or proves two files alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from localize import formats
from localize.api.files import Reading, read_bytes, read_document
from localize.export import write_atomic

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether two files differ in their translation slots only, with the hashes that show it."""

    same: bool
    text: str


def convert_file(
    source: Path,
    output: Path,
    *,
    shift_ms: int = 0,
    fps: tuple[float, float] | None = None,
    reading: Reading | None = None,
    force: bool = False,
) -> tuple[str, ...]:
    """Write a subtitle file in the format of the output's suffix and return what that format cannot hold.

    Raises:
        LocalizeError: the input cannot be read, the suffix is unknown, or the output cannot be written.
    """
    document = read_document(source, str(source), reading=reading).document
    wanted = formats.by_suffix(output.name)
    conversion = formats.convert(document, wanted.name, shift_ms=shift_ms, fps=fps)
    write_atomic(output, conversion.data, force=force)
    return tuple(str(loss) for loss in conversion.losses)


def verify_files(before: Path, after: Path, *, locale: str = "", reading: Reading | None = None) -> Proof:
    """Return the proof that `after` is `before` with other texts in its translation slots, or where it is not."""
    known = reading or Reading()
    found = formats.verify(
        read_bytes(before, str(before)),
        read_bytes(after, str(after)),
        str(after),
        format=known.format or None,
        options=known.options(locale),
    )
    if found.equal:
        return Proof(same=True, text=f"same outside the translation slots: sha256 {found.after}")
    place = found.place or str(after)
    return Proof(
        same=False, text=f"{place}: {found.what}\nbefore sha256 {found.before}\nafter  sha256 {found.after}"
    )
