"""init, validate and sets: data sets of your own, and which are here."""

from __future__ import annotations

import argparse
from pathlib import Path

from assistant.corpus import files
from assistant.corpus.records import Record
from eval.commands import options
from eval.datasets import catalog, own


def add_init(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `init`."""
    parser = commands.add_parser(
        "init",
        help="write a question file for your own papers, to be filled in",
        epilog="example: python -m eval init my-set papers/ export.csv",
    )
    parser.add_argument("folder", type=Path, help="the set's folder, to be made")
    parser.add_argument("papers", type=Path, nargs="+", help="files or folders of your papers")
    parser.add_argument("--questions", type=int, default=20, help="how many to begin with (20)")
    parser.set_defaults(do=do_init)


def do_init(arguments: argparse.Namespace) -> int:
    """Write the template of a set."""
    papers = [
        record.paper
        for file in files.find(arguments.papers)
        for record in files.read(file)
        if isinstance(record, Record)
    ]
    for path in own.write_template(arguments.folder, papers, arguments.papers, arguments.questions):
        print(path)
    print(
        f"Fill in the questions, then: python -m eval validate {arguments.folder} && "
        f"python -m eval run --set {arguments.folder}"
    )
    return 0


def add_validate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `validate`."""
    parser = commands.add_parser(
        "validate",
        help="look over a set of your own",
        epilog="example: python -m eval validate my-set",
    )
    parser.add_argument("folder", type=Path)
    parser.set_defaults(do=do_validate)


def do_validate(arguments: argparse.Namespace) -> int:
    """Print what is wrong with a set, a line each."""
    problems = own.validate(arguments.folder)
    for problem in problems:
        print(problem)
    print(f"{arguments.folder}: {len(problems) or 'no'} problems")
    return 2 if problems else 0


def add_sets(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `sets`."""
    parser = commands.add_parser("sets", help="list the data sets, and which of them are here")
    options.add_data(parser)
    parser.set_defaults(do=do_sets)


def do_sets(arguments: argparse.Namespace) -> int:
    """Print each known set with its version and size, or why it is missing."""
    for name in catalog.names():
        try:
            data = catalog.load(name, arguments.data)
        except catalog.MissingData as error:
            print(f"{name:<12}missing: {error}")
        else:
            sizes = f"{len(data.cases):>5} questions {len(data.claims):>6} claims"
            print(f"{name:<12}{data.digest} {sizes}")
    return 0
