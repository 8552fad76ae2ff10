"""How a server bears many questions at once: `python -m eval.bench.load [--seconds N]`.

64 clients stream answers of a scripted model that takes 2 s: all at the same instant, and each
again when it is done.  With --seconds instead a mixed load for so long, after a minute's warm-up:
answers, searches, conversations, lists, changes of papers.  Model, server and clients
are processes that share the machine, so what a client has to wait for is not the server's alone.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from eval.bench import processes
from eval.bench.clients import Client, Seen, again

CLIENTS = 64
MODEL_SECONDS = 2.0
BURSTS = 3
LOOP_SECONDS = 30.0
MIXED_CLIENTS = 8
WARM_UP_SECONDS = 60.0
_QUESTIONS_A_CLIENT = 1_000_000

Load = Callable[[Client, asyncio.Event], Awaitable[object]]


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=0.0, help="of a mixed load instead")
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as name, processes.model(MODEL_SECONDS) as model:
        folder = Path(name)
        processes.demo_app(folder, model)
        with processes.server(folder, model) as (address, pid):
            if seconds:
                print(_mixed_table(address, seconds))
                return
            asyncio.run(_under(address, _burst(1), Seen()))  # its threads begin
            for title, load in (
                (f"{CLIENTS} at the same instant, {BURSTS} times", _burst(BURSTS)),
                (f"{CLIENTS} clients for {LOOP_SECONDS:.0f} s, each again when done", _loop),
            ):
                print(_asked(title, *_measured(address, pid, load)))


def _measured(address: str, pid: int, load: Load) -> tuple[Seen, float, float, float]:
    """Return what was seen, and the processor seconds of server and clients a second."""
    begun, server, own = time.perf_counter(), processes.cpu_seconds(pid), time.process_time()
    seen = Seen()
    asyncio.run(_under(address, load, seen))
    wall = time.perf_counter() - begun
    server = (processes.cpu_seconds(pid) - server) / wall
    return seen, server, (time.process_time() - own) / wall, wall


async def _under(address: str, load: Load, seen: Seen) -> None:
    """Watch the health of a server under a load."""
    client, done = Client(address, seen), asyncio.Event()
    watching = asyncio.create_task(client.watch(done))
    await load(client, done)
    done.set()
    await watching


def _burst(times: int) -> Load:
    async def load(client: Client, _: asyncio.Event) -> None:
        for one in range(times):
            start = time.time_ns() + one  # no question of an earlier burst
            await asyncio.gather(
                *(client.ask(processes.question(start + number)) for number in range(CLIENTS))
            )

    return load


async def _loop(client: Client, done: asyncio.Event) -> None:
    async def one(place: int) -> None:
        await asyncio.sleep(MODEL_SECONDS * place / CLIENTS)
        first = time.time_ns() + place * _QUESTIONS_A_CLIENT
        await again(done, lambda number: client.ask(processes.question(number)), first)

    async with asyncio.TaskGroup() as clients:
        for place in range(CLIENTS):
            clients.create_task(one(place))
        await asyncio.sleep(LOOP_SECONDS)
        done.set()


def _mixed_table(address: str, seconds: float) -> str:
    seen, resident = Seen(), []

    async def load(client: Client, done: asyncio.Event) -> None:
        async with asyncio.TaskGroup() as clients:
            for place, one in enumerate(_kinds(client) * MIXED_CLIENTS):
                first = time.time_ns() + place * _QUESTIONS_A_CLIENT
                clients.create_task(again(done, one, first))
            for wait in (min(WARM_UP_SECONDS, seconds / 10), seconds):
                await asyncio.sleep(wait)
                page = await client.request("metrics", "GET", "/metrics")
                resident.append(_resident(page))
            done.set()

    asyncio.run(_under(address, load, seen))
    growth = resident[-1] / resident[0] - 1
    kinds = "".join(
        f"\n  {kind:<10}{len(all_of):>8}  p50 {processes.percentile(all_of, 0.5):.3f} s  "
        f"p99 {processes.percentile(all_of, 0.99):.3f} s"
        for kind, all_of in seen.seconds.items()
    )
    return (
        f"mixed load, {seconds:.0f} s after a warm-up{kinds}\n"
        f"  errors: {len(seen.errors)} (none) {seen.errors[:3]}\n"
        f"  memory: {resident[0] / 1e6:.0f} MB -> {resident[-1] / 1e6:.0f} MB, "
        f"{growth:+.1%} (at most +5%)"
    )


def _kinds(client: Client) -> list[Callable[[int], Awaitable[object]]]:
    """Return the things that clients do in a mixed load; the library does not grow by them."""
    known = processes.papers(50)

    async def ask(number: int) -> None:
        await client.ask(processes.question(number))

    async def search(number: int) -> None:
        await client.request("search", "POST", "/v1/search", {"query": processes.question(number)})

    async def talk(number: int) -> None:
        body = {"question": processes.question(number)}
        await client.request("chat", "POST", "/v1/chat", body)

    async def change(number: int) -> None:
        paper = known[number % len(known)]
        words = paper["abstract"].split(". ")
        turned = words[number % len(words) :] + words[: number % len(words)]
        await client.request("add", "POST", "/v1/papers", {**paper, "abstract": ". ".join(turned)})

    async def list_papers(_: int) -> None:
        await client.request("list", "GET", "/v1/papers")

    return [ask, search, talk, change, list_papers]


def _resident(page: bytes) -> float:
    found = re.search(rb"\nprocess_resident_memory_bytes (\S+)", page)
    if not found:
        raise RuntimeError("the server does not tell its memory")
    return float(found[1])


def _asked(title: str, seen: Seen, server: float, own: float, wall: float) -> str:
    added = [seconds - MODEL_SECONDS for seconds in seen.seconds.get("ask", [])]
    health = seen.seconds["health"]
    return (
        f"{title}\n"
        f"  complete: {len(added)}, errors: {len(seen.errors)} (none) {seen.errors[:3]}\n"
        f"  added time to the first text: p50 {processes.percentile(added, 0.5):.3f} s, "
        f"p95 {processes.percentile(added, 0.95):.3f} s (at most .150)\n"
        f"  /healthz: p50 {processes.percentile(health, 0.5):.3f} s, "
        f"p99 {processes.percentile(health, 0.99):.3f} s (at most .100), {len(health)} looks\n"
        f"  of {os.cpu_count()} processors the server took {server:.2f}, the clients {own:.2f}; "
        f"{len(added) / wall:.1f} answers/s, {server * wall / len(added) * 1e3:.1f} ms of it each"
    )


if __name__ == "__main__":
    main()
