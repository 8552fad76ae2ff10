"""What wordings give away: sentences that bear a sign, and some that only look like it."""

from __future__ import annotations

import pytest

from assistant.answering.reviewing import signs
from assistant.answering.reviewing.candidates import stands_alone

# What needs the sentence before it.
LEANING = """
This makes it hard to compare retrievers across languages.
These gains vanish once the passages are shuffled.
It outperforms sparse baselines on nine of twelve tasks.
Their accuracy drops by 11 points under noisy transcripts.
However, rerankers are slow on long documents.
Moreover, the index fits in 2 GB of memory.
In addition, we collect 4,000 dialogues from clinicians.
As a result, annotators disagree on a third of the items.
Finally, ablations show that the gate matters most.
Lastly, a user study confirms the ranking.
Both benefit from longer contexts.
Another line of work edits the weights directly.
The former needs no labels at all.
Others rely on rules that were written by hand.
Unlike these, our parser needs no grammar.
Overall, smaller models gain most.
The resulting corpus holds 1.2 million sentences.
To this end, a curriculum orders the examples by length.
To address this, a verifier scores each step.
To tackle these problems, retrieval is run twice.
For example, a prompt of two lines doubles the error rate.
Specifically, the encoder is frozen and the decoder is tuned.
With this, training takes a single day.
Given this, a cache of old answers pays off.
By doing so, latency falls to 40 ms.
Among them, only the graph-based parser scales.
We also release the annotation guidelines.
We further probe the attention heads of the last layer.
But few systems cite their sources.
And yet most benchmarks report a single number.
Yet no test set covers code-switched speech.
On the other hand, larger batches speed up convergence.
Second, the reward model is trained on paired summaries.
(2) a decoder that copies from the passages.
ii) We show that labels leak through the prompts.
3. An analysis of the errors closes the work.
""".strip().splitlines()

# What can be read alone, though some begin like words that lean.
ALONE = """
We propose a retriever that learns from clicks.
Retrieval-augmented models still misquote their sources.
This paper compares seven chunking schemes on legal texts.
This work studies how tables are linearised for language models.
This survey covers 140 papers on citation recommendation.
In this paper, we revisit lexical matching for long queries.
In this work, three parsers are trained on the same treebank.
The present study followed 412 patients for six years.
Here we map the enzyme at a resolution of 1.9 angstroms.
Here, we ask whether summaries keep hedges.
First-order logic describes most of the queries.
Last-layer features transfer better than those of the middle.
Second-language learners make other errors than natives.
Overall survival was 14 months in both arms.
Next-token prediction needs no labels.
Otherworldly imagery dominates prompts for image generators.
Soil samples from twelve farms were sequenced twice.
Italian treebanks are smaller than German ones.
Thistle extract lowered liver enzymes in mice.
Iterative refinement of outlines costs three model calls.
Theirson et al. describe a corpus of parliamentary debates.
Andean lakes lost a fifth of their ice cover since 1990.
Original abstracts are shorter than rewritten ones.
Button presses were logged with a precision of one millisecond.
Thermal cameras detect leaks that sensors miss.
Anotherbox, a storage layer for notebooks, saves two copies.
Yeti, a compiler for probabilistic programs, runs on GPUs.
Sociable robots are trusted more by children than by adults.
Large language models hallucinate references to papers.
2019 saw a sharp rise of preprints in biology.
Nextflow pipelines were rerun on three clusters.
Firstborn children took part in the second wave of interviews.
""".strip().splitlines()

# What speaks of the paper itself, by name or as "we".
OWN_PAPER = """
This paper introduces a benchmark for table retrieval.
In this work, a verifier checks each sentence.
This survey reviews methods for query expansion.
The present study enrolled 96 adults with insomnia.
In the present article, two theories of reading are set side by side.
This position paper argues for open leaderboards.
This thesis treats parsing as search.
Here, we measure how often citations are wrong.
Here we show that cold water slows the reaction.
""".strip().splitlines()
NO_OWN_PAPER = """
This papermaking process saves a third of the water.
The present tense dominates abstracts in physics.
This approach needs no labels.
Hereditary factors explain half of the variance.
A survey of 300 teachers was carried out in spring.
In these studies, doses varied by a factor of ten.
Paper records were scanned at 300 dpi.
""".strip().splitlines()

WE = """
We train a parser on 900 sentences.
On three tasks our model is on par with its teacher.
The code of ours runs on a laptop.
It allows us to trace each claim to a passage.
""".strip().splitlines()
NO_WE = """
Weather models rarely report their confidence.
The West Nile virus spread along rivers.
A bus stop was added to each map.
Hourly counts were summed over the day.
""".strip().splitlines()

# What points at something that was said before, wherever in the sentence.
POINTING_BACK = """
A new loss overcomes this issue without extra labels.
Removing these limitations costs 3 points of recall.
The encoder is pretrained on such data.
On all of those benchmarks the small model wins.
Each user is shown a similar list in the second week.
Of the two, the latter needs fewer samples.
Labels are scarce, therefore distant supervision is used.
The drug was, however, stopped in four patients.
""".strip().splitlines()
CLEAR = """
In this paper, two rerankers are trained.
The results of this study hold for adults only.
Scores of dense retrievers exceed those of sparse ones.
Models such as decoders copy whole sentences.
The loss is scaled such that gradients keep their size.
Readers prefer answers to those that cite nothing at all.
However hard the question, the abstract comes first.
Thusly named genes were merged by hand.
""".strip().splitlines()

NOTICE = """
Our code is available at https://example.org/retriever.
Code and data are publicly available.
The models will be released upon acceptance.
Weights and demos can be found on the project page.
See www.example.org for videos.
All scripts are on GitHub.
Data have been open-sourced under a free licence.
""".strip().splitlines()
NO_NOTICE = """
We train on 40 GB of text with four encoders.
Few datasets of spoken questions exist.
Models of memory differ in what they forget.
A demo session ended each lesson.
Code review finds one defect in three.
Coded transcripts were read by two raters.
""".strip().splitlines()

FINDING = """
We find that shorter passages raise precision.
Experiments show a gain of 4 points over BM25.
It was found that sleep restores attention.
The results of both trials agree.
The treatment reduced relapses by a third.
Our findings suggest that hedges are lost in summaries.
Reranking outperforms fusion on long queries.
Data augmentation improves recall by 8%.
Accuracy reached 91% with 50 labels.
Heat led to faster decay, which confirms the theory.
The probe reveals a bias towards early tokens.
Doubling the dose leads to more side effects.
""".strip().splitlines()
NO_FINDING = """
We introduce a corpus of 2,000 annotated recipes.
The foundry kept its records on paper until 1950.
The founders of the city left no maps.
Participants answered twelve questions a day.
The provinces differ in climate.
An improvised parser splits the text at blank lines.
Samples were stored at four degrees.
The achievable rate is bounded by the channel.
Increasingly, archives are kept in the cloud.
Improvisation is taught in the first year.
""".strip().splitlines()

CONTRIBUTION = """
We propose a cache for retrieved passages.
We present TreeSum, a summariser of threads.
In this paper we introduce a test of citation quality.
This paper describes a corpus of court rulings.
This survey reviews 80 methods for entity linking.
This study investigated the effect of light on sleep.
We formalize quotation as span selection.
We release 10,000 labelled questions.
This work, on the other side of the field, analyses how readers skim.
We systematically and at some length compare nine tokenizers.
""".strip().splitlines()
NO_CONTRIBUTION = """
Retrieval presents a challenge for small models.
We thank the annotators for their patience.
Designers argue about the use of colour.
Papers on parsing propose ever larger models.
Weekly releases of the corpus are planned.
The survey was answered by 300 nurses.
We were twelve. The committee proposed a new rule.
""".strip().splitlines()

LIMIT = """
The method fails to recover rare names.
Dense retrievers struggle with numbers.
Accuracy degrades when passages are shuffled.
Large models cannot count reliably.
Performance is worse on low-resource languages.
The gain does not carry over to speech.
There was no significant difference between the groups.
Prompts help only if the examples are in order.
Judges rarely agree on style.
Current parsers are brittle under noise.
Systems remain vulnerable to injected orders.
The tool gives almost no speed-up on small inputs.
Recall is far from that of experts.
A limitation is the small number of sites.
Whereas adults improved, children stayed the same.
""".strip().splitlines()
NO_LIMIT = """
The approach does not require labels.
Training does not need a second GPU.
The score is not only fast but exact.
The tool cannot only rank but also explain.
Harmony of colours was rated by painters.
Notable gains were seen on all tasks.
We train on a corpus of unlimited size.
The worst-case bound is tight.
""".strip().splitlines()

GAP = """
How readers use citations remains unclear.
The cause of the decay remains largely unknown.
Long-tail entities remain a challenging case.
Whether the bound is tight is an open question.
Faithful summarisation is still an open problem.
Little is known about how tables are skimmed.
Future research should test older adults.
More studies are needed in rural clinics.
The role of word order has not been well understood.
Dialects have been largely overlooked.
Cross-lingual quotation is under-explored.
A proof has yet to be found.
The review names four research gaps.
""".strip().splitlines()
NO_GAP = """
Open-domain questions are answered from two passages.
The remains of the temple were dated to 300 BC.
Open questionnaires were handed out to all pupils.
The future tense is marked by a suffix.
More work was done in the morning than at night.
Studies were known to all of the raters.
Gaps in the signal were filled by interpolation.
""".strip().splitlines()

FRAGMENT = """
Our contributions are: (1) a corpus of annotated threads.
We give (i) a proof of the bound.
The parser is fast.It needs no labels.
The work consists of 1) a survey of all users.
""".strip().splitlines()
NO_FRAGMENT = """
We give (1) a corpus and (2) a parser.
We show that (i) labels leak and (ii) models copy them.
Steps are 1) retrieval and 2) reading.
The parser of e.g. Smith needs no labels.
BERT was trained by A. Writer on 3.3 billion words.
The effect was significant (p < .001) in group A.
Version 1.0 runs on all platforms.
""".strip().splitlines()


@pytest.mark.parametrize("sentence", LEANING)
def test_what_leans_on_the_sentence_before_does_not_stand_alone(sentence: str) -> None:
    assert not stands_alone(sentence)


@pytest.mark.parametrize("sentence", ALONE)
def test_what_only_begins_like_it_stands_alone(sentence: str) -> None:
    assert stands_alone(sentence)


BEARING = {
    "OWN_PAPER": (OWN_PAPER, NO_OWN_PAPER),
    "WE": (WE, NO_WE),
    "POINTING_BACK": (POINTING_BACK, CLEAR),
    "NOTICE": (NOTICE, NO_NOTICE),
    "FINDING": (FINDING, NO_FINDING),
    "CONTRIBUTION": (CONTRIBUTION, NO_CONTRIBUTION),
    "LIMIT": (LIMIT, NO_LIMIT),
    "GAP": (GAP, NO_GAP),
    "FRAGMENT": (FRAGMENT, NO_FRAGMENT),
}
AT_THE_START = {"OWN_PAPER"}


@pytest.mark.parametrize(
    ("name", "sentence", "bears"),
    [
        (name, sentence, bears)
        for name, (with_it, without) in BEARING.items()
        for bears, group in ((True, with_it), (False, without))
        for sentence in group
    ],
)
def test_a_sign_is_found_where_it_is_and_nowhere_else(
    name: str, sentence: str, bears: bool
) -> None:
    sign = getattr(signs, name)
    found = sign.match(sentence) if name in AT_THE_START else sign.search(sentence)
    assert bool(found) is bears
