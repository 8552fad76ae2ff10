"""What a model's probability becomes as a verdict, and what the packaged model makes of texts."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from assistant.grounding.check import Checker
from assistant.grounding.support import PackagedSupport, Support
from assistant.grounding.vetoes import likeness
from assistant.models.local_embedding import LocalEmbedder
from assistant.models.local_support import LocalSupport
from assistant.types import Citation, Paper

TIDES = Paper(
    "tides",
    "Forecasting tides from satellite images",
    "Harbours need warnings of high water. We forecast tides from satellite images of the harbour. "
    "In four ports the forecasts were more accurate than printed tables. They cost little to run.",
)
BREAD = Paper("bread", "Sourdough", "Wild yeast raises bread. It needs a day at room temperature.")
CITED = {1: TIDES, 2: BREAD}
CLAIM = "Satellite pictures predict the tides of ports better than tables do."


@dataclass(frozen=True)
class Sure:
    """Says the same probability of every abstract of one paper, and none of others."""

    probability: float
    of: str = "tides"
    name = "sure"

    def support(self, claim: str, paper: Paper) -> Support:
        return Support(self.probability if paper.id == self.of else 0.0, (0, 10))


@pytest.mark.parametrize(
    ("probability", "label"),
    [(0.9, "supported"), (0.8, "supported"), (0.79, "unsure"), (0.21, "unsure"),
     (0.2, "unsupported"), (0.0, "unsupported")],
)  # fmt: skip
def test_a_probability_becomes_a_verdict(probability: float, label: str) -> None:
    verdict = Checker(Sure(probability), 0.8, 0.2).check(CLAIM, [Citation(1)], CITED)
    assert (verdict.label, verdict.score) == (label, probability)
    assert (verdict.reason is None) == (label != "unsupported")


def test_one_abstract_that_supports_is_enough_and_is_the_only_evidence() -> None:
    cited = [Citation(2), Citation(1)]
    verdict = Checker(Sure(0.95), 0.8, 0.2).check(CLAIM, cited, CITED)
    assert verdict.label == "supported"
    (evidence,) = verdict.evidence
    assert (evidence.number, evidence.quote) == (1, TIDES.abstract[:10])


def test_a_quote_that_the_sentence_gives_is_its_evidence() -> None:
    cited = [Citation(1, "more accurate than printed tables")]
    verdict = Checker(Sure(0.95), 0.8, 0.2).check(CLAIM, cited, CITED)
    assert [one.quote for one in verdict.evidence] == ["more accurate than printed tables"]


def test_a_veto_is_not_overruled_by_a_score() -> None:
    claim = "In nine ports the forecasts were more accurate than printed tables."
    verdict = Checker(Sure(1.0), 0.8, 0.2).check(claim, [Citation(1)], CITED)
    assert (verdict.label, verdict.score) == ("unsupported", 0.0)


@pytest.mark.parametrize(
    ("probability", "label", "score"), [(0.95, "unsure", 0.919), (0.6, "unsupported", 0.474)]
)
def test_a_veto_is_a_doubt_where_a_claim_follows_no_sentence(
    probability: float, label: str, score: float
) -> None:
    claim = "From space, the Copernicus pictures tell harbours how high the sea will rise."
    verdict = Checker(Sure(probability), 0.8, 0.2).check(claim, [Citation(1)], CITED)
    assert (verdict.label, verdict.score) == (label, score)
    assert verdict.reason == "the abstract does not mention Copernicus"


def test_a_veto_is_final_where_no_model_weighs_it() -> None:
    claim = "From space, the Copernicus pictures tell harbours how high the sea will rise."
    verdict = Checker(None, 0.8, 0.2).check(claim, [Citation(1)], CITED)
    assert (verdict.label, verdict.score) == ("unsupported", 0.0)


def test_a_claim_that_alters_a_sentence_in_part_keeps_its_score_but_is_not_shown() -> None:
    claim = "In four ports our forecasts were accurate, more than the maps and tables."
    like = likeness(claim, TIDES.title, TIDES.abstract)
    assert like.altered
    assert not like.closely
    verdict = Checker(Sure(0.95), 0.8, 0.2).check(claim, [Citation(1)], CITED)
    assert (verdict.label, verdict.score) == ("unsure", 0.95)


def test_other_words_in_a_sentence_of_the_abstract_are_not_shown_as_supported() -> None:
    claim = "In four ports the buoys were more accurate than printed tables."
    assert likeness(claim, TIDES.title, TIDES.abstract).altered
    verdict = Checker(Sure(1.0), 0.8, 0.2).check(claim, [Citation(1)], CITED)
    assert verdict.label in ("unsure", "unsupported")
    denied = "It would be wrong to say that the forecasts were more accurate than printed tables."
    assert likeness(
        "The forecasts were more accurate than printed tables.", "Tides", denied
    ).altered
    assert not likeness(CLAIM, TIDES.title, TIDES.abstract).altered


@pytest.fixture(scope="module")
def packaged() -> PackagedSupport:
    return PackagedSupport(LocalSupport(threads=1), LocalEmbedder(128, 2048, threads=1))


def test_the_packaged_model_tells_a_paraphrase_from_what_is_not_said(
    packaged: PackagedSupport,
) -> None:
    said = packaged.support("Tides can be forecast from images taken by satellites.", TIDES)
    not_said = packaged.support("Tides can be forecast from the songs of whales.", TIDES)
    elsewhere = packaged.support("Tides can be forecast from images taken by satellites.", BREAD)
    assert said.probability > not_said.probability
    assert said.probability > elsewhere.probability
    assert said.span is not None
    start, end = said.span
    assert TIDES.abstract[start:end].startswith("We forecast tides")


def test_an_abstract_without_a_sentence_supports_nothing(packaged: PackagedSupport) -> None:
    empty = Paper("empty", "Forecasting tides from satellite images", " ")
    assert packaged.support("Tides are forecast.", empty) == Support(0.0, None)


def test_a_sentence_that_says_next_to_nothing_is_not_supported(packaged: PackagedSupport) -> None:
    assert packaged.support("They cost little.", TIDES).probability <= 0.5


def test_a_long_text_is_read_by_meaning_word_by_word(packaged: PackagedSupport) -> None:
    filler = " ".join(f"Sentence number {n} tells of nothing at all." for n in range(300))
    paper = Paper("long", "A long one", f"{filler} Moss grows on the north side. {filler}")
    near = packaged.support("Mosses cover the northern face.", paper)
    far = packaged.support("Bankers cover the corporate debt.", paper)
    assert near.probability > far.probability


def test_a_long_text_is_read_where_it_shares_words(packaged: PackagedSupport) -> None:
    filler = " ".join(f"Sentence number {n} tells of nothing at all." for n in range(300))
    paper = Paper("long", "A long one", f"{filler} Moss grows on the north side. {filler}")
    found = packaged.support("Moss grows on the north side.", paper)
    assert found.span is not None
    assert paper.abstract[slice(*found.span)] == "Moss grows on the north side."
