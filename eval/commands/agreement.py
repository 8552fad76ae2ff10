"""agreement: how often papers that are told to support or contradict a claim do."""

from __future__ import annotations

import argparse
from functools import partial

from assistant import settings
from assistant.app import App
from assistant.grounding.stances import stance
from eval.commands import options
from eval.commands.options import progress, say
from eval.experiment import stances


def add_agreement(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `agreement`."""
    parser = commands.add_parser(
        "agreement",
        help="measure the stances that papers are told to take on claims",
        description="Measure the stances that papers are told to take on claims that people have "
        "labelled: precision and recall of `supports` and `contradicts`.",
        epilog="example: python -m eval agreement --set scifact --set checkcovid",
    )
    options.add_sets(parser)
    options.add_data(parser)
    parser.set_defaults(do=do_agreement)


def do_agreement(arguments: argparse.Namespace) -> int:
    """Print a table a set; 2 where no set has claims."""
    checker = App(settings.load(None, {}, {}), lambda _: None).checker
    take = partial(stance, checker=checker)
    status = 2
    for data in options.sets(arguments):
        if not data.claims:
            say(f"skipped: {data.name} has no claims")
            continue
        told = stances.told(data, take, progress(f"{data.name}, claims"))
        print(stances.table(data.name, told))
        status = 0
    return status
