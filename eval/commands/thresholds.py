"""thresholds: what abstention declines by threshold, chosen on one half and tested on the other."""

from __future__ import annotations

import argparse

from eval.commands import options
from eval.commands.options import progress
from eval.experiment import libraries, thresholds
from eval.experiment.thresholds import Decision

_MOST_FALSE = 0.08


def add_thresholds(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `thresholds`."""
    parser = commands.add_parser(
        "thresholds",
        help="what abstention declines by threshold",
        description="What abstention declines by threshold: unanswerable questions (recall) and "
        "answerable ones (false). The last set is halved: a threshold is chosen on one half, with "
        "all other sets, and tested on the other.",
        epilog="example: python -m eval thresholds --set demo --set gold",
    )
    options.add_sets(parser)
    options.add_data(parser)
    parser.set_defaults(do=do_thresholds)


def do_thresholds(arguments: argparse.Namespace) -> int:
    """Print abstention recall and false abstention by threshold; 2 without questions."""
    measured: list[list[Decision]] = []
    with options.chosen_settings("extractive") as chosen:
        for data in options.sets(arguments):
            if data.cases:
                shelf = libraries.shelve(data, arguments.work, chosen, progress(data.name))
                with shelf.app.assistant() as assistant:
                    measured.append(list(thresholds.decisions(assistant, data.cases)))
    if not measured:
        return 2
    *others, last = measured
    chosen_on, tested_on = [one for made in others for one in made] + last[::2], last[1::2]
    print(table(chosen_on, tested_on, chosen.abstention.threshold))
    return 0


def table(chosen_on: list[Decision], tested_on: list[Decision], in_force: float) -> str:
    """Return the figures by threshold, and which one the first questions would choose."""
    lines = [
        f"| threshold | recall ({len(chosen_on)}) | false | recall ({len(tested_on)}) | false |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for threshold in thresholds.THRESHOLDS:
        figures = (
            *thresholds.shares(chosen_on, threshold),
            *thresholds.shares(tested_on, threshold),
        )
        lines.append(f"| {threshold:.2f} | " + " | ".join(f"{one:.2f}" for one in figures) + " |")
    best = thresholds.best(chosen_on, _MOST_FALSE)
    said = "none" if best is None else f"{best:.2f}"
    lines.append(f"\nchosen at false abstention <= {_MOST_FALSE:.2f}: {said}; in force: {in_force}")
    return "\n".join(lines)
