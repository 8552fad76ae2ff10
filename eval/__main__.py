"""Measures what the product claims: retrieval, citations, answers, abstention; with intervals."""

from __future__ import annotations

import argparse
import os
import sys

from assistant.errors import AssistantError
from eval.commands import (
    agreement,
    gates,
    instruments,
    labelling,
    own_sets,
    planning,
    reviews,
    runs,
    tables,
    thresholds,
)
from eval.datasets.catalog import MissingData
from eval.experiment.compare import Incomparable
from eval.experiment.gate import UnfitBaseline
from eval.experiment.labels import UnfitLabels
from eval.experiment.libraries import UnknownPapers
from eval.experiment.run import UnfitRun
from eval.report.documents import UnfitScores

_MISTAKES = (
    AssistantError,
    Incomparable,
    MissingData,
    UnfitBaseline,
    UnfitLabels,
    UnfitRun,
    UnfitScores,
    UnknownPapers,
)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit status: 2 for a mistake, with one clear line."""
    parser = argparse.ArgumentParser(
        prog="python -m eval",
        description=__doc__,
        epilog="example: python -m eval run --set demo    (then open the report it names)",
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for add in (
        runs.add_run,
        runs.add_score,
        runs.add_compare,
        runs.add_report,
        tables.add_table,
        reviews.add_reviews,
        gates.add_gate,
        labelling.add_labels,
        instruments.add_claims,
        agreement.add_agreement,
        thresholds.add_thresholds,
        planning.add_planning,
        instruments.add_robustness,
        instruments.add_selftest,
        own_sets.add_init,
        own_sets.add_validate,
        own_sets.add_sets,
    ):
        add(commands)
    chosen = parser.parse_args(arguments)
    try:
        return int(chosen.do(chosen))
    except _MISTAKES as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except FileNotFoundError as error:
        print(f"error: {error.filename}: no such file or folder; make it first", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader has seen enough (`| head`)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print(
            "stopped; what was answered is kept, and the same command goes on (without --fresh)",
            file=sys.stderr,
        )
        return 130


if __name__ == "__main__":
    sys.exit(main())
