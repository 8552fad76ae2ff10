"""planning: what each step of query planning gains with your model, and what it costs."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from assistant import settings
from assistant.errors import InputError
from eval.commands import options
from eval.commands.options import positive, progress, say
from eval.experiment import libraries, planning
from eval.experiment.planning import MEASURES, STEPS, Pair
from eval.statistics.comparison import Comparison


def add_planning(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `planning`."""
    parser = commands.add_parser(
        "planning",
        help="what each step of query planning gains with your model, and costs",
        description="Recall and nDCG of the papers found without and with each step of query "
        "planning, by type of question, with the paired difference, its interval of 95%, and the "
        "calls and tokens that the step adds to a question. It needs a model.",
        epilog="example: python -m eval planning --set gold --step phrasings "
        "--with retrieval.phrasings=2",
    )
    options.add_sets(parser)
    parser.add_argument(
        "--step", dest="steps", action="append", choices=tuple(STEPS), help="repeatable (all)"
    )
    options.add_overrides(parser)
    options.add_data(parser)
    parser.add_argument("--threads", type=positive, default=4, help="questions at a time (4)")
    parser.set_defaults(do=do_planning)


def do_planning(arguments: argparse.Namespace) -> int:
    """Print what each step gains and costs on each set; 2 without questions.

    Raises:
        InputError: no model is configured.
    """
    given = dict(one.partition("=")[::2] for one in arguments.overrides)
    if not settings.load(None, given).llm.generative:
        raise InputError(
            "no model is configured, and query planning is measured with one: set OPENAI_API_KEY, "
            "or OPENAI_BASE_URL for a server of your own, and LITASSIST_LLM_MODEL"
        )
    status = 2
    with options.chosen_settings("model", arguments.overrides) as chosen:
        for data in options.sets(arguments):
            shelf = libraries.shelve(data, arguments.work, chosen, progress(data.name))
            cases = [shelf.resolved(case) for case in data.cases]
            with shelf.app.assistant() as assistant:
                for step in arguments.steps or STEPS:
                    wanted = [case for case in cases if planning.applies(step, case)]
                    if not wanted:
                        say(f"skipped: {data.name} has no question that {step} applies to")
                        continue
                    shown = progress(f"{data.name}, {step}")
                    pairs = planning.measured(assistant, step, wanted, arguments.threads, shown)
                    print(f"\n{data.name}: retrieval.{step}, {chosen.llm.model}\n")
                    print(table(pairs, len(wanted)))
                    status = 0
    return status


def table(pairs: Sequence[Pair], asked: int) -> str:
    """Return the figures by type of question and over all, and how many questions failed."""
    head = ["type", "questions", "acted on", *MEASURES, "calls", "tokens"]
    rows = [_row(kind, group) for kind, group in _groups(pairs)]
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    failed = f"\n{asked - len(pairs)} of {asked} questions ended in an error and are left out"
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + (
        failed if len(pairs) < asked else ""
    )


def _groups(pairs: Sequence[Pair]) -> list[tuple[str, list[Pair]]]:
    kinds = sorted({pair.case.type for pair in pairs})
    groups = [(kind, [pair for pair in pairs if pair.case.type == kind]) for kind in kinds]
    return [*groups, ("all", list(pairs))] if pairs else []


def _row(kind: str, pairs: Sequence[Pair]) -> list[str]:
    calls, tokens = planning.added(pairs)
    acted = sum(pair.acted for pair in pairs)
    cells = [_cell(pairs, measure) for measure in MEASURES]
    return [kind, str(len(pairs)), str(acted), *cells, f"{calls:+.2f}", f"{tokens:+,.0f}"]


def _cell(pairs: Sequence[Pair], measure: str) -> str:
    off, on = (planning.mean(pairs, measure, on=one) for one in (False, True))
    return f"{off:.3f} -> {on:.3f}, {_difference(planning.compared(pairs, measure))}"


def _difference(compared: Comparison | None) -> str:
    if compared is None:
        return "-"
    one = compared.interval
    interval = f" [{one.low:+.3f}, {one.high:+.3f}]" if one else ""
    return f"{compared.difference:+.3f}{interval}"
