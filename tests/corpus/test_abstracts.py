"""Abstracts: what databases put around them goes, what their authors wrote stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.abstracts import cleaned

EBSCO = (
    "Copyright of Lamps is the property of Lamp Press and its content may not be copied."
    " (Copyright applies to all Abstracts.)"
)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("  Lamps glow.\n", "Lamps glow."),
        ("[Lamps glow.]", "Lamps glow."),
        ("[Lamps] glow [often]", "[Lamps] glow [often]"),
        ("[No abstract available]", ""),
        ("Lamps glow. [ABSTRACT FROM AUTHOR]", "Lamps glow."),
        (f"Lamps glow. [ABSTRACT FROM AUTHOR]\n{EBSCO}", "Lamps glow."),
        ("Lamps glow. (PsycINFO Database Record (c) 2019 APA, all rights reserved) (journal"
         " abstract).", "Lamps glow."),
        ("Lamps glow. © 2016 Lamp Society.", "Lamps glow. © 2016 Lamp Society."),
        ("Copyright of lamps is discussed.", "Copyright of lamps is discussed."),
        ("ABSTRACT The lamps glow.", "The lamps glow."),
        ("Abstract: Lamps glow.", "Lamps glow."),
        ("Abstract - Background Lamps glow.", "Background Lamps glow."),
        ("Abstract We glow.", "We glow."),
        ("Abstract interpretation of lamps.", "Abstract interpretation of lamps."),
        ("Abstract Interpretation of lamps.", "Abstract Interpretation of lamps."),
        ("Abstract", "Abstract"),
    ],
)  # fmt: skip
def test_what_a_database_adds_is_left_out(written: str, said: str) -> None:
    assert cleaned(written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("BackgroundLamps glow (often).MethodsWe saw 3.Review findings12 did.ConclusionsGlow.",
         "Background: Lamps glow (often). Methods: We saw 3. Review findings: 12 did."
         " Conclusions: Glow."),
        ("Lamps glow. ObjectivesTo see. ResultsA lamp.",
         "Lamps glow. Objectives: To see. Results: A lamp."),
        ("ContextNet glows. It has no methods.", "ContextNet glows. It has no methods."),
        ("See MethodsX. ResultsDB is another.", "See MethodsX. ResultsDB is another."),
        ("Background: Lamps. Methods: We saw.", "Background: Lamps. Methods: We saw."),
    ],
)  # fmt: skip
def test_labels_glued_to_the_words_behind_are_parted_where_there_are_several(
    written: str, said: str
) -> None:
    assert cleaned(written) == said


@given(st.lists(st.sampled_from(["Background", "Methods", "We", "Abstract", " ", ".", "[", "]",
                                 "ABSTRACT ", "Lamp", EBSCO, "(journal abstract)"])))  # fmt: skip
def test_what_is_clean_stays(parts: list[str]) -> None:
    once = cleaned("".join(parts))
    assert once == once.strip()
    if "[" not in once and "bstract" not in once.lower():
        assert cleaned(once) == once
