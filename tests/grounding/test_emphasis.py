"""Signs of Markdown's emphasis in replies: which go, which stay, and when that is known."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.grounding import emphasis
from assistant.grounding.marks import MarkedSentence, parse
from assistant.types import Citation

PARTS = "**DPR** |*it* |*p |p* |2 * 3 |__so__ |snake_case |`x` |One. |Two.|**|* |[1]|\n|\n\n|\n- "


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("**DPR** beats *BM25*.", "DPR beats BM25."),
        ("__Recall__ rises in _E. coli_ too.", "Recall rises in E. coli too."),
        ("***Both*** and **one *within* it**, and **one *at its end***.",
         "Both and one within it, and one at its end."),
        ("**Recall:** it rises.", "Recall: it rises."),
        ("Use `recall@20`, ``ndcg`` and **`mrr`**.", "Use recall@20, ndcg and mrr."),
        ("So `snake_case`, `*args` and `**options` stay.",
         "So snake_case, *args and **options stay."),
        ("The **k**-means, **DPR**s and (*in vivo*) effects.",
         "The k-means, DPRs and (in vivo) effects."),
        ("**It is p* < .05 there.**", "It is p* < .05 there."),
        ("使用**密集检索**可以提高。", "使用密集检索可以提高。"),
    ],
)  # fmt: skip
def test_pairs_of_signs_go(written: str, plain: str) -> None:
    assert [one.text for one in parse(written)] == [plain]


@pytest.mark.parametrize(
    "text",
    [
        "It is so for p* and q** in a*b*c, 2 * 3 and 2*3*4.",
        "*p < .05, **p < .01; ***p < .001.",
        "Stars (*) and (**) and (*) mark it.",
        "A* search beats IDA* on C*-algebras.",
        "Carriers of *2/*3, *17 and HLA-B*57:01.",
        "It calls __init__ of snake_case_name and _private.",
        "See https://example.org/_a_/b and src/*/tests/*.",
        "It is \\*so\\* written.",
        "In LaTeX ``words'' and `others' here.",
        "It rises.**",
    ],
)
def test_other_stars_and_lines_stay(text: str) -> None:
    assert " ".join(one.text for one in parse(text)) == text


def test_emphasis_may_reach_over_marks_and_sentences_but_not_over_paragraphs() -> None:
    assert parse("*One [1]. Two [2].* **Three [3]**.") == [
        MarkedSentence("One.", (Citation(1),)),
        MarkedSentence("Two.", (Citation(2),)),
        MarkedSentence("Three.", (Citation(3),)),
    ]
    assert [one.text for one in parse("*p is so.\n\nq is so*.")] == ["*p is so.", "q is so*."]
    assert [one.text for one in parse("- *p is so\n- q is so*")] == ["*p is so", "q is so*"]


def test_a_line_that_is_emphasised_as_a_whole_is_known_as_a_heading() -> None:
    heading, *rest = parse("**Dense retrieval**\n**It** rises [1].")
    assert heading == MarkedSentence("Dense retrieval", (), heading=True)
    assert rest == [MarkedSentence("It rises.", (Citation(1),))]


def test_words_in_a_quote_keep_their_signs() -> None:
    assert parse('It *rises* [1 "rises by *p* points"].') == [
        MarkedSentence("It rises.", (Citation(1, "rises by *p* points"),))
    ]


def test_sentences_wait_while_emphasis_is_open() -> None:
    assert parse("**One [1]. Two [2]. Thr", ended=False) == []
    assert [one.text for one in parse("**One [1]. Two [2].** Thr", ended=False)] == ["One.", "Two."]
    assert [one.text for one in parse("Zero. *Then so. It", ended=False)] == ["Zero."]
    assert [one.text for one in parse("*p is so.\n\nIt", ended=False)] == ["*p is so."]


@given(st.lists(st.sampled_from(PARTS.split("|")), max_size=20).map("".join))
@settings(max_examples=300, deadline=None)
def test_signs_alone_are_removed(text: str) -> None:
    kept = emphasis.removed(text)
    assert kept.translate({ord(sign): None for sign in "*_`"}) == text.translate(
        {ord(sign): None for sign in "*_`"}
    )


@given(
    st.lists(
        st.sampled_from(["**One.** ", "*Two [1]. Three.* ", "So `a. B`. ", "p* falls. ", "\n\n"]),
        max_size=6,
    ).map("".join)
)
@settings(max_examples=60, deadline=None)
def test_what_was_handed_on_of_an_emphasised_reply_stays_as_it_is(reply: str) -> None:
    whole = parse(reply)
    for length in range(len(reply)):
        complete = parse(reply[:length], ended=False)
        assert complete == whole[: len(complete)]
