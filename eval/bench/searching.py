"""What a search costs beside a bare Chroma query: `python -m eval.bench.searching`.

Rates are of the clock, with what else the machine does; the milliseconds are of the processor.
Bare is the same embedding model and a query of the same vectors for as many papers as are shown,
without texts, words, fusion or papers.  Both in the same threads, in turn; then through the API.
"""

from __future__ import annotations

import asyncio
import itertools
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import chromadb
from chromadb.config import Settings

from assistant.corpus.fields import paper_from
from assistant.corpus.records import Record
from assistant.library.vectors import COLLECTION
from eval.bench import processes
from eval.bench.clients import Client, Seen, again

PAPERS = 1000
MOST = 10
THREADS = (1, 8)
ROUNDS = 5
SECONDS = 2.0

Search = Callable[[str], object]
Way = Callable[[int], tuple[float, float]]
"""So many at once -> searches a second, and processor seconds of one."""


def main() -> None:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = processes.demo_app(folder, None)
        added = enumerate(processes.papers(PAPERS))
        app.take_in(Record(paper_from(fields), "made up", place) for place, fields in added)
        (vectors,) = (folder / "library").glob("index-*/vectors")
        collection = chromadb.PersistentClient(
            str(vectors), settings=Settings(anonymized_telemetry=False)
        ).get_collection(COLLECTION, embedding_function=None)

        def bare(text: str) -> object:
            vector = app.embedder.embed([text])
            return collection.query(
                query_embeddings=vector, n_results=MOST, include=["distances", "metadatas"]
            )

        print(f"{PAPERS} papers and the demo's, {MOST} results; searches a second")
        with app.searcher() as searcher, processes.server(folder, None) as (address, pid):
            ways: dict[str, Way] = {
                "Chroma and embedding": lambda threads: _rate(bare, threads),
                "Searcher.search": lambda threads: _rate(
                    lambda text: searcher.search(text, MOST), threads
                ),
                "POST /v1/search": lambda clients: asyncio.run(_served(address, pid, clients)),
            }
            for threads in THREADS:
                print(_table(threads, _in_turn(ways, threads)))


def _in_turn(ways: dict[str, Way], threads: int) -> dict[str, tuple[float, float]]:
    """Return the median rate and processor seconds of each way."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            found[name].append(way(threads))
    return {
        name: (
            statistics.median(one[0] for one in all_of),
            statistics.median(one[1] for one in all_of),
        )
        for name, all_of in found.items()
    }


def _rate(search: Search, threads: int) -> tuple[float, float]:
    end, used = time.perf_counter() + SECONDS, time.process_time()

    def work(place: int) -> int:
        for done in itertools.count():
            if time.perf_counter() >= end:
                return done
            search(processes.question(place + threads * done))
        raise AssertionError("counting does not end")

    with ThreadPoolExecutor(threads) as pool:
        done = sum(pool.map(work, range(threads)))
    return done / SECONDS, (time.process_time() - used) / done


async def _served(address: str, pid: int, clients: int) -> tuple[float, float]:
    seen, done, used = Seen(), asyncio.Event(), processes.cpu_seconds(pid)
    client = Client(address, seen)

    async def one(number: int) -> None:
        body = {"query": processes.question(number), "papers": MOST}
        await client.request("search", "POST", "/v1/search", body)

    async with asyncio.TaskGroup() as tasks:
        for place in range(clients):
            tasks.create_task(again(done, one, place * 1_000_000))
        await asyncio.sleep(SECONDS)
        done.set()
    if seen.errors:
        raise RuntimeError(seen.errors[0])
    searches = len(seen.seconds["search"])
    return searches / SECONDS, (processes.cpu_seconds(pid) - used) / searches


def _table(threads: int, found: dict[str, tuple[float, float]]) -> str:
    bare_rate, bare_used = found["Chroma and embedding"]
    rows = [f"{threads} at once"]
    for name, (rate, used) in found.items():
        said = f"{rate / bare_rate:.2f} of the rate (at least .7), processor {bare_used / used:.2f}"
        rows.append(f"  {name:<22}{rate:>8.1f}{used * 1e3:>7.1f} ms   {said}")
    return "\n".join(rows)


if __name__ == "__main__":
    main()
