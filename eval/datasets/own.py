"""A set of your own: a folder with questions.jsonl, claims.jsonl if you like, and set.toml.

`set.toml` names the files or folders of papers, relative to itself: `papers = ["library.jsonl"]`.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from assistant.corpus import files as corpus_files
from assistant.corpus.identity import normalised_title
from assistant.errors import InputError
from assistant.types import Paper
from eval.datasets import checks
from eval.datasets import questions as own_format
from eval.datasets.errors import InvalidSet
from eval.datasets.files import Fields, records
from eval.datasets.named_papers import NamedPapers
from eval.types import DataSet

QUESTIONS = "questions.jsonl"
CLAIMS = "claims.jsonl"
SETTINGS = "set.toml"
_UNANSWERABLE_STUBS = 2


def load(folder: Path) -> DataSet:
    """Return the set in a folder, under the folder's name.

    Raises:
        InvalidSet: a file is missing or does not hold what it should.
    """
    name = folder.resolve().name
    return own_format.read(name, folder / QUESTIONS, _claims(folder), _papers(folder))


def validate(folder: Path) -> list[str]:
    """Return the problems of the set in a folder, one line each; an empty list means none.

    A line says where (file:line), what is wrong and what to do.
    """
    asked = folder / QUESTIONS
    if not asked.is_file():
        return [f"{asked}:1: there is no such file; make one with: python -m eval init"]
    try:
        papers = NamedPapers(records(_papers(folder)))
    except InvalidSet as error:
        return [str(error)]
    return own_format.problems(asked, _claims(folder), papers)


def write_template(
    folder: Path, papers: Sequence[Paper], sources: Sequence[Path], count: int = 20
) -> list[Path]:
    """Write a set to be filled in and return its files.

    It holds one question stub for each of `count` papers spread over the library, and two for
    questions that no paper answers.  `sources` are the files that the papers were read from.

    Raises:
        InputError: the folder holds a set already, a source is not there, or there is no paper.
    """
    settings, asked = folder / SETTINGS, folder / QUESTIONS
    for place in (settings, asked):
        if place.exists():
            raise InputError(f"{place} exists and is not overwritten; choose another folder")
    corpus_files.find(sources)
    stubs = _stubs(_spread(papers, count))
    lines = [json.dumps(stub, ensure_ascii=False) + "\n" for stub in stubs]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        settings.write_text(_settings(sources), encoding="utf-8")
        asked.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write to {folder}: {error.strerror}; choose another") from error
    return [settings, asked]


def _claims(folder: Path) -> Path | None:
    place = folder / CLAIMS
    return place if place.is_file() else None


def _papers(folder: Path) -> list[Path]:
    """Return the files of papers that set.toml names."""
    place = folder / SETTINGS
    try:
        settings = tomllib.loads(place.read_text(encoding="utf-8"))
        named = _named(settings)
        return corpus_files.find(folder / Path(name).expanduser() for name in named)
    except FileNotFoundError:
        problem = 'there is no such file; write one with papers = ["file of papers", …]'
    except (ValueError, InputError) as error:
        problem = str(error)
    raise InvalidSet(f"{place}:1: {problem}")


def _named(settings: Fields) -> list[str]:
    named = settings.get("papers")
    is_list = isinstance(named, list) and all(isinstance(name, str) for name in named)
    if settings.keys() != {"papers"} or not is_list or not named:
        raise ValueError('it should hold one line: papers = ["file of papers", …]')
    return list(named)


def _spread(papers: Sequence[Paper], count: int) -> list[Paper]:
    """Return `count` papers at even distances; a title that two papers bear names neither."""
    titles = Counter(normalised_title(paper.title) for paper in papers)
    clear = [paper for paper in papers if titles[normalised_title(paper.title)] == 1]
    if not clear:
        raise InputError("the library holds no papers to ask about; ingest some first")
    count = min(count, len(clear))
    return [clear[place * len(clear) // count] for place in range(count)]


def _stubs(papers: Sequence[Paper]) -> list[Fields]:
    answered = [
        ("fact", f'a question that "{paper.title}" answers', [paper.title]) for paper in papers
    ]
    unanswered: list[tuple[str, str, list[str]]] = [
        (checks.UNANSWERABLE, "a question on its subjects that no paper of the set answers", [])
    ] * _UNANSWERABLE_STUBS
    return [
        {
            "id": f"q{number:03}",
            "type": type,
            "question": f"{checks.TODO}: {task}",
            "gold_titles": gold,
            "ok_titles": [],
            "nuggets": [],
            "answer": None,
        }
        for number, (type, task, gold) in enumerate(answered + unanswered, 1)
    ]


def _settings(sources: Sequence[Path]) -> str:
    # A JSON string is a TOML string too, backslashes and quotes included.
    lines = "".join(f"  {json.dumps(str(source.resolve()))},\n" for source in sources)
    return f"# The files or folders of papers, relative to this file.\npapers = [\n{lines}]\n"
