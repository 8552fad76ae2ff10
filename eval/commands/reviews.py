"""reviews: the papers that reviews draw on, how often they repeat themselves, their support."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from eval.commands import options
from eval.experiment import libraries
from eval.experiment.reviews import MEASURES, TYPE, Mean, Reviewed, mean, measure, reviewing
from eval.report import figures
from eval.types import Bounds

# What a reader may expect; redundancy is a most, the others are leasts.
BARS = {"coverage": 0.75, "precision": 0.70, "redundancy": 0.02, "support": 1.0}


def add_reviews(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `reviews`."""
    parser = commands.add_parser(
        "reviews",
        help="review the synthesis questions of sets and measure what the reviews draw on",
        description="Review each synthesis question of a set in exact sentences and print, with "
        "95%% intervals: coverage (gold papers that are cited), precision (cited papers that are "
        "gold; those that may be cited too left out of account), redundancy (pairs of sentences "
        "with a cosine above .9), support (sentences that stand word for word where they cite).",
        epilog="example: python -m eval reviews --set demo --set gold --relevance 0.6 "
        "--relevance 0.7 --relevance 0.8",
    )
    options.add_sets(parser)
    parser.add_argument(
        "--relevance",
        dest="relevances",
        action="append",
        type=_share,
        metavar="SHARE",
        help="where the line between relevant and not is drawn, repeatable (review.relevance)",
    )
    parser.add_argument("--json", action="store_true", help="print JSON, each question apart")
    options.add_data(parser)
    parser.set_defaults(do=do_reviews)


def do_reviews(arguments: argparse.Namespace) -> int:
    """Print a table, or JSON, of each set at each line of relevance."""
    found: dict[str, list[Reviewed]] = {}
    with options.chosen_settings("extractive") as chosen:
        relevances = list(dict.fromkeys(arguments.relevances or [chosen.review.relevance]))
        for data in options.sets(arguments):
            if not any(case.type == TYPE for case in data.cases):
                options.say(f"skipped: {data.name} has no {TYPE} questions")
                continue
            shelf = libraries.shelve(
                data, arguments.work, chosen, options.progress(f"{data.name}, papers")
            )
            with reviewing(shelf, chosen) as reviewer:
                cases = [shelf.resolved(case) for case in data.cases]
                told = options.progress(f"{data.name}, reviews")
                found[data.name] = measure(reviewer, cases, relevances, told)
    if not found:
        return 2
    print(_json(found) if arguments.json else _table(found))
    return 0


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is no share between 0 and 1")
    return share


def _by_line(found: dict[str, list[Reviewed]]) -> Iterable[tuple[str, float, list[Reviewed]]]:
    for name, reviews in found.items():
        for relevance in dict.fromkeys(one.relevance for one in reviews):
            yield name, relevance, [one for one in reviews if one.relevance == relevance]


def _json(found: dict[str, list[Reviewed]]) -> str:
    rows = [
        {
            "set": name,
            "relevance": relevance,
            "measures": {one: asdict(mean(one, reviews)) for one in MEASURES},
            "questions": [asdict(one) for one in reviews],
        }
        for name, relevance, reviews in _by_line(found)
    ]
    return json.dumps({"bars": BARS, "rows": rows}, indent=1)


def _table(found: dict[str, list[Reviewed]]) -> str:
    bars = [f"{one} ({_bar(one)})" for one in MEASURES]
    columns = ("set", "relevance", "questions", "references", *bars)
    lines: list[Sequence[str]] = [columns, ["---"] * len(columns)]
    for name, relevance, reviews in _by_line(found):
        cited = figures.count(sum(one.references for one in reviews) / len(reviews))
        cells = [_cell(mean(one, reviews)) for one in MEASURES]
        lines.append([name, figures.share(relevance), str(len(reviews)), cited, *cells])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _bar(measure: str) -> str:
    sign = "≤" if measure == "redundancy" else "≥"
    return f"{sign} {figures.share(BARS[measure])}"


def _cell(found: Mean) -> str:
    value = None if found.value is None else Bounds(found.value, found.value)
    held = found.interval
    interval = None if held is None else Bounds(held.low, held.high)
    return figures.with_interval("share", value, interval)
