"""The pictures of a review: years and map."""

from __future__ import annotations

import struct
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from assistant.errors import InputError
from assistant.interfaces.export.pictures import COLOURS, png
from assistant.interfaces.export.styles import Numeric
from assistant.interfaces.export.topic_map import map_picture
from assistant.interfaces.export.writing import files
from assistant.interfaces.export.years import years_picture
from assistant.review import Point, Review
from assistant.types import Reference
from tests.interfaces.export.samples import sample

SVG = "{http://www.w3.org/2000/svg}"


def with_years(*years: int | None) -> Review:
    references = tuple(
        Reference(one.number, replace(one.paper, year=year))
        for one, year in zip(sample().references, years, strict=False)
    )
    return replace(sample(), references=references, points=())


def tree(svg: str | None) -> ElementTree.Element:
    assert svg is not None
    return ElementTree.fromstring(svg)


def texts(svg: str | None) -> list[str]:
    return [one.text or "" for one in tree(svg).iter(f"{SVG}text")]


def description(svg: str | None) -> str:
    return tree(svg).findtext(f"{SVG}desc") or ""


def test_years_are_stacked_by_theme_with_a_legend() -> None:
    svg = years_picture(sample())
    bars = [one.get("fill") for one in tree(svg).iter(f"{SVG}rect")]
    assert set(bars) == set(COLOURS[:3])
    assert texts(svg)[-3:] == [theme.title for theme in sample().themes]
    assert description(svg).startswith("2009: 2, 2019: 2, 2020: 2, 2021: 3")


def test_papers_without_a_year_are_counted_and_no_year_at_all_is_no_picture() -> None:
    assert "2 papers without a year not shown." in description(
        years_picture(with_years(2020, None, None))
    )
    assert years_picture(with_years(None, None)) is None


@pytest.mark.parametrize(
    ("years", "first"),
    [((1950, 2024), "1950–1954"), ((1, 2024), "0–99"), ((2020,), "2020"), ((-5, 10**9), "")],
)
def test_any_span_of_years_fits(years: tuple[int, ...], first: str) -> None:
    svg = years_picture(with_years(*years))
    assert len(list(tree(svg).iter(f"{SVG}rect"))) == len(set(years))
    assert any(one.startswith(first) for one in texts(svg))


def test_a_page_without_years_says_so() -> None:
    page = files(with_years(*[None] * 12), "a.html")["a.html"].decode()
    assert "No paper of this review has a year" in page


def test_points_have_their_theme_their_number_and_their_title() -> None:
    svg = map_picture(sample(), Numeric(sample().references))
    points = list(tree(svg).iter(f"{SVG}g"))
    assert len(points) == 12
    assert points[0].findtext(f"{SVG}title") == (
        "1: Dense Passage Retrieval for Open-Domain Question Answering (2020)"
    )
    fills = [one.find(f"{SVG}path").get("fill") for one in points]  # type: ignore[union-attr]
    assert fills == [COLOURS[point.theme] for point in sample().points]
    shapes = {(one.find(f"{SVG}path").get("d") or "").split("m")[1] for one in points}  # type: ignore[union-attr]
    assert len(shapes) == 3  # a theme is told by its shape too
    assert "1" in texts(svg)


def test_labels_never_cover_each_other() -> None:
    crowd = tuple(Point(number, 0.01 * number, 0.0, 0) for number in range(1, 13))
    svg = map_picture(replace(sample(), points=crowd), Numeric(sample().references))
    shown = [one for one in tree(svg).iter(f"{SVG}text") if (one.text or "").isdigit()]
    assert 0 < len(shown) < 12
    assert len({(one.get("x"), one.get("y")) for one in shown}) == len(shown)


def test_points_off_the_map_are_put_on_its_edge() -> None:
    points = (Point(1, 99.0, -99.0, 0), Point(2, 1.0, -1.0, 0))
    svg = map_picture(replace(sample(), points=points), Numeric(sample().references))
    (first, second) = (one.find(f"{SVG}path").get("d") for one in tree(svg).iter(f"{SVG}g"))  # type: ignore[union-attr]
    assert first == second


def test_no_points_no_map() -> None:
    assert map_picture(replace(sample(), points=()), Numeric(())) is None


@pytest.mark.parametrize("name", ["map.svg", "review-map.svg"])
def test_a_name_can_ask_for_one_picture(name: str) -> None:
    assert list(files(sample(), name)) == [name]


def test_other_names_give_both_pictures() -> None:
    assert list(files(sample(), "review.svg")) == ["review-years.svg", "review-map.svg"]


def test_a_picture_that_cannot_be_drawn_is_left_out_or_said() -> None:
    assert list(files(with_years(2020), "review.svg")) == ["review-years.svg"]
    with pytest.raises(InputError, match="no map"):
        files(with_years(2020), "map.svg")


def test_png_is_twice_the_size() -> None:
    pytest.importorskip("resvg_py", reason="the extra [export] is not installed")
    made = files(sample(), "map.png")["map.png"]
    assert made.startswith(b"\x89PNG\r\n")
    assert struct.unpack(">I", made[16:20]) == (1280,)
    empty = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>'
    assert len(made) > len(png(empty)) + 1000
