"""One set and one system, from the questions to a folder of results."""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

from assistant.settings import Settings
from eval.commands.options import Judges, positive, progress, say
from eval.experiment import libraries, stamps
from eval.experiment.run import Run, UnfitRun, run
from eval.experiment.score import score
from eval.report import documents, html, junit, markdown
from eval.systems.catalog import settings_of, system
from eval.types import DataSet, Scored


def add_running(parser: argparse.ArgumentParser) -> None:
    """Add how a run is carried out."""
    parser.add_argument(
        "--threads",
        type=positive,
        help="questions asked at a time (1; 4 where a model server writes)",
    )
    parser.add_argument("--fresh", action="store_true", help="ask all questions anew")


def measured(
    data: DataSet,
    system_name: str,
    chosen: Settings,
    judges: Judges,
    arguments: argparse.Namespace,
) -> tuple[Scored, Path]:
    """Return a system's scored run over a set, and the folder that its files are in.

    A run that was made before with the same data, settings, prompts and code is taken up where it
    was left, unless `arguments.fresh`.
    """
    shelf = libraries.shelve(data, arguments.work, chosen, progress(f"{data.name}, papers"))
    cases = [shelf.resolved(case) for case in data.cases]
    with system(system_name, shelf.app) as opened:
        settings = settings_of(system_name, chosen)
        stamp = stamps.stamp(data, opened, settings, len(shelf.papers))
        folder = arguments.work / "runs" / stamps.name(stamp)
        if arguments.fresh:
            shutil.rmtree(folder, ignore_errors=True)
        made = run(
            opened,
            cases,
            data.asks,
            stamp,
            folder / "run.jsonl",
            arguments.threads or (4 if settings.llm.generative else 1),
            progress(f"{data.name}, {system_name}"),
        )
    return scored(made, data, shelf, judges), folder


def scored(made: Run, data: DataSet, shelf: libraries.Shelf, judges: Judges) -> Scored:
    """Return a run with its scores.

    Raises:
        UnfitRun: the run is over other data than the set holds now.
    """
    if made.stamp.digest != data.digest:
        raise UnfitRun(
            f"the run is over {made.stamp.set} as it was ({made.stamp.digest}), the set "
            f"has changed since ({data.digest}); run it again"
        )
    cases = [shelf.resolved(case) for case in data.cases]
    return score(made, cases, shelf.papers, judges.sentences, judges.nuggets, judges.invalid)


def write(result: Scored, folder: Path) -> Path:
    """Write a scored run in all forms and return the page that people read."""
    folder.mkdir(parents=True, exist_ok=True)
    document = json.dumps(documents.scored_document(result), ensure_ascii=False)
    page = folder / "report.html"
    for name, text in (
        ("scored.json", document),
        ("report.md", markdown.markdown(result)),
        ("junit.xml", junit.junit(result)),
        ("report.html", html.page(result)),
    ):
        (folder / name).write_text(text, encoding="utf-8")
    return page


def read_scored(path: Path) -> Scored:
    """Return the scored run in a file, or in the folder of a run."""
    return documents.read_scored(path / "scored.json" if path.is_dir() else path)


def complete(result: Scored) -> bool:
    """Tell whether each question has a reply, and say so where one has not."""
    failed = sum(item.outcome.error is not None for item in result.items)
    if failed:
        say(
            f"{failed} of {len(result.items)} questions ended in an error; the same command asks "
            "them again"
        )
    return not failed
