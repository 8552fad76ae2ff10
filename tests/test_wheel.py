"""The wheel: holds all that is needed and nothing that is not."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    return built


def test_it_adds_one_module_to_site_packages(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"assistant"}
    assert "assistant/data/prompts/answer_rules.md" in names
    assert "assistant/data/config/default.toml" in names
    assert "assistant/data/demo/landmarks.jsonl" in names
    assert "assistant/models/minilm/model.onnx" in names
    assert any(name.endswith("licenses/assistant/models/minilm/NOTICE") for name in names)


def test_the_installed_wheel_runs_the_demo_outside_the_checkout(
    wheel: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    path = os.pathsep.join([str(site), str(ROOT / "tests" / "offline")])
    environment = {**os.environ, "PYTHONPATH": path}
    where = "import assistant; print(assistant.__file__)"
    found = subprocess.run(
        [sys.executable, "-c", where], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert found.stdout.strip() == str(site / "assistant" / "__init__.py")
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "--library", str(tmp_path / "library"), "demo"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=100,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "References" in done.stdout
