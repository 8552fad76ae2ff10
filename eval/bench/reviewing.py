"""What a review costs: `python -m eval.bench.reviewing`.

A review of 30 papers in exact sentences, the library's indexes warm, in seconds; and one of the
same papers by a scripted model of fixed delay, held against the schedule that no program can beat:
for each of the two stages as many rounds of calls as the number in flight leaves.
"""

from __future__ import annotations

import argparse
import math
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from assistant import settings
from assistant.app import App
from assistant.review import Outline
from eval.bench.model import ONE_CALL
from eval.commands import options
from eval.datasets import catalog
from eval.experiment import libraries

ROUNDS = 3
TOPIC = "large language models"
DEMO_TOPIC = "retrieval"
PAPERS = 30
MOST_SECONDS = 20.0
DELAY_SECONDS = 2.0
MOST_RATIO = 1.3

# A server in a process of its own: its threads take no time from those that are measured.
_SERVER = """
import sys, time
from eval.scripted_server import serving

def respond(request):
    time.sleep(float(sys.argv[1]))
    return "The papers agree on this [1]."

with serving(respond=respond) as server:
    print(server.base_url, flush=True)
    sys.stdin.read()
"""


def main() -> None:
    """Measure and print both."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.reviewing", description=__doc__)
    options.add_data(parser)
    arguments = parser.parse_args()
    chosen = settings.load(None, {"llm.provider": "extractive"}, {})
    try:
        data, topic = catalog.load("gold", arguments.data), TOPIC
    except catalog.MissingData as error:
        options.say(f"on the demo library: {error}")
        data, topic = catalog.load("demo"), DEMO_TOPIC
    app = libraries.shelve(data, arguments.work, chosen).app
    looking, writing, outline = _exact(app, topic)
    total = looking + writing
    print(
        f"{len(outline.papers)} papers of {outline.coverage.held} ({data.name}), exact sentences:"
    )
    print(f"  looking {looking:.1f} s + writing {writing:.1f} s = {total:.1f} s", end="")
    print(f" (at most {MOST_SECONDS:.0f} on two cores)")
    spent, ideal = _written(app, outline)
    print(f"by a model that takes {DELAY_SECONDS:.0f} s a call: {spent:.1f} s, ", end="")
    print(f"{spent / ideal:.2f} of the ideal {ideal:.0f} s (at most {MOST_RATIO})")


def _exact(app: App, topic: str) -> tuple[float, float, Outline]:
    """Return the median seconds of planning and of writing, and the plan."""
    looking, writing = [], []
    with app.searcher() as searcher:
        reviewer = app.reviewer_over(searcher)
        # Every paper is relevant: what is measured is the work, whatever the topic.
        drawn = reviewer.settings.model_copy(update={"relevance": 0.0})
        reviewer = replace(reviewer, settings=drawn)
        reviewer.outline(topic)  # loads the model and warms the indexes
        for _ in range(ROUNDS):
            started = time.perf_counter()
            outline = reviewer.outline(topic, papers=PAPERS)
            planned = time.perf_counter()
            reviewer.review(outline)
            looking.append(planned - started)
            writing.append(time.perf_counter() - planned)
    return statistics.median(looking), statistics.median(writing), outline


def _written(app: App, outline: Outline) -> tuple[float, float]:
    """Return the seconds that a review by the slow model takes, and those of the ideal schedule.

    The draft in exact sentences that stands by for calls that fail is part of what is measured.
    """
    in_flight = app.settings.review.calls_in_flight
    stages = (len(outline.papers), len(outline.themes) + 1)
    ideal = sum(math.ceil(calls / in_flight) for calls in stages) * DELAY_SECONDS
    command = [sys.executable, "-c", _SERVER, str(DELAY_SECONDS)]
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as server,
    ):
        if server.stdout is None:
            raise AssertionError("it was asked for above")
        there = {
            "llm.provider": "openai",
            "llm.base_url": server.stdout.readline().strip(),
            "llm.model": "scripted-model",
            "llm.cache": "false",
            **ONE_CALL,
            "library.path": str(app.folder),
            "budget.path": str(Path(folder) / "spending.sqlite"),
        }
        asking = App(settings.load(None, there, {}), options.say)
        with asking.searcher() as searcher:
            reviewer = asking.reviewer_over(searcher)
            searcher.embedder.embed(["warm"])
            started = time.perf_counter()
            reviewer.review(outline)
            spent = time.perf_counter() - started
        server.terminate()
    return spent, ideal


if __name__ == "__main__":
    main()
