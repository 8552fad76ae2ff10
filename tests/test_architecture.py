"""The shape of the project: its tree in the README, its surface, its documents."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

import assistant
from assistant.interfaces.cli import cli

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def tracked() -> list[str]:
    """Return the files under version control and those about to be."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.skip("this is no git checkout: the tree cannot be compared")
    return [name for name in done.stdout.splitlines() if (ROOT / name).exists()]


def tree_in_readme() -> set[str]:
    """Return the paths of the annotated tree, folders with a slash at the end."""
    block = README.split("```tree\n", 1)[1].split("```", 1)[0]
    paths: set[str] = set()
    folders: list[str] = []
    for line in block.splitlines():
        name = line.strip().split(" ", 1)[0]
        depth = (len(line) - len(line.lstrip())) // 2
        folders = folders[:depth]
        paths.add("".join(folders) + name)
        if name.endswith("/"):
            folders.append(name)
    return paths


def test_the_readme_shows_the_real_tree() -> None:
    shown = tree_in_readme()
    # Tests mirror the package, data and packages' own __init__ need no line of their own.
    real = {
        name
        for name in tracked()
        if not name.startswith("tests/") and not name.endswith("__init__.py")
    }
    folders = {name for name in shown if name.endswith("/")}
    unexplained = {
        name
        for name in real
        if name not in shown and not any(name.startswith(folder) for folder in leaves(shown))
    }
    assert unexplained == set()
    gone = {name for name in shown - folders if name not in real}
    gone |= {folder for folder in folders if not any(one.startswith(folder) for one in tracked())}
    assert gone == set()


def leaves(shown: set[str]) -> set[str]:
    """Return the folders that the tree shows without their content."""
    return {
        folder
        for folder in shown
        if folder.endswith("/")
        and not any(other != folder and other.startswith(folder) for other in shown)
    }


def test_every_line_of_the_tree_says_what_it_is() -> None:
    block = README.split("```tree\n", 1)[1].split("```", 1)[0]
    assert [line for line in block.splitlines() if len(line.split()) < 3] == []


def test_the_package_shows_what_it_says_it_shows() -> None:
    assert assistant.__all__ == ["__version__"]
    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{assistant.__version__}"' in pyproject


def test_the_changelog_has_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in changelog or f"## [{assistant.__version__}]" in changelog


def test_every_command_of_the_readme_exists() -> None:
    commands = set(re.findall(r"^\$? ?(?:litassist) (?:--\S+ \S+ )*([a-z]+)", README, re.MULTILINE))
    assert commands
    known = {one.name for one in cli.registered_commands}
    known |= {one.name for one in cli.registered_groups}
    assert commands <= known
    targets = set(re.findall(r"^\$? ?make ([a-z]+)", README, re.MULTILINE))
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert {"demo", "test"} <= targets
    assert all(f"\n{target}:" in makefile for target in targets)


def test_every_setting_named_in_the_readme_exists() -> None:
    from assistant import settings

    values = settings.redacted(settings.load(None, {}, {}))
    known = {f"{section}.{key}" for section, keys in values.items() for key in keys}
    sections = "|".join(values)
    named = set(re.findall(rf"`(?:--set )?((?:{sections})\.[a-z_]+)", README))
    assert named
    assert named <= known | {"config.toml"}


def test_no_file_of_the_product_is_long() -> None:
    long = {
        name: lines
        for name in tracked()
        if name.endswith(".py")
        and (lines := len((ROOT / name).read_text(encoding="utf-8").splitlines())) > 330
    }
    assert long == {}
