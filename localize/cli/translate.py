"""`localize translate`: drafts into the store, or what they would cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localize.cli import options
from localize.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from localize.api.estimating import LocaleEstimate
    from localize.api.project import Project
    from localize.api.translating import TranslateOutcome
    from localize.engines.estimate import Range


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = (
        "A second run translates nothing twice; a changed term drafts only its lines again. At a spent budget, an\n"
        "error of the server or Ctrl-C every finished line is kept, and the next run goes on from there. A budget\n"
        "that stops the run ends it with exit code 3.\n\n"
        "examples:\n  localize translate\n  localize translate --to en-US --limit 100 episodes/ep01.srt\n"
        "  localize translate --estimate\n  localize translate --budget 5.00USD\n"
        "  localize translate --budget 200000tok --to es-419"
    )
    parser.add_argument(
        "paths", metavar="PATH", nargs="*", help="files or folders of the project (default: all)"
    )
    parser.add_argument(
        "--to", metavar="L", action="append", default=[], help="target locale; may be repeated"
    )
    parser.add_argument(
        "--engine", metavar="E", default="", help="use this engine instead of the project's choice"
    )
    parser.add_argument("--limit", metavar="N", type=int, help="stop after N new drafts a locale")
    parser.add_argument(
        "--estimate",
        action="store_true",
        help="print tokens, price and time as ranges, and send and store nothing",
    )
    parser.add_argument(
        "--budget",
        metavar="AMOUNT",
        default="",
        help="stop before this run spends more: 5.00USD, or 200000tok for tokens (default: the engine's own)",
    )
    parser.add_argument(
        "--no-cache", action="store_true", help="ask engines again for what they answered before"
    )
    options.add_project(parser)
    options.add_noise(parser)


def run(args: argparse.Namespace) -> int:
    """Translate and print one row a locale, or print what it would take."""
    from localize import api
    from localize.cli.progress import ProgressMeter

    with api.open_project(args.project, writing=not args.estimate) as project:
        if args.estimate:
            return _estimate(args, project)
        with ProgressMeter(args) as meter:
            outcome = project.translate(
                locales=args.to,
                paths=args.paths,
                engine=args.engine,
                limit=args.limit,
                budget=args.budget,
                cache=not args.no_cache,
                progress=meter.update,
            )
    options.emit(summary(outcome))
    for name, line in outcome.licences.items():
        options.note(args, f"{name}: {line}")
    if outcome.usage.calls:
        options.note(args, spent(outcome))
    return options.complain([outcome.stopped] if outcome.stopped else [])


def summary(outcome: TranslateOutcome) -> str:
    """Return the table of a translate run."""
    locales = sorted({locale for locale, _ in outcome.drafted} | set(outcome.standing) | set(outcome.decided))
    rows = []
    for locale in locales:
        drafted = ", ".join(f"{who} {n}" for (at, who), n in sorted(outcome.drafted.items()) if at == locale)
        rows.append(
            [
                locale,
                drafted or "-",
                str(outcome.standing[locale]),
                str(outcome.decided[locale]),
                str(outcome.terms[locale]),
                str(outcome.edits[locale]),
                str(outcome.findings[locale]),
            ]
        )
    heads = ["locale", "drafted by", "up to date#", "held by people#", "terms#", "edits#", "findings#"]
    return options.tabulate(heads, rows)


def spent(outcome: TranslateOutcome) -> str:
    """Return what a run used, in words."""
    from localize.engines.money import shown

    usage = outcome.usage
    text = f"used: {usage.calls:,} calls, {usage.tokens_in:,} tokens in, {usage.tokens_out:,} tokens out"
    if outcome.currency:
        text += f", {shown(usage.cost, outcome.currency)}"
    if usage.guessed:
        text += f" ({usage.guessed:,} calls counted by rule: the server did not say)"
    return text


def _estimate(args: argparse.Namespace, project: Project) -> int:
    """Print what the run would take."""
    found = project.estimate(
        locales=args.to, paths=args.paths, engine=args.engine, limit=args.limit, cache=not args.no_cache
    )
    heads = [
        "locale",
        "engine",
        "text goes to",
        "drafts#",
        "lines asked#",
        "tokens in#",
        "tokens out#",
        "price",
        "time",
    ]
    options.emit(options.tabulate(heads, [_row(f) for f in found]))
    for line in _remarks(found):
        options.note(args, line)
    return ExitCode.CLEAN


def _row(found: LocaleEstimate) -> list[str]:
    from localize.api.estimating import UNKNOWN

    estimate = found.estimate
    return [
        found.locale,
        found.engine.name,
        str(found.engine.reach),
        f"{found.drafts:,}",
        f"{found.lines:,}",
        _numbers(estimate.tokens_in) if estimate.calls else "-",
        _numbers(estimate.tokens_out) if estimate.calls else "-",
        _price(found),
        "not known"
        if estimate.basis == UNKNOWN
        else f"{duration(estimate.seconds.low)} to {duration(estimate.seconds.high)}",
    ]


def _remarks(found: Sequence[LocaleEstimate]) -> list[str]:
    lines = [f"{f.locale}: the time rests on {f.estimate.basis}" for f in found]
    lines += [
        f"{f.locale}: the price of {f.engine.name} is not known; set price_in, price_out and currency"
        for f in found
        if f.price is None and f.estimate.calls
    ]
    return [*lines, "nothing was sent and nothing stored"]


def _price(found: LocaleEstimate) -> str:
    if found.price is None:
        return "not known"
    if not found.currency:
        return "0"
    return f"{found.price.low:,.2f} to {found.price.high:,.2f} {found.currency}"


def _numbers(numbers: Range) -> str:
    return f"{_rounded(numbers.low):,} to {_rounded(numbers.high):,}"


def _rounded(number: float) -> int:
    """Return a number to two figures: an estimate has no more."""
    return int(float(f"{number:.2g}"))


def duration(seconds: float) -> str:
    """Return a time for people.

    >>> [duration(s) for s in (0.2, 45, 600, 9000)]
    ['1 s', '45 s', '10 min', '2.5 h']
    """
    if seconds < 100:
        return f"{max(1, round(seconds))} s"
    if seconds < 6000:
        return f"{round(seconds / 60)} min"
    return f"{seconds / 3600:.1f} h"
