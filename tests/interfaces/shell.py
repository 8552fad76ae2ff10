"""The command line as tests use it: in this process, or as one of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.interfaces.cli import main

OFFLINE = Path(__file__).parent.parent / "offline"


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended and what it wrote."""

    returncode: int
    stdout: str
    stderr: str


class Shell:
    """Runs litassist from a folder: in this process, or as one that may not look outside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.library = folder / "library"
        self.variables: dict[str, str] = {}

    def __call__(self, *arguments: str, library: bool = True) -> Done:
        """Run the main function here: an interpreter of its own costs each command a second."""
        out, error = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(error):
            patch.chdir(self.folder)
            patch.setattr(sys, "argv", ["litassist", *self._arguments(arguments, library)])
            for name, value in self.variables.items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as ended:
                main()
        status = ended.value.code or 0
        assert isinstance(status, int)
        said, told = (stream.buffer.getvalue().decode() for stream in (out, error))
        return Done(status, said, told)

    def process(
        self, *arguments: str, library: bool = True, limited: Callable[[], None] | None = None
    ) -> Done:
        """Run a process, as a user does; what is `limited` is so before it begins."""
        done = subprocess.run(
            [sys.executable, "-m", "assistant", *self._arguments(arguments, library)],
            cwd=self.folder,
            env={**os.environ, **guarded(), **self.variables},
            capture_output=True,
            text=True,
            timeout=100,
            preexec_fn=limited,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def _arguments(self, arguments: Sequence[str], library: bool) -> list[str]:
        return [*(["--library", str(self.library)] if library else []), *arguments]


def guarded() -> dict[str, str]:
    """Return the variables by which a process may not look outside this machine."""
    return {
        "PYTHONPATH": os.pathsep.join(filter(None, [str(OFFLINE), os.environ.get("PYTHONPATH")]))
    }
