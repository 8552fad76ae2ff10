"""Loads and renders `prompts/*.md`; the only reader of that folder.

A prompt is prose with Jinja2 variables; the variables it uses are its signature.  A variable that
is not given, and one that is given but not used, are both errors: a prompt never loses a fact
silently.
"""

import hashlib
from functools import cache

import jinja2
import jinja2.meta

from assistant import resources


@cache
def _environment() -> jinja2.Environment:
    # Plain text for a model, never HTML: escaping would change the abstracts.
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(resources.folder("prompts")),
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 - see above
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def variables(name: str) -> frozenset[str]:
    """Return the names of the variables that the prompt `name` needs."""
    environment = _environment()
    if environment.loader is None:  # pragma: no cover - constructed with one above
        raise AssertionError("the prompt environment has a loader")
    source, _, _ = environment.loader.get_source(environment, f"{name}.md")
    return frozenset(jinja2.meta.find_undeclared_variables(environment.parse(source)))


def render(name: str, **values: object) -> str:
    """Return the prompt `name` with its variables filled in.

    Raises:
        TypeError: the values are not exactly the prompt's variables.
    """
    if values.keys() != variables(name):
        raise TypeError(f"prompt {name} takes {sorted(variables(name))}, got {sorted(values)}")
    return _environment().get_template(f"{name}.md").render(**values).strip()


def fingerprints() -> dict[str, str]:
    """Return a fingerprint of each prompt by its name: one that was changed has another."""
    return {
        file.stem: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(resources.folder("prompts").glob("*.md"))
    }
