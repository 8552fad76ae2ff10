"""Options that several commands share, and what they open."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant import resources, settings
from assistant.app import App
from assistant.corpus import files
from assistant.corpus.records import Record
from assistant.errors import InputError
from assistant.settings import Settings
from assistant.types import Paper
from eval.datasets import catalog
from eval.judges.cascade import Cascade
from eval.judges.model import ModelJudge
from eval.judges.offline import OfflineChecker, WordMatcher
from eval.judges.remembering import Remembering
from eval.judges.sentinels import check
from eval.systems.copying_model import NAME, copying_model
from eval.types import DataSet, Judge

WRITERS = ("extractive", "scripted", "model")
JUDGES = ("offline", "model", "cascade")
_WORK = Path(".eval")
# A kept reply costs no call and no time, and figures would say so; judges have their own memory.
_ANEW = {"llm.provider": "openai", "llm.cache": "false"}


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add the options that say where data and results lie."""
    parser.add_argument(
        "--data",
        type=Path,
        help=f"folder of the sets that are not in the checkout (or {catalog.VARIABLE})",
    )
    parser.add_argument(
        "--work", type=Path, default=_WORK, help="folder of libraries and results (.eval)"
    )


def add_sets(parser: argparse.ArgumentParser) -> None:
    """Add the choice of data sets."""
    known = ", ".join(catalog.names())
    parser.add_argument(
        "--set",
        dest="sets",
        action="append",
        metavar="NAME",
        help=f"data set, repeatable: {known}, or a folder of your own (demo)",
    )


def add_writer(parser: argparse.ArgumentParser) -> None:
    """Add the choice of who writes the answers, with settings of the product."""
    parser.add_argument(
        "--writer",
        choices=WRITERS,
        default="extractive",
        help="exact sentences, the scripted model, or the model that your environment names",
    )
    add_overrides(parser)


def add_overrides(parser: argparse.ArgumentParser) -> None:
    """Add settings of the product."""
    parser.add_argument(
        "--with",
        dest="overrides",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="a setting of the product, as `litassist --set` takes it; repeatable",
    )


def add_judge(parser: argparse.ArgumentParser) -> None:
    """Add the choice of a judge."""
    parser.add_argument(
        "--judge",
        choices=JUDGES,
        default="offline",
        help="the product's own checker, a language model, or the second where the first is silent",
    )
    parser.add_argument("--judge-model", help="name of the judging model (default: llm.model)")
    parser.add_argument("--judge-url", help="its server (default: llm.base_url)")


def sets(arguments: argparse.Namespace) -> Iterator[DataSet]:
    """Yield the data sets that are here; of those that are not, say why they are skipped."""
    for name in dict.fromkeys(arguments.sets or ["demo"]):
        try:
            yield catalog.load(name, arguments.data)
        except catalog.MissingData as error:
            say(f"skipped: {error}")


@contextmanager
def chosen_settings(writer: str, assignments: Sequence[str] = ()) -> Iterator[Settings]:
    """Give the product's settings with the writer asked for, whose server runs meanwhile.

    Without the writer "model" the environment is not looked at: a run does not depend on it.
    """
    overrides = dict(_pair(one) for one in assignments)
    if writer == "model":
        yield settings.load(None, {**_ANEW, **overrides})
    elif writer == "scripted":
        with copying_model() as server:
            there = {"llm.base_url": server.base_url, "llm.model": NAME}
            yield settings.load(None, {**_ANEW, **there, **overrides}, {})
    else:
        yield settings.load(None, {"llm.provider": "extractive", **overrides}, {})


@dataclass(frozen=True, slots=True)
class Judges:
    """Who judges sentences and nuggets, and why they are not to be trusted, if so."""

    sentences: Judge
    nuggets: Judge
    invalid: str | None


def judges(arguments: argparse.Namespace) -> Judges:
    """Return the judges asked for, held against the sentinels first.

    A model is asked the sentinels anew each time, and by itself: neither its memory nor a checker
    in front of it may answer for it.
    """
    checker = OfflineChecker()
    if arguments.judge == "offline":
        invalid = check(checker, demo_papers())
        return Judges(Remembering(checker), Remembering(WordMatcher()), invalid)
    asked, model = _model_judge(arguments)
    judge: Judge = Cascade(checker, model) if arguments.judge == "cascade" else model
    return Judges(Remembering(judge), model, check(asked, demo_papers()))


def demo_papers() -> list[Paper]:
    """Return the papers of the demo library, from which sentinels are made."""
    return [
        record.paper for record in files.read(resources.DEMO_LIBRARY) if isinstance(record, Record)
    ]


def progress(what: str) -> Callable[[int, int], None] | None:
    """Return a counter on stderr, or None where nobody watches."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        print(f"\r{what}: {done} of {total}", end="\n" if done == total else "", file=sys.stderr)

    return show


def say(text: str) -> None:
    """Say something beside the results."""
    print(text, file=sys.stderr)


def positive(text: str) -> int:
    """Return a whole number above 0.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text} is no whole number above 0")
    return int(text)


def _model_judge(arguments: argparse.Namespace) -> tuple[Judge, Judge]:
    """Return the judging model, bare and with its memory."""
    named = {"llm.model": arguments.judge_model, "llm.base_url": arguments.judge_url}
    overrides = {key: value for key, value in named.items() if value}
    chat = App(settings.load(None, {**_ANEW, **overrides}), say).chat_model()
    if chat is None:
        raise AssertionError("the provider is a model server")
    memory = arguments.work / "judgements"
    memory.mkdir(parents=True, exist_ok=True)
    judge = ModelJudge(chat)
    path = memory / f"{chat.name.replace(os.sep, '-')}.jsonl"
    return judge, Remembering(judge, path, f"{chat.address} {judge.wording}")


def _pair(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign:
        raise InputError(f"--with {text}: expected KEY=VALUE, for example answer.papers=5")
    return key, value
