"""`localize engine`: what can translate what, here and now; fetch a model; measure it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.cli import options
from localize.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from localize.api.engines import Measured

_MEGA = 1_000_000


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _configure_list(
        actions.add_parser("list", help="show what can translate what, where text goes, and the licence")
    )
    _configure_pull(actions.add_parser("pull", help="fetch a model, convert, check and record it"))
    _configure_bench(actions.add_parser("bench", help="measure segments/s, first answer and memory"))


def _configure_list(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "examples:\n  localize engine list\n  localize engine list --from zh-Hans --to en-US"
    parser.add_argument(
        "--from", dest="source", metavar="L", default="", help="only engines that read this locale"
    )
    parser.add_argument("--to", metavar="L", default="", help="only engines that write this locale")
    options.add_noise(parser)


def _configure_pull(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "A broken download goes on where it stopped, and every file is proven by its hash. Source, licence and hashes\n"
        "are recorded beside the model, in $LOCALIZE_MODELS or the user's data folder. A model of the hub that is not\n"
        "converted yet needs the extra torch once, to convert it.\n\n"
        "examples:\n"
        "  localize engine pull Helsinki-NLP/opus-mt-zh-en\n"
        "  localize engine pull facebook/nllb-200-distilled-600M --quantization int8\n"
        "  localize engine pull zh-en --source firefox"
    )
    parser.add_argument(
        "name", metavar="NAME", help="owner/model of a hub, or a pair such as zh-en of firefox"
    )
    parser.add_argument(
        "--source", choices=["hub", "firefox"], default="hub",
        help="hub: a Hugging Face hub (HF_ENDPOINT, HF_TOKEN); firefox: the Firefox Translations models",
    )  # fmt: skip
    parser.add_argument(
        "--quantization",
        metavar="Q",
        default="int8",
        help="of the converted weights: int8 (default), int16, float16 …",
    )
    parser.add_argument(
        "--endpoint", metavar="URL", default="", help="another hub or registry, such as a mirror"
    )
    parser.add_argument("--revision", metavar="R", default="", help="branch, tag or commit of a hub's model")
    parser.add_argument("--force", action="store_true", help="fetch and convert again what is here already")
    options.add_noise(parser)


def _configure_bench(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "Each engine runs in a fresh process: 'first' is the time to its first answer, loading included, and 'peak'\n"
        "the most memory of that process.\n\n"
        "examples:\n"
        "  localize engine bench\n"
        "  localize engine bench --to es --engine ctranslate2 --model facebook/nllb-200-distilled-600M --lines 100\n"
        "  localize engine bench --lines dialogue.txt --output-format json"
    )
    parser.add_argument("--from", dest="source", metavar="L", default="zh-Hans", help="locale of the lines")
    parser.add_argument(
        "--to", metavar="L", default="en-US", help="locale to translate into (default: en-US)"
    )
    parser.add_argument(
        "--engine", metavar="E", action="append", default=[],
        help="measure this engine; repeat for several (default: all that are ready, and pulled models)",
    )  # fmt: skip
    parser.add_argument("--model", metavar="M", default="", help="model of the engines given with --engine")
    parser.add_argument(
        "--option",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        help="an option of the engine, as in a project",
    )
    parser.add_argument(
        "--lines", metavar="N|FILE", default="200", help="how many lines of our own, or a file (default: 200)"
    )
    parser.add_argument(
        "--threads", metavar="N", type=int, default=0, help="CPU threads (default: the engine's own)"
    )
    parser.add_argument("--output-format", choices=["text", "json"], default="text", help="text or json")
    options.add_noise(parser)


def run(args: argparse.Namespace) -> int:
    """Run the action."""
    actions: dict[str, Callable[[argparse.Namespace], int]] = {"list": _list, "pull": _pull, "bench": _bench}
    return actions[args.action](args)


def _list(args: argparse.Namespace) -> int:
    """Print one row an engine and one a pulled model."""
    from localize import api

    rows = api.engine_rows(args.source or ("zh-Hans" if args.to else ""), args.to)
    cells = [
        [r.name, r.pairs, r.quality, r.licence, r.commercial, r.reach, r.missing or "ready"] for r in rows
    ]
    heads = ["engine", "pairs", "quality", "licence", "commercial", "text goes to", "here"]
    options.emit(options.tabulate(heads, cells))
    return ExitCode.CLEAN


def _pull(args: argparse.Namespace) -> int:
    """Fetch a model and print its record."""
    from localize.api.engines import pull_model
    from localize.cli.progress import ProgressMeter
    from localize.text import safe

    with ProgressMeter(args, unit="MB") as meter:
        pulled = pull_model(
            args.name,
            source=args.source,
            quantization=args.quantization,
            endpoint=args.endpoint,
            revision=args.revision,
            force=args.force,
            progress=lambda name, done, total: meter.update(name, done // _MEGA, max(1, total // _MEGA)),
        )
    card = pulled.card
    allowed = "yes" if card.commercial else "no" if card.licence else "not known: read the model's card"
    rows = [
        ["model", card.name],
        ["engine", card.engine],
        ["folder", str(pulled.folder)],
        ["from", f"{card.origin} {card.revision}".strip()],
        [
            "size",
            f"{pulled.size / _MEGA:.1f} MB, {len(card.files)} files, each with its SHA-256 in the record",
        ],
        ["licence", card.licence or "not known"],
        ["commercial use", allowed],
        ["tried", safe(pulled.probe) or f"not here: {pulled.untried}"],
    ]
    options.emit(options.tabulate(["", ""], rows))
    state = f"fetched in {pulled.seconds:.0f} s" if pulled.fresh else "was here already; its hashes are right"
    options.note(args, f'{state}; use it with engine = {{ name = "{card.engine}", model = "{card.name}" }}')
    return ExitCode.CLEAN


def _bench(args: argparse.Namespace) -> int:
    """Print one row an engine; exit 3 if one that was asked for cannot run."""
    from localize.api.engines import bench_engines, bench_lines, candidates
    from localize.engines.base import EngineOptions

    lines = bench_lines(args.lines, args.source)
    chosen = [(name, args.model) for name in args.engine] or candidates(args.source, args.to)
    extra = dict(_option(text) for text in args.option)
    found = []
    for row in bench_engines(
        chosen,
        lines,
        source=args.source,
        target=args.to,
        options=EngineOptions(threads=args.threads, extra=extra),
    ):
        options.note(args, f"{row.engine} {row.model}: {row.problem or 'measured'}")
        found.append(row)
    options.emit(_as_json(found) if args.output_format == "json" else _as_table(found))
    return ExitCode.UNAVAILABLE if any(row.problem for row in found) else ExitCode.CLEAN


def _option(text: str) -> tuple[str, str]:
    from localize.errors import UsageError

    key, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"--option {text!r}", do="write KEY=VALUE")
    return key, value


def _as_table(rows: list[Measured]) -> str:
    cells = [
        [
            r.engine,
            r.model or "-",
            r.lines,
            r.failed,
            f"{r.per_second:.1f}",
            f"{r.first:.2f} s",
            f"{r.peak_mb:.0f} MB",
        ]
        if not r.problem
        else [r.engine, r.model or "-", "", "", "", "", r.problem]
        for r in rows
    ]
    return options.tabulate(["engine", "model", "lines#", "failed#", "segments/s#", "first#", "peak"], cells)


def _as_json(rows: list[Measured]) -> str:
    import dataclasses
    import json

    return json.dumps([dataclasses.asdict(row) for row in rows], ensure_ascii=False, indent=2)
