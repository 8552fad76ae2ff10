"""What papers are called in running text."""

from __future__ import annotations

import pytest

from assistant.answering.reviewing.short_names import short_name
from assistant.types import Paper


@pytest.mark.parametrize(
    ("title", "authors", "year", "name"),
    [
        ("MindSearch: Mimicking Human Minds", ("Z Chen",), 2024, "MindSearch"),
        ("GPT-4 Turbo: A Report", ("Z Chen",), 2024, "GPT-4 Turbo"),
        ("Is it true: A Study", ("Zoe Chen", "Ann Lee"), 2024, "Chen and Lee"),
        ("Dense Retrieval", ("Karpukhin, Vladimir", "B", "C"), 2020, "Karpukhin et al."),
        ("Dense Retrieval", ("Vladimir Karpukhin",), None, "Karpukhin"),
        (
            "Visualizing Data",
            ("Laurens van der Maaten", "G Hinton"),
            2008,
            "van der Maaten and Hinton",
        ),
        ("A Report", ("OpenAI Research Team",), 2023, "OpenAI Research Team"),
        ("Atlas: Few-shot Learning", ("G Izacard", "P L", "M L"), 2023, "Atlas"),
        ("Unpacking DPO and PPO: Best Practices", ("H I", "Y W", "J L"), 2024, "I et al."),
        ("Self-Exploring Language Models: Of Many", (), 2024, "“Self-Exploring Language Models”"),
        ("Dense Retrieval", (), 2020, "“Dense Retrieval”"),
        ("Deep thoughts: of fish", (), 2020, "“Deep thoughts”"),
        (" ".join("abcdefghijkl"), (), None, "“a b c d e f g h i …”"),
    ],
)
def test_a_paper_is_called_by_its_method_its_authors_or_its_title(
    title: str, authors: tuple[str, ...], year: int | None, name: str
) -> None:
    assert short_name(Paper("id", title, "", authors, year)) == name
