"""The only place that says how the toolkit fails: one tree of exceptions, one printed form.

    LocalizeError                  anything the caller or the machine did wrong
    ├── UsageError                 wrong arguments                              exit 2
    ├── ConfigError                localize.toml is wrong                       exit 2
    ├── InputError                 a file cannot be read as what it claims      exit 2
    │   ├── DetectionError         no format fits, or several do
    │   ├── EncodingError          bytes that are not text in the encoding
    │   ├── ParseError             text that is not the format
    │   └── HostileInputError      a limit on size, depth or time was hit
    ├── RenderError                a target cannot be written into the file     exit 2
    ├── GlossaryError              a term file is wrong                         exit 2
    ├── OutputError                a file cannot be written                     exit 2
    ├── StoreError                 the review store cannot be used              exit 2
    │   └── ConflictError          a segment changed under its reviewer
    ├── GateClosedError            the export gate is closed                    exit 1
    ├── HeldBackError              a vendor's line is not taken over            exit 1 (`localize.api.vendor_lines`)
    ├── UnavailableError           engine, model or service not available       exit 3
    │   ├── BudgetError            the money or tokens allowed are spent        (`localize.engines.money`)
    │   └── ServiceError           a server refused or did not answer           (`localize.engines.chat_client`)
    └── ProblemsError              several of the above, reported together

An error is printed as ``file:line: CODE what (what to do)``. Faults in the *text* being translated are not
errors but findings (`localize.model.Finding`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file: 1-based line and column (in characters); 0 or None when not known."""

    file: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        parts = [self.file.replace("\n", "\\n").replace("\r", "\\r") or "localize"]  # one line a problem
        parts += [str(n) for n in (self.line, self.column) if n]
        return ":".join(parts)


class LocalizeError(Exception):
    """Anything the caller or the machine did wrong.

    Attributes:
        code: stable word such as ``ENC002``, for scripts and for the manual.
        what: what is wrong, one sentence without a full stop.
        do: what to do about it.
        place: the file and line, when there is one.
    """

    default_code: ClassVar[str] = "LOC000"
    exit_code: ClassVar[int] = 2

    def __init__(self, what: str, *, do: str = "", code: str = "", place: Place | None = None) -> None:
        self.what = what
        self.do = do
        self.code = code or self.default_code
        self.place = place
        super().__init__(str(self))

    def __str__(self) -> str:
        head = f"{self.place}: " if self.place else ""
        tail = f" ({self.do})" if self.do else ""
        return f"{head}{self.code} {self.what}{tail}"

    def at(self, place: Place) -> LocalizeError:
        """Return the same error with a place, unless it already has one."""
        if self.place is None:
            self.place = place
            self.args = (str(self),)
        return self

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle code, place and all: an error crosses from a worker process to the one that prints it."""
        return _revived, (type(self), self.__dict__.copy(), self.args)


def _revived(kind: type[LocalizeError], state: dict[str, object], args: tuple[object, ...]) -> LocalizeError:
    error = kind.__new__(kind)
    error.__dict__.update(state)
    error.args = args
    return error


class UsageError(LocalizeError):
    """Wrong arguments."""

    default_code = "USE001"


class ConfigError(LocalizeError):
    """The project file is wrong."""

    default_code = "CFG001"


class InputError(LocalizeError):
    """A file cannot be read as what it claims to be."""

    default_code = "INP001"


class DetectionError(InputError):
    """No format fits the file, or several do."""

    default_code = "FMT001"


class EncodingError(InputError):
    """The bytes are not text in the encoding."""

    default_code = "ENC001"


class ParseError(InputError):
    """The text is not the format."""

    default_code = "FMT002"


class HostileInputError(InputError):
    """A limit on size, depth or time was hit."""

    default_code = "FMT003"


class RenderError(LocalizeError):
    """A target cannot be written into the file."""

    default_code = "FMT004"


class GlossaryError(LocalizeError):
    """A term file is wrong."""

    default_code = "GLO001"


class OutputError(LocalizeError):
    """A file cannot be written."""

    default_code = "OUT001"


class StoreError(LocalizeError):
    """The review store cannot be used."""

    default_code = "STO001"


class ConflictError(StoreError):
    """A segment changed under its reviewer.

    Attributes:
        expected: the revision the reviewer saw.
        found: the revision in the store now.
    """

    default_code = "STO002"

    def __init__(self, what: str, *, expected: int, found: int, do: str = "") -> None:
        super().__init__(what, do=do)
        self.expected = expected
        self.found = found


class GateClosedError(LocalizeError):
    """The export gate is closed."""

    default_code = "GAT001"
    exit_code = 1


class UnavailableError(LocalizeError):
    """An engine, model or service is not available here and now."""

    default_code = "ENG001"
    exit_code = 3


class ProblemsError(LocalizeError):
    """Several errors, reported together; prints one line each and exits with the worst code."""

    def __init__(self, problems: Iterable[LocalizeError]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))

    def __str__(self) -> str:
        return "\n".join(str(p) for p in self.problems)

    @property
    def worst_exit_code(self) -> int:
        """Return the exit code that the process should end with (3 over 2 over 1)."""
        return max((p.exit_code for p in self.problems), default=2)


def interrupted(error: BaseException | None) -> bool:
    """Return whether Ctrl-C came first: where it breaks into a lock, a `RuntimeError` of the lock comes after it."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__context__
    return False
