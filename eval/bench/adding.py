"""How a server goes on while papers are added: `python -m eval.bench.adding [--papers N]`.

A few clients search one after another, first alone, then while a list of papers is being added
through the API; meanwhile the server's health is looked at.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from eval.bench import processes
from eval.bench.clients import Client, Seen, again

PAPERS = 2000
CLIENTS = 4
ALONE_SECONDS = 10.0


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=PAPERS)
    papers = parser.parse_args().papers
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        processes.demo_app(folder, None)
        with processes.server(folder, None) as (address, _):
            alone, beside = Seen(), Seen()
            asyncio.run(_searching(address, alone, 0, 0))
            seconds = asyncio.run(_searching(address, beside, papers, 10**9))
    health = beside.seconds["health"]
    rates = [len(alone.seconds["search"]) / ALONE_SECONDS, len(beside.seconds["search"]) / seconds]
    errors = alone.errors + beside.errors
    print(
        f"{papers} papers added in {seconds:.1f} s, errors: {len(errors)} (none) {errors[:3]}\n"
        f"  /healthz: p50 {processes.percentile(health, 0.5):.3f} s, "
        f"p99 {processes.percentile(health, 0.99):.3f} s (at most .150), {len(health)} looks\n"
        f"  searches: {rates[0]:.1f}/s alone, {rates[1]:.1f}/s beside it: "
        f"{rates[1] / rates[0]:.2f} (at least .5)"
    )


async def _searching(address: str, seen: Seen, papers: int, first: int) -> float:
    """Search, and add papers if any; return the seconds that it took."""
    client, done = Client(address, seen), asyncio.Event()

    async def one(number: int) -> None:
        await client.request("search", "POST", "/v1/search", {"query": processes.question(number)})

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(client.watch(done))
        for place in range(CLIENTS):
            tasks.create_task(again(done, one, first + place * 1_000_000))
        begun = time.perf_counter()
        if papers:
            await client.request("add", "POST", "/v1/papers", processes.papers(papers))
        else:
            await asyncio.sleep(ALONE_SECONDS)
        seconds = time.perf_counter() - begun
        done.set()
    return seconds


if __name__ == "__main__":
    main()
