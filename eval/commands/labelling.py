"""labels: a sample for people to label, and what their labels say of the judge."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from assistant.errors import InputError
from eval.commands import options
from eval.commands.experiments import read_scored
from eval.experiment.labels import corrected, read_labels, sample
from eval.report import instruments


def add_labels(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `labels`."""
    parser = commands.add_parser(
        "labels",
        help="write a sample of sentences to label, or set a figure right by labels",
        description="With --sample, write sentences with what they cite for a person to label. "
        "With --from, hold the judge against those labels and set its figure right "
        "(prediction-powered inference).",
        epilog="example: python -m eval labels .eval/runs/RUN --sample 50 --out labels.jsonl",
    )
    parser.add_argument("scored", type=Path, help="a scored.json, or the folder of a run")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--sample", type=options.positive, metavar="N", help="how many sentences")
    what.add_argument("--from", dest="labels", type=Path, metavar="FILE", help="labels made")
    parser.add_argument("--out", type=Path, default=Path("labels.jsonl"), help="(labels.jsonl)")
    parser.set_defaults(do=do_labels)


def do_labels(arguments: argparse.Namespace) -> int:
    """Write a sample, or print the corrected figure."""
    scored = read_scored(arguments.scored)
    if arguments.labels:
        found = corrected(scored, read_labels(arguments.labels))
        print(instruments.corrected_table(found, scored.invalid))
        return 0
    if arguments.out.exists():
        raise InputError(f"{arguments.out} exists and may hold labels; name another --out")
    lines = [json.dumps(one, ensure_ascii=False) for one in sample(scored, arguments.sample)]
    arguments.out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"{arguments.out}: {len(lines)} sentences; set each `supported` to true or false, then:")
    print(f"python -m eval labels {arguments.scored} --from {arguments.out}")
    return 0
