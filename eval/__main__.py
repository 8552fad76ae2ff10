"""`python -m eval run --set demo`: asks the questions of a set and prints a table."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from eval import datasets
from eval.metrics import mean
from eval.run import Result, abstentions, by_type, run


def main() -> int:
    """Run the command line; exit 0 when all sets ran, 2 when one is not on this machine."""
    parser = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    runner = commands.add_parser("run", help="ask all questions of a set and print the scores")
    runner.add_argument("--set", dest="sets", action="append", choices=["demo", "gold"])
    runner.add_argument("--data", type=Path, help="folder of the sets that are not in the checkout")
    runner.add_argument("--verbose", action="store_true", help="list wrong and missing abstentions")
    arguments = parser.parse_args()
    missing = False
    for name in arguments.sets or ["demo"]:
        try:
            questions = datasets.load(name, arguments.data)
        except datasets.MissingData as error:
            print(f"skipped: {error}", file=sys.stderr)
            missing = True
            continue
        with tempfile.TemporaryDirectory() as folder:
            results = run(questions, Path(folder) / "library", _progress)
        print(table(name, results))
        if arguments.verbose:
            print(oversights(results))
    return 2 if missing else 0


def table(name: str, results: list[Result]) -> str:
    """Return recall by type of question, then abstentions and the checks of quotes and marks."""
    lines = [f"{name:<14}{'questions':>10}{'recall@5':>10}{'recall@10':>11}{'abstained':>11}"]
    for type, group in by_type(results).items():
        at_5 = mean([result.recall_at_5 for result in group])
        at_10 = mean([result.recall_at_10 for result in group])
        abstained = sum(result.answer.abstained for result in group)
        lines.append(
            f"{type:<14}{len(group):>10}{_score(at_5):>10}{_score(at_10):>11}{abstained:>11}"
        )
    counts = abstentions(results)
    fidelity = mean([result.quote_fidelity for result in results])
    dangling = sum(result.dangling_citations for result in results)
    lines += [
        f"unanswerable, abstained: {counts.rightly} of {counts.unanswerable}",
        f"answerable, abstained:   {counts.wrongly} of {counts.answerable}",
        f"quote fidelity:          {_score(fidelity)}",
        f"dangling citations:      {dangling}",
    ]
    return "\n".join(lines)


def oversights(results: list[Result]) -> str:
    """Return the questions that should have been answered and were not, and the other way round."""
    wrong = [result for result in results if result.answer.abstained == result.case.answerable]
    return "\n".join(
        f"{result.case.id} {result.case.type}: {result.case.question} -> "
        f"{result.answer.message or 'answered'}"
        for result in wrong
    )


def _score(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{total}", end="\n" if done == total else "", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
