"""What importers bear: `python -m eval.bench.importing SAMPLES [--inputs N] [--megabytes N]`.

The files of a folder, of every format, are damaged at random (letters changed, pieces lost, doubled
and exchanged, nested, another encoding, huge fields) and read; whatever is wrong with a file, it
must be read to its end without an error.  Then a file of JSON Lines of the size asked for, and one
of each format half and twice as large, tell what memory is needed and how time grows.
"""

from __future__ import annotations

import argparse
import collections
import random
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

from assistant.corpus import files, unpacking
from assistant.corpus.records import Record

_SIGNS = [b"{", b"}", b'"', b"\\", b"\n", b"\r", b"\0", b"@", b"<", b">", b"&", b"[", b"]", b"$",
          b",", b"\xff", b"\xe9", b"\xe2\x80", b"ER  - ", b"TY  - ", b"</entry>",
          b"<entry>"]  # fmt: skip


def main() -> None:
    """Damage, read, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("samples", type=Path)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--megabytes", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    samples = [path.read_bytes() for path in sorted(given.samples.rglob("*")) if path.is_file()]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.inputs:
            print(_damaged(samples, given.inputs, given.seed, folder / "file"))
        if given.megabytes:
            for line in _large(given.samples, given.megabytes, folder):
                print(line)


def _damaged(samples: list[bytes], inputs: int, seed: int, place: Path) -> str:
    chance = random.Random(seed)
    seen: collections.Counter[str] = collections.Counter()
    slowest = 0.0
    for _ in range(inputs):
        content = _mutated(chance, samples)
        place.write_bytes(content)
        started = time.process_time()
        try:
            for one in files.read(place, "damaged"):
                seen["records" if isinstance(one, Record) else "skipped"] += 1
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            seen["errors"] += 1
            traceback.print_exc()
            Path(f"failed-{seen['errors']}").write_bytes(content)
        slowest = max(slowest, time.process_time() - started)
    return (
        f"{inputs} damaged files: {seen['errors']} errors, {seen['records']} records, "
        f"{seen['skipped']} told as skipped, slowest {slowest:.2f} cpu-s"
    )


def _mutated(chance: random.Random, samples: list[bytes]) -> bytes:
    content = bytearray(chance.choice(samples))
    start = chance.randrange(max(1, len(content) - 20_000))
    if len(content) > 20_000:  # the beginning tells the format
        content = content[:1_000] + content[start : start + 19_000]
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at, to = sorted(chance.randrange(len(content) + 1) for _ in range(2))
        kind = chance.randrange(8)
        if kind < 3:  # a letter changed, a piece lost, the rest lost
            end = (at + 1, min(to, at + chance.choice((1, 10, 1000))), len(content))[kind]
            content[at:end] = chance.randbytes(1) if kind == 0 else b""
        elif kind == 3:
            other = chance.choice(samples)
            cut = chance.randrange(len(other) + 1)
            content[at:to] = other[cut : cut + 2000]
        else:
            content[at:at] = _inserted(chance, kind, bytes(content[at : min(to, at + 2000)]))
    return _encoded(chance, bytes(content))


def _inserted(chance: random.Random, kind: int, behind: bytes) -> bytes:
    """Return a sign or some, a field that is huge or nested, wrong bytes, or what follows again."""
    if kind == 4:
        return chance.choice(_SIGNS) * chance.choice((1, 1, 2, 50))
    if kind == 5:
        return chance.choice((b"x", b"[", b'{"a":', b"{", b"<i>", b" ")) * 3000
    return chance.choice((b"\r", b"\x80\x81")) if kind == 6 else behind


def _encoded(chance: random.Random, content: bytes) -> bytes:
    encoding = chance.choice(("utf-16", "cp1252", "old mac", *[""] * 9))
    if encoding == "old mac":
        return content.replace(b"\r\n", b"\n").replace(b"\n", b"\r")
    return content.decode("utf-8", "replace").encode(encoding, "replace") if encoding else content


def _large(samples: Path, megabytes: int, folder: Path) -> Iterator[str]:
    """Yield a line for each text sample grown large: memory, seconds, seconds at half the size."""
    for sample in sorted(path for path in samples.rglob("*") if path.is_file()):
        unit = sample.read_bytes()
        if unpacking.kind(unit) or unit.startswith(b"%PDF") or not unit.strip():
            continue
        seconds = []
        for size in (megabytes // 2, megabytes):
            place = folder / "large"
            _grown(unit, size, place, tabled=sample.suffix == ".csv")
            memory, count, taken = _read_apart(place)
            seconds.append(taken)
            place.unlink()
        yield (
            f"{sample.name:<28}{megabytes} MB: {count:.0f} read, {memory:.0f} MB of memory, "
            f"{seconds[1]:.1f} cpu-s, half as large {seconds[0]:.1f} cpu-s"
        )


def _grown(unit: bytes, megabytes: int, place: Path, tabled: bool) -> None:
    """Write a file of repeated content; a table keeps one header."""
    header, rows = unit.split(b"\n", 1) if tabled else (b"", unit)
    rows = rows if rows.endswith(b"\n") else rows + b"\n"
    with place.open("wb") as file:
        file.write(header + b"\n")
        for _ in range((megabytes << 20) // len(rows) + 1):
            file.write(rows)


def _read_apart(place: Path) -> list[float]:
    """Read a file in a process of its own; return its largest memory in MB, its count, seconds."""
    code = (
        "import resource, sys\nfrom pathlib import Path\nfrom assistant.corpus import files\n"
        "n = sum(1 for _ in files.read(Path(sys.argv[1])))\n"
        "used = resource.getrusage(resource.RUSAGE_SELF)\n"
        "print(used.ru_maxrss // 1024, n, used.ru_utime)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(place)], capture_output=True, text=True, check=True
    )
    return [float(figure) for figure in done.stdout.split()]


if __name__ == "__main__":
    main()
