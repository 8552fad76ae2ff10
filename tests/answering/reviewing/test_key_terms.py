"""What themes are called: terms that set a group of papers apart from the others."""

from __future__ import annotations

from assistant.answering.reviewing.key_terms import key_terms
from assistant.types import Paper


def paper(title: str, abstract: str = "") -> Paper:
    return Paper(title, title, abstract)


FISH = [
    paper("Coral Reef Fish under Stress", "Coral reefs lose fish. Reef fish need shelter."),
    paper("Shelter for Reef Fish", "We count reef fish on coral."),
]
WHALES = [
    paper("Songs of Humpback Whales", "Humpback whales sing. Their songs change."),
    paper("How Humpback Whales Learn", "Songs travel between whales of the ocean."),
]


def test_a_group_is_named_by_what_the_others_lack() -> None:
    assert key_terms(FISH, WHALES, "animals of the ocean", 1) == ("reef fish",)
    assert key_terms(WHALES, FISH, "animals of the ocean", 1) == ("humpback whales",)


def test_terms_share_no_word_and_are_no_more_than_asked_for() -> None:
    terms = key_terms(WHALES, FISH, "animals of the ocean", 3)
    words = [word for term in terms for word in term.split()]
    assert len(terms) <= 3
    assert len(words) == len(set(words))
    assert key_terms(WHALES, FISH, "animals of the ocean", 3) == terms


def test_words_of_the_topic_name_no_theme() -> None:
    assert not {"reef fish", "fish", "reef"} & set(key_terms(FISH, WHALES, "reef fish", 3))


def test_names_keep_their_capitals_and_title_case_is_none() -> None:
    group = [
        paper("Scaling RLHF With Sparse Rewards", "Sparse rewards make RLHF hard."),
        paper("Sparse Rewards Revisited", "RLHF fails where rewards are sparse."),
    ]
    terms = key_terms(group, WHALES, "alignment", 3)
    assert "RLHF" in terms
    assert "sparse rewards" in terms


def test_one_paper_without_others_has_terms_of_its_title() -> None:
    (term, *_) = key_terms([paper("Songs of Humpback Whales", "They sing.")], [], "music", 2)
    assert term in {"humpback whales", "songs", "whales"}


def test_a_title_of_common_words_gives_no_term() -> None:
    assert key_terms([paper("A New Method", "We propose a new method.")], WHALES, "x", 3) == ()


def test_what_one_paper_says_or_a_verb_names_no_theme() -> None:
    group = [
        paper("Learning to Navigate Reefs", "Divers learn to navigate reefs by touch."),
        paper("Tides", "Boats have to navigate reefs at low tide; lighthouses help."),
        paper("Charts of Shoals", "Nautical charts name shoals. Boats need nautical charts."),
    ]
    terms = key_terms(group, WHALES, "seafaring", 3)
    assert "boats" not in terms  # in no title
    assert not {"navigate reefs", "navigate", "nautical charts", "tides"} & set(terms)


def test_a_word_is_named_with_the_one_that_always_follows_it() -> None:
    group = [
        paper("Reinforcement Learning at Sea", "We steer ships by reinforcement learning."),
        paper("Ports", "Reinforcement learning berths ships. Reinforcement learning is slow."),
    ]
    assert "reinforcement learning" in [
        term.lower() for term in key_terms(group, WHALES, "shipping", 3)
    ]


def test_what_the_others_hold_as_often_names_no_theme() -> None:
    assert "songs" not in key_terms(WHALES, WHALES, "animals of the ocean", 3)
