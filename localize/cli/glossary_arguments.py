"""The only place that says which arguments `localize glossary` and its actions take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from localize.cli import options
from localize.cli.glossary_edit import configure_add, configure_set
from localize.cli.glossary_people import configure as ledger_arguments

if TYPE_CHECKING:
    import argparse
    from typing import TypeAlias

    Actions: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    lint = actions.add_parser(
        "lint", help="find faults in term files", epilog="example: localize glossary lint terms.yaml"
    )
    lint.add_argument(
        "files", metavar="FILE", nargs="*", type=Path, help="term files (default: packs and project)"
    )
    options.add_report(lint)
    children = [lint, _configure_find(actions), _configure_extract(actions), _configure_diff(actions)]
    children += [_configure_import(actions), _configure_export(actions), _configure_stats(actions)]
    ledger = actions.add_parser(
        "ledger",
        help="say who speaks in a line, and whom its pronouns and its left-out subject mean",
        epilog="examples:\n  localize glossary ledger list ep03.srt\n"
        "  localize glossary ledger add ep03.srt:19 --pronoun 她=lin-wan --subject 秦烁",
    )
    ledger_arguments(ledger)
    children.append(ledger)
    children += _configure_edits(actions)
    for child in children:
        child.formatter_class = parser.formatter_class  # which keeps the lines of the examples
        options.add_project(child)
        options.add_noise(child)


def _configure_edits(actions: Actions) -> list[argparse.ArgumentParser]:
    add = actions.add_parser(
        "add",
        help="add an entry to a term file",
        epilog="example: localize glossary add 孔帮 --say en-US='the Kong Gang' --forbid en-US='Hole Gang'",
    )
    configure_add(add)
    change = actions.add_parser(
        "set",
        help="change an entry: its words, what is deprecated or forbidden, its review",
        epilog="examples:\n  localize glossary set 孔帮 --say en-US='Kong’s men' --why 'client feedback'\n"
        "  localize glossary set 孔帮 --deprecate en-US='the Kong Gang' --reviewed --source 'client glossary 3'",
    )
    configure_set(change)
    return [add, change]


def _configure_find(actions: Actions) -> argparse.ArgumentParser:
    find = actions.add_parser(
        "find",
        help="show which terms match, and why, and which lost",
        epilog="example: localize glossary find '王总，三千万的彩礼' --to en-US",
    )
    find.add_argument("text", metavar="TEXT|FILE", help="text, or a file that a format reads")
    find.add_argument("--to", metavar="L", default="en-US", help="locale of the renderings (default: en-US)")
    find.add_argument("--winners", action="store_true", help="leave out the candidates that lost")
    find.add_argument("--as", dest="shape", default="text", choices=["text", "json"], help="of the output")
    _add_glossary(find)
    return find


def _configure_extract(actions: Actions) -> argparse.ArgumentParser:
    extract = actions.add_parser(
        "extract",
        help="propose new terms from texts: phrases, names, forms of address",
        epilog="examples:\n  localize glossary extract episodes/ --top 30\n"
        "  localize glossary extract ep01.srt --as yaml >> glossary/drafts.yaml",
    )
    extract.add_argument(
        "paths", metavar="PATH", nargs="*", type=Path, help="files and folders (default: the project's)"
    )
    extract.add_argument("--top", metavar="N", type=int, default=50, help="candidates (default: 50)")
    extract.add_argument(
        "--min-count", metavar="N", type=int, default=2, help="least occurrences of a phrase (default: 2)"
    )
    extract.add_argument("--known", action="store_true", help="show terms that the glossary has, too")
    extract.add_argument(
        "--category", metavar="NAME", default="project", help="of the drafts (default: project)"
    )
    extract.add_argument(
        "--as",
        dest="shape",
        default="text",
        choices=["text", "json", "csv", "yaml"],
        help="yaml: drafts to paste",
    )
    _add_glossary(extract)
    return extract


def _configure_diff(actions: Actions) -> argparse.ArgumentParser:
    diff = actions.add_parser(
        "diff",
        help="say what changed between two versions of the terms, and which lines of the project that touches",
        epilog="examples:\n  localize glossary diff terms.old.yaml glossary/terms.yaml\n"
        "  localize glossary export before.tbx   # a snapshot; then, after some edits:\n"
        "  localize glossary diff before.tbx --reopen --reviewer lin --reason 'client feedback'",
    )
    diff.add_argument("before", metavar="A", type=Path, help="term file, folder of them, or snapshot")
    diff.add_argument(
        "after", metavar="B", type=Path, nargs="?", help="the other version (default: the project's glossary)"
    )
    diff.add_argument("--to", metavar="L", action="append", default=[], help="only lines of this locale")
    diff.add_argument("--no-impact", action="store_true", help="leave the project's lines alone")
    diff.add_argument(
        "--reopen",
        action="store_true",
        help="put the approved lines that do not fit any more up for discussion",
    )
    diff.add_argument("--reason", metavar="WORDS", default="", help="for the log of decisions")
    diff.add_argument(
        "--reviewer",
        metavar="NAME",
        default="",
        help="who opens them (default: LOCALIZE_REVIEWER or the login)",
    )
    diff.add_argument("--as", dest="shape", default="text", choices=["text", "json"], help="of the output")
    return diff


def _configure_import(actions: Actions) -> argparse.ArgumentParser:
    load = actions.add_parser(
        "import",
        help="turn the terms of another tool into a term file",
        epilog="examples:\n  localize glossary import terms.csv -o glossary/terms.yaml\n"
        "  localize glossary import client.tbx -o glossary/\n"
        "  localize glossary import deepl.tsv --to en-US -o glossary/terms.yaml\n"
        "  localize glossary import knp.xlsx --people people.yaml -o glossary/",
    )
    load.add_argument(
        "table",
        metavar="TABLE",
        type=Path,
        help="CSV with a header row of locales, TBX, XLSX, KNP, Weblate, DeepL",
    )
    load.add_argument(
        "-o", "--output", metavar="FILE|DIR", type=Path, help="a folder gets one file a category"
    )
    load.add_argument(
        "--from",
        dest="source",
        metavar="L",
        default="",
        help="locale of the terms (default: Chinese, else the file's)",
    )
    load.add_argument(
        "--to", metavar="L", default="", help="locale of the targets, where the table does not say it"
    )
    load.add_argument("--category", metavar="NAME", default="", help="put everything into this category")
    load.add_argument(
        "--people",
        metavar="FILE",
        type=Path,
        help="write the characters, formality and forms of address of a KNP into this file of people",
    )
    load.add_argument("--force", action="store_true", help="overwrite; comments and other entries stay")
    return load


def _configure_export(actions: Actions) -> argparse.ArgumentParser:
    export = actions.add_parser(
        "export",
        help="write the terms for another tool",
        epilog="examples:\n  localize glossary export terms.tbx\n"
        "  localize glossary export deepl.tsv --as deepl --to en-US\n"
        "  localize glossary export knp.xlsx --as knp --to es-419",
    )
    export.add_argument(
        "output", metavar="OUT", type=Path, help="its ending says the shape: .tbx .xlsx .csv .yaml"
    )
    export.add_argument(
        "files", metavar="FILE", nargs="*", type=Path, help="term files (default: those of packs and project)"
    )
    export.add_argument(
        "--as",
        dest="shape",
        default="",
        choices=["yaml", "tbx", "tbx-dct", "xlsx", "csv", "weblate", "deepl", "knp"],
        help="tbx: TBX-Basic in style DCA",
    )
    export.add_argument("--to", metavar="L", default="", help="locale of the targets (weblate, deepl, knp)")
    export.add_argument(
        "--no-packs", action="store_true", help="leave out the packs that come with the package"
    )
    export.add_argument(
        "--every",
        action="store_true",
        help="also the entries that a nearer file, season or episode overrides, each with its scope",
    )
    export.add_argument("--force", action="store_true", help="overwrite OUT")
    return export


def _configure_stats(actions: Actions) -> argparse.ArgumentParser:
    stats = actions.add_parser(
        "stats",
        help="count concepts and renderings, and what they do in the texts",
        epilog="examples:\n  localize glossary stats\n  localize glossary stats --texts episodes/ --to en-US",
    )
    stats.add_argument("files", metavar="FILE", nargs="*", type=Path, help="term files over the packs")
    stats.add_argument(
        "--texts",
        metavar="PATH",
        nargs="*",
        type=Path,
        default=None,
        help="files and folders (default: the project's)",
    )
    stats.add_argument(
        "--to", metavar="L", default="", help="locale for the texts (default: the project's first)"
    )
    stats.add_argument("--unused", action="store_true", help="list the terms that no text uses")
    return stats


def _add_glossary(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--glossary", metavar="FILE", type=Path, action="append", default=[], help="terms over the packs"
    )
