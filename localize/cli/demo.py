"""`localize demo`: the main job on the example episodes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from localize.cli import options

if TYPE_CHECKING:
    import argparse

    from localize.api.demo import DemoReport


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.epilog = "Needs no network and no key.\n\nexample:\n  localize demo"
    parser.add_argument(
        "dir", metavar="DIR", nargs="?", type=Path, default=Path("localize-demo"), help="project to make"
    )
    parser.add_argument(
        "--examples", metavar="DIR", type=Path, help="the folder examples of a source checkout"
    )
    parser.add_argument("--force", action="store_true", help="replace an earlier demo")
    options.add_noise(parser)


def run(args: argparse.Namespace) -> int:
    """Run the demo and print what each stage did."""
    from localize import api
    from localize.cli.progress import ProgressMeter

    with ProgressMeter(args) as meter:
        report = api.run_demo(args.dir, examples=args.examples, force=args.force, progress=meter.update)
    options.emit(summary(report))
    return options.complain(report.exported.problems if report.exported else ())


def summary(report: DemoReport) -> str:
    """Return the table of a demo run and where to look."""
    from localize.api.demo import LOCALES

    translated, exported = report.translated, report.exported
    if translated is None or exported is None:
        return "the demo did not finish"
    rows: list[list[str]] = [["locale", *LOCALES]]
    add = rows.append
    add(["files", *[str(report.files)] * len(LOCALES)])
    add(["segments", *[str(report.segments)] * len(LOCALES)])
    drafted = {at: f"{who} {n}" for (at, who), n in translated.drafted.items()}
    add(["drafted by", *(drafted.get(at, "-") for at in LOCALES)])
    add(["terms and numbers enforced", *(str(translated.terms[at]) for at in LOCALES)])
    add(["culture edits recorded", *(str(translated.edits[at]) for at in LOCALES)])
    for severity in ("error", "warning", "info"):
        add([f"draft findings: {severity}", *(str(report.open_findings[at, severity]) for at in LOCALES)])
    add(["held back by the gate before review", *(str(report.closed[at]) for at in LOCALES)])
    add(["approved as drafted", *(str(report.approved[at]) for at in LOCALES)])
    add(["edited, then approved", *(str(report.edited[at]) for at in LOCALES)])
    add(["left open", *(str(report.left[at]) for at in LOCALES)])
    add(["files exported", *(str(exported.count(at)) for at in LOCALES)])
    lines = [options.tabulate([rows[0][0], *(f"{at}#" for at in LOCALES)], rows[1:]).rstrip("\n"), ""]
    lines += [f"{name}: {line}" for name, line in sorted(translated.licences.items())]
    lines += [
        f"{report.decisions} decisions in the log, each chained to the one before it; {report.seconds:.0f} s in all",
        "",
        "look at",
        f"  {report.folder / 'delivery' / LOCALES[0]}/   the approved episodes",
        f"  {report.folder / 'delivery' / 'manifest.json'}   hashes, engines, reviewers",
        f"  localize status --project {report.folder}",
        f"  localize review --project {report.folder} --to {LOCALES[0]}",
    ]
    return "\n".join(lines)
