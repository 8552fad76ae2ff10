"""Cells without a model: exact offsets always, the right sentence in several fields."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.comparing import columns, filling, generative, quotable
from assistant.errors import InputError
from assistant.models.local_embedding import LocalEmbedder
from assistant.review import Cell
from assistant.types import Reply

if TYPE_CHECKING:
    from assistant.types import Vectors

LOCAL = LocalEmbedder(512, 2048, 0)
TRIAL = (
    "OBJECTIVE: To determine whether tailored reminders increase screening. DESIGN: Three-year "
    "randomized field trial. PARTICIPANTS: 1,099 women aged 50 and older recruited from a health "
    "maintenance organization. RESULTS: Screening rose from 61% to 71% (P=0.02). LIMITATIONS: "
    "Adherence was self-reported. CONCLUSIONS: Tailored reminders are worth their cost."
)
PROSE_TRIAL = (
    "Postoperative delirium is common in older people. We aimed to assess whether melatonin "
    "prevents it. Two hundred patients undergoing hip surgery were randomly assigned to melatonin "
    "or placebo. Delirium occurred in 12% of patients given melatonin and in 22% given placebo "
    "(p=0.04). Larger trials are needed to confirm these findings."
)
COMPUTING = (
    "Existing retrievers struggle with long documents. However, prior methods fail to scale. In "
    "this paper, we propose LongRet, a two-stage retriever that encodes paragraphs separately. We "
    "evaluate it on a new dataset of 12,000 annotated legal documents. Experiments show that "
    "LongRet outperforms BM25 by 9.3 points. It still falls short of lawyers on rare statutes."
)
PHYSICS = (
    "We use adaptive optics imaging to study 48 stars of the Taurus region. Disk masses were "
    "calculated from continuum fluxes. We find that disks in binaries are significantly less "
    "massive than those around single stars. The origin of this difference remains unclear."
)
FIELDS = [TRIAL, PROSE_TRIAL, COMPUTING, PHYSICS]


class Hashed:
    """An embedder without a model."""

    name = "hashed"
    dimension = 8

    def embed(self, texts: Sequence[str]) -> Vectors:
        rows = numpy.array([[len(text) % (place + 2) for place in range(8)] for text in texts])
        lengths = numpy.linalg.norm(rows, axis=1, keepdims=True) + 1e-9
        return numpy.asarray(rows / lengths, dtype=numpy.float32)


def cells(abstract: str, *names: str) -> list[str | None]:
    wanted = columns.parse(names or [",".join(columns.DEFAULT)])
    asked = LOCAL.embed([one.description for one in wanted])
    filled = filling.fill(abstract, wanted, asked, LOCAL)
    assert_exact(abstract, filled)
    return [one.quote for one in filled]


def assert_exact(abstract: str, filled: Sequence[Cell | None]) -> None:
    for one in filled:
        if one is None or one.quote is None:
            assert one is None or (one.start, one.end) == (None, None)
        else:
            assert one.quote
            assert abstract[one.start : one.end] == one.quote


def test_labelled_sections_are_followed_and_their_labels_left_out() -> None:
    method, data, result, limits = cells(TRIAL)
    assert method == "Three-year randomized field trial."
    assert data is not None
    assert data.startswith("1,099 women aged 50")
    assert result == "Screening rose from 61% to 71% (P=0.02)."
    assert limits == "Adherence was self-reported."


def test_a_trial_without_labels() -> None:
    _, data, result, limits = cells(PROSE_TRIAL)
    assert data is not None
    assert data.startswith("Two hundred patients")
    assert result is not None
    assert result.startswith("Delirium occurred in 12%")
    assert limits == "Larger trials are needed to confirm these findings."
    (task,) = cells(PROSE_TRIAL, "aim")
    assert task == "We aimed to assess whether melatonin prevents it."


def test_computing_and_what_others_lack_is_no_limit() -> None:
    method, data, result, limits = cells(COMPUTING)
    assert method is not None
    assert method.startswith("In this paper, we propose LongRet")
    assert data == "We evaluate it on a new dataset of 12,000 annotated legal documents."
    assert result == "Experiments show that LongRet outperforms BM25 by 9.3 points."
    assert limits == "It still falls short of lawyers on rare statutes."
    (without,) = cells(COMPUTING.rsplit(" It still", 1)[0], "limits")
    assert without is None


def test_physics() -> None:
    _, data, result, limits = cells(PHYSICS)
    assert data is not None
    assert "48 stars" in data
    assert result is not None
    assert result.startswith("We find that disks")
    assert limits == "The origin of this difference remains unclear."


@pytest.mark.parametrize(
    ("name", "same"),
    [("Approach", "method"), ("Datasets", "data"), ("benchmark", "data"), ("findings", "result"),
     ("Limitations", "limits")],
)  # fmt: skip
def test_a_known_column_has_many_names(name: str, same: str) -> None:
    assert columns.column(name).name == name
    for abstract in FIELDS:
        assert cells(abstract, name) == cells(abstract, same)


def test_any_other_column_goes_by_its_name_and_stays_empty_without_it() -> None:
    trained = "We train a parser. Training takes two days on 8 A100 GPUs. It parses well."
    assert cells(trained, "GPU") == ["Training takes two days on 8 A100 GPUs."]
    assert cells(trained, "licence") == [None]
    # "participate" is another word than "participants".
    assert cells("Nine genes participate in repair. They are known.", "participants") == [None]
    asked = "We ran a survey. The participants were 40 nurses of one ward. They agreed."
    assert cells(asked, "participants") == ["The participants were 40 nurses of one ward."]


def test_a_clause_is_quoted_on_clean_borders() -> None:
    found = quotable.find(
        "We train two encoders on pairs of text; the inner product is used for ranking (see a; b)."
    )
    assert [one.text for one in found if not one.whole] == [
        "We train two encoders on pairs of text",
        "the inner product is used for ranking (see a; b).",
    ]


@pytest.mark.parametrize("abstract", ["", "   ", "No.", "…", "\n\n"])
def test_nothing_to_quote_leaves_all_cells_empty(abstract: str) -> None:
    assert cells(abstract) == [None] * 4


@pytest.mark.parametrize("abstract", FIELDS)
def test_cells_do_not_depend_on_the_other_columns_being_asked(abstract: str) -> None:
    """The best sentence for one column alone is offered for it among others, or another's is."""
    alone = [cells(abstract, name)[0] for name in columns.DEFAULT]
    together = cells(abstract)
    assert [one is None for one in alone] == [one is None for one in together]


def test_columns_are_parsed_in_order_each_once() -> None:
    names = [one.name for one in columns.parse(["Method, data", "method,GPU  type,"])]
    assert names == ["Method", "data", "GPU type"]


@pytest.mark.parametrize(
    ("given", "says"),
    [([], "no column"), ([" , "], "no column"), (["?!"], "use letters"), (["x" * 61], "long name"),
     ([",".join(map(str, range(13)))], "at most 12")],
)  # fmt: skip
def test_columns_that_make_no_table_are_refused(given: list[str], says: str) -> None:
    with pytest.raises(InputError, match=says):
        columns.parse(given)


PIECES = st.sampled_from(
    ["We propose X.", "RESULTS: ", "METHODS ", "p < 0.05", "; and we find", "(", ")", "“", "\n\n",
     "12 patients", " ", "However, it fails to ", "e.g. ", "ﬁ", "½", "\u200b",
     "METHODS AND RESULTS: ", "5-" * 40, "a ", "</passage>"]
)  # fmt: skip
ABSTRACTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=25).map("".join))
NAMES = st.sampled_from("method data result limits task metric conclusion GPU".split())


@settings(max_examples=300, deadline=None)
@given(ABSTRACTS, st.lists(NAMES, min_size=1, unique=True))
def test_the_offsets_of_every_cell_hold(abstract: str, names: list[str]) -> None:
    wanted = columns.parse(names)
    embedder = Hashed()
    asked = embedder.embed([one.description for one in wanted])
    assert_exact(abstract, filling.fill(abstract, wanted, asked, embedder))
    for one in quotable.find(abstract):
        assert abstract[one.start : one.end] == one.text


@settings(max_examples=300, deadline=None)
@given(ABSTRACTS, st.data())
def test_the_offsets_of_what_a_model_says_hold_whatever_it_says(
    abstract: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(abstract)))
    quote = abstract[start : data.draw(st.integers(start, len(abstract)))]
    values: st.SearchStrategy[object] = st.one_of(
        st.none(), st.just(quote), st.text(max_size=20), st.integers(), st.just([])
    )
    said = json.dumps({name: data.draw(values) for name in ("method", "limits", "other")})
    text = data.draw(st.sampled_from([said, said[:-1], f"```json\n{said}\n```", "[]", "", "{{"]))
    wanted = columns.parse(["method,limits"])
    assert_exact(abstract, generative.read(Reply(text, 1, 1), abstract, wanted).cells)
