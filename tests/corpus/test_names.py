"""Names turned round, where that changes nothing in how they are understood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.names import name, paired, surname_first, upright


@pytest.mark.parametrize(
    ("written", "turned"),
    [
        ("Doe, Jane", "Jane Doe"), ("van der Berg, Jan", "Jan van der Berg"), ("Doe", "Doe"),
        ("García Márquez, Gabriel", "García Márquez, Gabriel"), ("Jane Doe", "Jane Doe"),
        ("Doe, Jane, Jr", "Doe, Jane, Jr"), (", Jane", ", Jane"),
    ],
)  # fmt: skip
def test_a_name_is_turned_round_where_it_is_understood_alike(written: str, turned: str) -> None:
    assert upright(written) == turned


@given(st.text(max_size=30))
def test_turning_a_name_keeps_its_family_name(text: str) -> None:
    assert name(upright(text)) == name(text)


@pytest.mark.parametrize(
    ("written", "parted"),
    [
        ("Qiao S", "Qiao, S"), ("Adler D.G.", "Adler, D.G."), ("Ray, A.", "Ray, A."),
        ("Beane Freeman LE", "Beane Freeman, LE"), ("Jane Doe", "Jane Doe"), ("A. Ray", "A. Ray"),
        ("Sea Light Group AB", "Sea Light Group AB"), ("Ray AB.", "Ray, AB"), ("Ray A.", "Ray, A."),
        ("Greta GLOW", "Greta GLOW"), ("Glow G.H.A.B.", "Glow, G.H.A.B."),
        ("Glow G.H. III", "Glow, G.H. III"), ("Greta Glow III", "Greta Glow III"),
    ],
)  # fmt: skip
def test_initials_behind_a_name_are_told_from_it(written: str, parted: str) -> None:
    assert surname_first(written) == parted


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Ray, AB, van der Berg, J", ["Ray, AB", "van der Berg, J"]),
        ("Ray, A.B., Glow, G.-H.,", ["Ray, A.B.", "Glow, G.-H."]),
        ("Ray, A, Glow", ["Ray, A, Glow"]), ("Ray, Jr, A", ["Ray, Jr, A"]),
        ("Ray, Ada, Glow, Greta", ["Ray, Ada, Glow, Greta"]), ("Ray, AB", ["Ray, AB"]),
    ],
)  # fmt: skip
def test_names_that_commas_alone_part_are_told_by_their_initials(
    written: str, names: list[str]
) -> None:
    assert paired(written) == names
