"""gate: may this change go in?  Runs the questions, and holds the scores against a baseline."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.commands import options
from eval.commands.experiments import add_running, measured, read_scored, write
from eval.commands.options import say
from eval.datasets import catalog
from eval.experiment import claims
from eval.experiment.gate import (
    Finding,
    Ruling,
    entry,
    gate,
    name,
    read_baseline,
    unfit,
    verdict,
    write_baseline,
)
from eval.selftest.audit import audit
from eval.systems.catalog import NAMES
from eval.types import DataSet, Scored

BASELINE = Path(__file__).parent.parent / "data" / "baseline.json"
# What differs in a stamp without making runs incomparable, but should be known.
_TOLD = ("settings", "prompts", "papers", "version")


def add_gate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `gate`."""
    parser = commands.add_parser(
        "gate",
        help="hold scored runs against a baseline; exits 0, 1, 2 or 3",
        description="Hold scored runs against a baseline. Exit status: 0 PASS, 1 FAIL (surely "
        "worse, or a quote or mark that is wrong), 2 INCONCLUSIVE (may be worse by more than the "
        "margin, or a set that is asked for is not here), 3 INVALID (not to be trusted). Without "
        "--set, all sets of the baseline that are here are run.",
        epilog="example: python -m eval gate --set demo --fresh",
    )
    parser.add_argument("scored", type=Path, nargs="*", help="scored.json files instead of --set")
    options.add_sets(parser)
    parser.add_argument("--system", dest="systems", action="append", choices=NAMES, help="(ours)")
    parser.add_argument(
        "--claims",
        action="store_true",
        help="gate the judge on the sets' claims too, where no shortcut tells their labels",
    )
    parser.add_argument("--baseline", type=Path, default=BASELINE, help="(the one in the checkout)")
    parser.add_argument("--update", action="store_true", help="make these runs the baseline")
    options.add_writer(parser)
    options.add_judge(parser)
    options.add_data(parser)
    add_running(parser)
    parser.set_defaults(do=do_gate)


def do_gate(arguments: argparse.Namespace) -> int:
    """Gate the scored runs that are named, or those of the sets, run anew."""
    new = arguments.update and not arguments.baseline.exists()
    baseline = {} if new else read_baseline(arguments.baseline)
    if not arguments.sets and not arguments.scored:
        arguments.sets = sorted({run.partition(" / ")[0] for run in baseline})
        wanted = []  # all that the baseline knows; what is not here is told by the skipping
    else:
        wanted = list(arguments.sets or ())
    results = list(_results(arguments))
    if arguments.update:
        return _update(arguments.baseline, baseline, results)
    findings = [finding for result in results for finding in gate(result, baseline)]
    here = {result.stamp.set for result in results}
    findings += [
        Finding(missing, "whole run", Ruling.INCONCLUSIVE, "asked for, and not measured")
        for missing in wanted
        if catalog.label(missing) not in here
    ]
    for result in results:
        _tell_differences(result, baseline.get(name(result)))
    for one in findings:
        print(f"{one.ruling.name:<13}{one.run:<34}{one.measure:<24}{one.why}")
    ruling = verdict(findings)
    print(f"{ruling.name}: {len(findings)} findings on {len(results)} of {len(baseline)} runs")
    return int(ruling)


def _update(path: Path, baseline: Mapping[str, Any], results: list[Scored]) -> int:
    doubts = {name(result): doubt for result in results if (doubt := unfit(result))}
    for run, doubt in doubts.items():
        say(f"not taken: {run}: {doubt}")
    fit = [result for result in results if name(result) not in doubts]
    if fit:
        write_baseline(path, {**baseline, **{name(one): entry(one) for one in fit}})
        print(f"{path}: {', '.join(name(one) for one in fit)}")
    return int(Ruling.PASS if fit and not doubts else Ruling.INVALID)


def _tell_differences(result: Scored, before: Mapping[str, Any] | None) -> None:
    for key in _TOLD if before else ():
        was, now = before["stamp"][key] if before else None, getattr(result.stamp, key)
        if was != now:
            say(f"{name(result)}: {key} {was} in the baseline, {now} now")


def _results(arguments: argparse.Namespace) -> Iterator[Scored]:
    for path in arguments.scored:
        yield read_scored(path)
    if arguments.scored and not arguments.sets:
        return
    judges = options.judges(arguments)
    with options.chosen_settings(arguments.writer, arguments.overrides) as chosen:
        for data in options.sets(arguments):
            if arguments.claims:
                yield _on_claims(data, judges)
            for system in (arguments.systems or ["ours"]) if data.cases else []:
                result, folder = measured(data, system, chosen, judges, arguments)
                say(f"report: {write(result, folder)}")
                yield result


def _on_claims(data: DataSet, judges: options.Judges) -> Scored:
    audited = audit(data.claims)
    refusal = audited.refusal if audited else "it has no claims of both kinds"
    judge = judges.sentences
    return claims.scored(data, judge, claims.judged(data.claims, judge), judges.invalid, refusal)
