"""What `kill -9` costs: `python -m eval.bench.killing [--kills N] [--seed N] [--unmarked]`.

Commands as users run them (ingest, an ingest of changed papers, remove, reindex) are killed on
copies of a library of made-up papers: half of them while Chroma writes the files of its graph,
which are watched, the others at any moment after their first write.  Some of the searches that come
next and mend it are killed, too.  Then a search must answer, find a paper that was there, and say
that it mended something or that papers wait for their vectors; each store is held against what it
must hold; and the same command, given again, must end as if it had never been killed.

Acknowledged is, of every command: all papers that the library had, at one of their versions where
they were being changed, unless they were being removed; and all that the catalog had committed when
the process died, papers that wait for their vectors as such, all others in both indexes.  Papers
are taken in, changed and removed all at once or not at all.  A ghost is a paper, text or vector in
any store that is in no such state.

`--unmarked` takes the mark of unfinished writing away after each kill, to see what it is good for.
Embeddings come from a scripted server, so that writing is what takes the time; mending is held
against indexing anew with the model in the package.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import settings
from assistant.app import App
from assistant.library.catalog import Catalog
from eval.bench import holding, processes
from eval.bench.holding import Died, Papers
from eval.bench.model import NAME
from eval.bench.shooting import Aim, Shot, shoot

PAPERS = 2_800
TOUCHED = 1_200
COMMANDS = ("ingest", "update", "remove", "reindex")
_EMBEDDED = 400  # papers that mending is measured with
_MOST_CHANGES = 6  # of Chroma's files until the kill
_MENDERS_KILLED = 0.2
_TRIES = 6
_NEVER = 600.0  # seconds
_SAID = ("cut short", "is damaged", "not indexed yet")


@dataclass(frozen=True, slots=True)
class Killed:
    """What one kill came to."""

    command: str
    aim: str
    marked: bool
    said: bool
    unopenable: str
    lost: int
    ghosts: int


class Range:
    """A library to copy, and the commands that are killed on the copies."""

    def __init__(self, folder: Path, address: str, papers: int, touched: int, seed: int) -> None:
        self._folder = folder
        self._chance = random.Random(seed)
        values = {
            **processes.values(folder, None), "embedding.provider": "openai",
            "embedding.model": NAME, "llm.base_url": address,
        }  # fmt: skip
        self._variables = _variables(values)
        self.app = App(settings.load(None, values, {}), lambda _: None)
        self.before: Papers = dict.fromkeys(range(papers), 0)
        self._touched = range(papers - touched, papers)
        self._new = range(papers, papers + touched)
        self._papers = folder / "papers.jsonl"
        holding.write(self._papers, self.before)
        self.app.ingest([self._papers])
        self.app.folder.rename(folder / "base")
        # How long each command is at it from its first write to its end.
        self._spans = {command: self._undisturbed(command) for command in COMMANDS}
        self._spans["repair"] = self._spans["reindex"]

    def kill(self, command: str, changes: bool, unmarked: bool = False) -> list[Killed]:
        """Kill a command on a copy, and perhaps what mends it; return what came of each."""
        after = self._prepare(command)
        name = self._shoot(command, self._arguments(command), changes)
        acknowledged = holding.died(self.app.folder)
        made, marked = [], acknowledged.marked
        if marked and self._chance.random() < _MENDERS_KILLED and not unmarked:
            aim = self._shoot("repair", self._search(), not changes)
            marked = holding.died(self.app.folder).marked  # else it had said it, and was done
            made.append(Killed("repair", aim, marked, True, "", 0, 0))
        if unmarked:
            Catalog(self.app.folder / "catalog.sqlite").remember(writing="")
        return [self._judge(command, name, acknowledged, marked, after), *made]

    def _undisturbed(self, command: str) -> float:
        self._prepare(command)
        return self._shot(self._arguments(command), Aim(0, _NEVER)).seconds

    def _prepare(self, command: str) -> Papers:
        """Make a copy and the file that the command reads; return what it leads to."""
        shutil.rmtree(self.app.folder, ignore_errors=True)
        shutil.copytree(self._folder / "base", self.app.folder)
        given = {"ingest": dict.fromkeys(self._new, 0), "update": dict.fromkeys(self._touched, 1)}
        holding.write(self._papers, given.get(command, {}))
        if command == "remove":
            return {one: 0 for one in self.before if one not in self._touched}
        return {**self.before, **given.get(command, {})}

    def _arguments(self, command: str) -> list[str]:
        if command in ("ingest", "update"):
            return ["ingest", str(self._papers)]
        if command == "remove":
            return ["remove", *map(holding.paper_id, self._touched)]
        return ["reindex"]

    def _search(self) -> list[str]:
        return ["search", holding.token(0), "--json"]

    def _shoot(self, command: str, arguments: Sequence[str], changes: bool) -> str:
        """Kill a command; where it ended before, aim earlier.  Return what was aimed at."""
        for left in range(_TRIES, 0, -1):
            if changes:
                aim = Aim(self._chance.randint(1, _MOST_CHANGES * left // _TRIES))
            else:
                aim = Aim(0, self._chance.uniform(0, self._spans[command]) * left / _TRIES)
            if self._shot(arguments, aim).killed:
                return aim.name
            if command in COMMANDS:
                self._prepare(command)
        raise RuntimeError(f"{command} ended {_TRIES} times before it could be killed")

    def _shot(self, arguments: Sequence[str], aim: Aim) -> Shot:
        return shoot(arguments, self._variables, self.app.folder, aim)

    def _judge(
        self, command: str, aim: str, acknowledged: Died, marked: bool, after: Papers
    ) -> Killed:
        done = subprocess.run(
            [sys.executable, "-m", "assistant", "--library", str(self.app.folder), *self._search()],
            env={**os.environ, **self._variables}, capture_output=True, text=True,
        )  # fmt: skip
        unopenable = "" if done.returncode == 0 else f"{done.returncode}: {done.stderr[-400:]}"
        found = holding.look(self.app, [self.before, after], acknowledged)
        if holding.paper_id(0) not in done.stdout:
            found.lost.add(holding.paper_id(0))
        nothing = not marked and not found.pending
        said = nothing or any(words in done.stderr for words in _SAID)
        self._give_again(command)
        again = holding.look(self.app, [after])
        if again.pending:
            again.lost.add("papers that nobody indexes")
        lost, ghosts = found.lost | again.lost, found.ghosts | again.ghosts
        for one in sorted(lost | ghosts)[:5]:
            print(f"  {command}, {aim}: lost or ghost {one}", file=sys.stderr)
        return Killed(
            command, aim, acknowledged.marked, said, unopenable, len(lost), len(ghosts)
        )  # fmt: skip

    def _give_again(self, command: str) -> None:
        """Do what the command was to do, in this process."""
        if command in ("ingest", "update"):
            self.app.ingest([self._papers])
        elif command == "reindex":
            self.app.reindex()
        else:
            with self.app.library() as library, library.writing():
                library.remove([holding.paper_id(one) for one in self._touched])


def mending(folder: Path) -> tuple[float, float]:
    """Return the seconds of the processor of a search that mends, and of indexing all anew."""
    values = processes.values(folder, None)
    papers = folder / "embedded.jsonl"
    lines = [json.dumps(one) for one in processes.papers(_EMBEDDED)]
    papers.write_text("\n".join(lines), encoding="utf-8")
    anew = _seconds(["ingest", str(papers)], values)
    Catalog(Path(values["library.path"]) / "catalog.sqlite").remember(writing="yes")
    return _seconds(["search", "dense retrieval"], values), anew


def _seconds(arguments: Sequence[str], values: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        env={**os.environ, **_variables(values)}, check=True, capture_output=True,
    )  # fmt: skip
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime


def _variables(values: dict[str, str]) -> dict[str, str]:
    return {f"LITASSIST_{key.upper().replace('.', '_')}": value for key, value in values.items()}


def table(kills: Sequence[Killed]) -> str:
    """Return a row for each command and aim."""
    rows = collections.defaultdict(list)
    for one in kills:
        rows[one.command, one.aim].append(one)
    lines = [f"{'':<24}{'kills':>7}{'mid-write':>11}{'lost':>7}{'ghosts':>8}{'unopenable':>12}"]
    lines[0] += f"{'unsaid':>8}"
    for (command, aim), group in [*sorted(rows.items()), (("all", ""), list(kills))]:
        lines.append(
            f"{command + ' ' + aim:<24}{len(group):>7}{sum(one.marked for one in group):>11}"
            f"{sum(one.lost for one in group):>7}{sum(one.ghosts for one in group):>8}"
            f"{sum(bool(one.unopenable) for one in group):>12}"
            f"{sum(not one.said for one in group):>8}"
        )
    return "\n".join(lines)


def main() -> None:
    """Kill, look, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--unmarked", action="store_true")
    given = parser.parse_args()
    kills: list[Killed] = []
    with tempfile.TemporaryDirectory() as name, processes.model(0) as address:
        folder = Path(name)
        targets = Range(folder, address, PAPERS, TOUCHED, given.seed)
        for place in range(given.kills):
            command, changes = COMMANDS[place % 4], place // 4 % 2 == 0
            kills += targets.kill(command, changes, given.unmarked)
            if kills[-1].unopenable:
                print(f"  {kills[-1]}", file=sys.stderr)
            print(f"{len(kills)} killed", file=sys.stderr, flush=True)
        print(f"{PAPERS} papers, {TOUCHED} added, changed or removed by a command")
        print(table(kills))
        if not given.unmarked:
            shutil.rmtree(targets.app.folder)
            mended, anew = mending(folder)
            print(
                f"a search that mends {_EMBEDDED} papers: {mended:.1f} s of the processor, "
                f"indexing them anew {anew:.1f} s: {mended / anew:.2f} (at most .2)"
            )


if __name__ == "__main__":
    main()
