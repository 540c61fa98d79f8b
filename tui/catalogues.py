"""The only place that makes the catalogues of the room's words: `python -m tui.catalogues` after words have changed.

It collects the words marked in the code into `review.pot`, takes them over into the catalogue of each language, where
a new one waits for its translation, and compiles what the room reads at run time. Babel is needed here only.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tui.i18n import CATALOGUES, DOMAIN, ENGLISH, LANGUAGES

if TYPE_CHECKING:
    from pathlib import Path

    from babel.messages.catalog import Catalog, Message

TEMPLATE = CATALOGUES / f"{DOMAIN}.pot"


def catalogue_file(language: str) -> Path:
    """Return where the catalogue of a language is."""
    return CATALOGUES / language.replace("-", "_") / "LC_MESSAGES" / f"{DOMAIN}.po"


def extracted() -> Catalog:
    """Return every message that the code marks, without translations. Read-only."""
    from babel.messages.catalog import Catalog
    from babel.messages.extract import extract_from_dir

    template = Catalog(project="chuhai-localize", copyright_holder="the chuhai-localize maintainers")
    if TEMPLATE.exists():
        template.creation_date = read(TEMPLATE).creation_date  # a new date alone is no change
    for file, line, message, comments, context in extract_from_dir(
        CATALOGUES.parent, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        template.add(message, None, [(f"tui/{file}", line)], auto_comments=comments, context=context)
    return template


def read(file: Path) -> Catalog:
    """Return what a catalogue holds."""
    from babel.messages.pofile import read_po

    with file.open("rb") as stream:
        return read_po(stream, abort_invalid=True)


def messages(catalogue: Catalog) -> dict[tuple[str, str], Message]:
    """Return the messages of a catalogue by context and English words, its header left out."""
    return {(m.context or "", m.id if isinstance(m.id, str) else m.id[0]): m for m in catalogue if m.id}


def update(language: str, template: Catalog) -> list[str]:
    """Take a template over into the catalogue of a language and compile it; returns what is not translated yet.

    Writes the .po and the .mo file.
    """
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import write_po

    file = catalogue_file(language)
    catalogue = read(file)
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    with file.open("wb") as stream:
        write_po(stream, catalogue, width=110, include_lineno=False, ignore_obsolete=True)
    with file.with_suffix(".mo").open("wb") as stream:
        write_mo(stream, catalogue)
    return [words for (_, words), m in messages(catalogue).items() if not translated(m)]


def translated(message: Message) -> bool:
    """Return whether a message has a translation that a person stands for."""
    said = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(said) and not message.fuzzy


def main() -> int:
    """Bring every catalogue up to date; 1 if words are left to translate."""
    from babel.messages.pofile import write_po

    template = extracted()
    with TEMPLATE.open("wb") as stream:
        write_po(stream, template, width=110, include_lineno=False)
    missing = {language: update(language, template) for language in LANGUAGES if language != ENGLISH}
    for language, words in missing.items():
        for word in words:
            sys.stderr.write(f"{language}: not translated: {word}\n")
    return int(any(missing.values()))


if __name__ == "__main__":
    sys.exit(main())
