"""run, score, compare, report and table: from questions to figures."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from assistant import settings
from assistant.errors import InputError
from eval.commands import options
from eval.commands.experiments import add_running, complete, measured, read_scored, scored, write
from eval.commands.options import say
from eval.datasets import catalog
from eval.experiment import libraries
from eval.experiment.compare import compare
from eval.experiment.gate import Ruling
from eval.experiment.run import read
from eval.report import documents, html, junit, markdown
from eval.systems.catalog import NAMES
from eval.types import Scored

INVALID = int(Ruling.INVALID)
_FORMATS = ("html", "md", "json", "junit")


def add_run(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `run`."""
    parser = commands.add_parser(
        "run",
        help="ask a system all questions of a set, score the answers, write a report",
        description="Ask a system all questions of a set, score the answers and write a report. "
        "A run that was cut short goes on where it was left.",
        epilog="example: python -m eval run --set demo --system ours --system llamaindex "
        "--writer scripted",
    )
    options.add_sets(parser)
    parser.add_argument("--system", dest="systems", action="append", choices=NAMES, help="(ours)")
    options.add_writer(parser)
    options.add_judge(parser)
    options.add_data(parser)
    add_running(parser)
    parser.set_defaults(do=do_run)


def do_run(arguments: argparse.Namespace) -> int:
    """Run, score and report each set with each system."""
    status = 2
    judges = options.judges(arguments)
    with options.chosen_settings(arguments.writer, arguments.overrides) as chosen:
        for data in options.sets(arguments):
            if not data.cases:
                say(
                    f"skipped: {data.name} has claims but no questions; use `python -m eval claims`"
                )
                continue
            for name in arguments.systems or ["ours"]:
                result, folder = measured(data, name, chosen, judges, arguments)
                page = write(result, folder)
                print(markdown.markdown(result))
                print(f"report: {page}\nrun:    {folder / 'run.jsonl'}\n")
                status = _graver(status, result)
    return status


def add_score(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `score`."""
    parser = commands.add_parser(
        "score",
        help="score a run again, perhaps with another judge",
        description="Score a run again, perhaps with another judge; the reports beside it are "
        "written anew.",
        epilog="example: python -m eval score .eval/runs/RUN/run.jsonl --judge cascade",
    )
    parser.add_argument("run", type=Path, help="a run.jsonl")
    parser.add_argument("--set", help="folder of the set, where it is your own")
    options.add_judge(parser)
    options.add_data(parser)
    parser.set_defaults(do=do_score)


def do_score(arguments: argparse.Namespace) -> int:
    """Score a run file and write its reports."""
    made = read(arguments.run)
    if not arguments.set and made.stamp.set not in catalog.names():
        raise InputError(f"{made.stamp.set} is a set of your own; name its folder with --set")
    data = catalog.load(arguments.set or made.stamp.set, arguments.data)
    shelf = libraries.shelve(data, arguments.work, settings.load(None, {}, {}))
    result = scored(made, data, shelf, options.judges(arguments))
    page = write(result, arguments.run.parent)
    print(markdown.markdown(result))
    print(f"report: {page}")
    return INVALID if result.invalid else 0


def add_compare(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `compare`."""
    parser = commands.add_parser(
        "compare",
        help="compare two scored runs, question by question",
        description="Compare two scored runs question by question: differences with intervals, "
        "p-values, and the smallest difference that so many questions would show.",
        epilog="example: python -m eval compare .eval/runs/A/scored.json .eval/runs/B/scored.json",
    )
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    parser.set_defaults(do=do_compare)


def do_compare(arguments: argparse.Namespace) -> int:
    """Print the differences of two runs."""
    first, second = (read_scored(path) for path in (arguments.first, arguments.second))
    print(markdown.differences(first, second, compare(first, second)))
    return INVALID if first.invalid or second.invalid else 0


def add_report(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `report`."""
    parser = commands.add_parser(
        "report",
        help="write a report of a scored run, perhaps against others",
        epilog="example: python -m eval report .eval/runs/A --against .eval/runs/B --out page.html",
    )
    parser.add_argument("scored", type=Path, help="a scored.json, or the folder of a run")
    parser.add_argument("--against", type=Path, action="append", default=[], help="others to show")
    parser.add_argument("--format", choices=_FORMATS, default="html")
    parser.add_argument("--out", type=Path, help="file to write (standard output)")
    parser.set_defaults(do=do_report)


def do_report(arguments: argparse.Namespace) -> int:
    """Write one report."""
    result = read_scored(arguments.scored)
    against = [read_scored(path) for path in arguments.against]
    text = _formatted(arguments.format, result, against)
    if arguments.out:
        arguments.out.write_text(text, encoding="utf-8")
        print(arguments.out)
    else:
        print(text)
    return INVALID if result.invalid else 0


def _formatted(form: str, result: Scored, against: list[Scored]) -> str:
    if form == "json":
        return json.dumps(documents.scored_document(result), ensure_ascii=False, indent=1)
    if form == "junit":
        return junit.junit(result)
    if form == "md":
        tables = [markdown.differences(result, one, compare(result, one)) for one in against]
        return "\n\n".join([markdown.markdown(result), *tables])
    return html.page(result, against)


def _graver(status: int, result: Scored) -> int:
    """Return the exit status after one more result: 2 nothing yet, 0 done, 1 errors, 3 invalid."""
    if status == INVALID or result.invalid:
        return INVALID
    return 0 if complete(result) and status != 1 else 1
