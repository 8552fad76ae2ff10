"""Values of settings put over one another: whose key it is, and which keys there are."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any

from assistant.errors import SettingsError

PREFIX = "LITASSIST_"
_OTHER_VARIABLES = {"LITASSIST_CONFIG", "LITASSIST_EVAL_DATA"}
# Names that users of other tools have set already.
_STANDARD_VARIABLES = {
    "OPENAI_API_KEY": "llm.api_key",
    "OPENAI_BASE_URL": "llm.base_url",
    "CHROMA_API_KEY": "library.vectors_key",
    "CHROMA_TENANT": "library.vectors_tenant",
    "CHROMA_DATABASE": "library.vectors_database",
    "NCBI_API_KEY": "sources.ncbi_key",
    "OPENALEX_API_KEY": "sources.openalex_key",
    "SEMANTIC_SCHOLAR_API_KEY": "sources.semanticscholar_key",
    "S2_API_KEY": "sources.semanticscholar_key",
}


def assignments(variables: Mapping[str, str]) -> Iterable[tuple[str, str, str]]:
    """Yield each setting that the environment makes: its variable, its key, its text."""
    for variable, key in _STANDARD_VARIABLES.items():
        if variables.get(variable):
            yield variable, key, variables[variable]
    for variable, text in sorted(variables.items()):
        if variable.startswith(PREFIX) and variable not in _OTHER_VARIABLES:
            section, _, name = variable.removeprefix(PREFIX).lower().partition("_")
            yield variable, f"{section}.{name}", text


def merge_one(values: dict[str, Any], key: str, text: str, origin: str) -> None:
    """Put one value, "section.key", over those there are.

    Raises:
        SettingsError: there is no such key.
    """
    section, _, name = key.partition(".")
    merge(values, {section: {name: text}}, origin)


def merge(values: dict[str, Any], changes: Mapping[str, Any], origin: str) -> None:
    """Put sections of values over those there are.

    Raises:
        SettingsError: there is no such section or key.
    """
    known = {f"{section}.{key}" for section, keys in values.items() for key in keys}
    for section, keys in changes.items():
        if not isinstance(keys, Mapping) or not (keys or section in values):
            raise SettingsError(_unknown(section, origin, known))
        for key, value in keys.items():
            if f"{section}.{key}" not in known:
                raise SettingsError(_unknown(f"{section}.{key}", origin, known))
            values[section][key] = value


def _unknown(key: str, origin: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(key, list(known), n=1, cutoff=0.4)
    hint = f"did you mean {near[0]}? " if near else ""
    return f"{origin}: unknown setting {key}; {hint}`litassist config show` lists all"
