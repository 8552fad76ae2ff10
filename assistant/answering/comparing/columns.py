"""The columns of a comparison table by name: known ones under any of their names, and others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.comparing.known_columns import KNOWN, Column
from assistant.errors import InputError

DEFAULT = ("method", "data", "result", "limits")
MOST = 12
LONGEST_NAME = 60
_ALIASES = {
    alias: name
    for name, aliases in {
        "method": "methods,approach,approaches,technique,design,study design,methodology,model",
        "data": "dataset,datasets,data set,data sets,benchmark,benchmarks,corpus,corpora,material",
        "result": "results,finding,findings,main result,main results,outcome,outcomes,key findings",
        "limits": "limit,limitation,limitations,weakness,weaknesses,caveats,shortcomings",
        "task": "problem,aim,aims,goal,goals,objective,objectives,question,purpose",
        "metric": "metrics,measure,measures,evaluation,outcome measure,outcome measures,endpoint",
        "conclusion": "conclusions,implication,implications,takeaway",
    }.items()
    for alias in aliases.split(",")
}


def parse(given: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns that are named, in order, each once; a name may hold several by commas.

    Raises:
        InputError: there are none, too many, or one is too long.
    """
    names = [" ".join(part.split()) for text in given for part in text.split(",")]
    wanted = {name.casefold(): name for name in reversed(names) if name}
    found = tuple(column(wanted[key]) for key in dict.fromkeys(map(str.casefold, names)) if key)
    nameless = next((one.name for one in found if not any(map(str.isalnum, one.name))), None)
    if nameless:
        raise InputError(f"{nameless!r} is no name for a column; use letters")
    if not found:
        raise InputError(f"no column is named; write --columns {','.join(DEFAULT)}")
    if len(found) > MOST:
        raise InputError(f"{len(found)} columns are too many for a table; name at most {MOST}")
    long = next((one.name for one in found if len(one.name) > LONGEST_NAME), None)
    if long:
        raise InputError(
            f"the column {long[:20]!r}… has a long name; use at most {LONGEST_NAME} letters"
        )
    return found


def column(name: str) -> Column:
    """Return the column of a name: a known one, under any of its names, or one by its name."""
    known = KNOWN.get(_ALIASES.get(name.casefold(), name.casefold()))
    if known is None:
        return Column(name, name)
    return replace(known, name=name)
