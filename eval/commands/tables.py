"""table: every system on every set, in two tables with intervals."""

from __future__ import annotations

import argparse

from eval.commands import options
from eval.commands.experiments import add_running, complete, measured, write
from eval.experiment.gate import Ruling
from eval.report import markdown
from eval.systems.catalog import NAMES
from eval.types import Scored

_FOUND = ("recall_at_5", "recall_at_10", "ndcg_at_10", "reciprocal_rank")
_ANSWERED = (
    "reference_coverage",
    "nugget_recall_partial",
    "citation_recall",
    "unflagged_unsupported",
    "abstention_f1",
    "false_abstention",
)


def add_table(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `table`."""
    parser = commands.add_parser(
        "table",
        help="run all systems on sets and print tables of results",
        description="Run all systems on sets and print two tables with 95%% intervals: how papers "
        "are found, and what becomes of answers, made of exact sentences and written by the "
        "scripted model.",
        epilog="example: python -m eval table --set gold --set demo --set scifact",
    )
    options.add_sets(parser)
    options.add_judge(parser)
    options.add_data(parser)
    add_running(parser)
    parser.set_defaults(do=do_table)


def do_table(arguments: argparse.Namespace) -> int:
    """Run all systems on each set and print the tables."""
    judges = options.judges(arguments)
    found: list[Scored] = []
    answered: list[Scored] = []
    for writer in ("extractive", "scripted"):
        with options.chosen_settings(writer) as chosen:
            for data in options.sets(arguments):
                if writer == "scripted" and data.asks == "papers":
                    continue  # a ranking has no writer
                for name in NAMES if data.cases else ():
                    result, folder = measured(data, name, chosen, judges, arguments)
                    write(result, folder)
                    if writer == "extractive":
                        found.append(result)
                    if any(item.outcome.answered is not None for item in result.items):
                        answered.append(result)
    if not found:
        return 2
    print(f"{markdown.comparison_table(found, _FOUND, writers=False)}\n")
    print(markdown.comparison_table(answered, _ANSWERED))
    if any(one.invalid for one in found):
        return int(Ruling.INVALID)
    told = [complete(one) for one in (*found, *answered)]
    return 0 if all(told) else 1
