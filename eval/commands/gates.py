"""gate: may this change go in?  Runs the questions, and holds the scores against a baseline."""

from __future__ import annotations

import argparse
from pathlib import Path

from eval.commands import options
from eval.commands.experiments import add_running, measured, read_scored, write
from eval.commands.options import say
from eval.experiment import claims
from eval.experiment.gate import (
    Finding,
    Outcome,
    entry,
    gate,
    name,
    read_baseline,
    verdict,
    write_baseline,
)
from eval.selftest.audit import audit
from eval.systems.catalog import NAMES
from eval.types import DataSet, Scored

BASELINE = Path(__file__).parent.parent / "data" / "baseline.json"


def add_gate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `gate`."""
    parser = commands.add_parser(
        "gate",
        help="hold scored runs against a baseline; exits 0, 1, 2 or 3",
        description="Hold scored runs against a baseline. Exit status: 0 PASS, 1 FAIL (surely "
        "worse, or a quote or mark that is wrong), 2 INCONCLUSIVE (may be worse by more than the "
        "margin, or nothing could be measured), 3 INVALID (not to be trusted).",
        epilog="example: python -m eval gate --set demo --set gold --claims",
    )
    parser.add_argument("scored", type=Path, nargs="*", help="scored.json files instead of --set")
    options.add_sets(parser)
    parser.add_argument("--system", dest="systems", action="append", choices=NAMES, help="(ours)")
    parser.add_argument("--claims", action="store_true", help="gate the judge on the sets' claims")
    parser.add_argument("--baseline", type=Path, default=BASELINE, help="(the one in the checkout)")
    parser.add_argument("--update", action="store_true", help="make these runs the baseline")
    options.add_writer(parser)
    options.add_judge(parser)
    options.add_data(parser)
    add_running(parser)
    parser.set_defaults(do=do_gate)


def do_gate(arguments: argparse.Namespace) -> int:
    """Gate the scored runs that are named, or those of the sets, run anew."""
    baseline = read_baseline(arguments.baseline)
    results = _named(arguments) if arguments.scored else _run(arguments)
    if arguments.update:
        fit = [one for one, refusal in results if not (refusal or one.invalid)]
        write_baseline(arguments.baseline, {**baseline, **{name(one): entry(one) for one in fit}})
        print(f"{arguments.baseline}: {', '.join(name(one) for one in fit) or 'nothing to add'}")
        return 0 if len(fit) == len(results) and fit else int(Outcome.INVALID)
    findings = [
        finding for result, refusal in results for finding in gate(result, baseline, refusal)
    ]
    for one in findings:
        print(f"{one.outcome.name:<13}{one.run:<34}{one.measure:<24}{one.why}")
    return _said(verdict(findings), findings)


def _said(outcome: Outcome, findings: list[Finding]) -> int:
    print(f"{outcome.name}: {len(findings)} findings on {len({one.run for one in findings})} runs")
    return int(outcome)


def _named(arguments: argparse.Namespace) -> list[tuple[Scored, str | None]]:
    return [(read_scored(path), None) for path in arguments.scored]


def _run(arguments: argparse.Namespace) -> list[tuple[Scored, str | None]]:
    results: list[tuple[Scored, str | None]] = []
    with options.chosen_settings(arguments) as chosen:
        for data in options.sets(arguments):
            if arguments.claims:
                results.append(_on_claims(data, arguments))
            for system in (arguments.systems or ["ours"]) if data.cases else []:
                result, folder = measured(data, system, chosen, arguments)
                say(f"report: {write(result, folder)}")
                results.append((result, None))
    return results


def _on_claims(data: DataSet, arguments: argparse.Namespace) -> tuple[Scored, str | None]:
    judge, _, invalid = options.judges(arguments)
    audited = audit(data.claims)
    refusal = audited.refusal if audited else "it has no claims of both kinds"
    return claims.scored(data, judge, claims.judged(data.claims, judge), invalid), refusal
