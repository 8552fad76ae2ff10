"""Words and phrases that make a statement say something else: its opposite, more, or a detail."""

from __future__ import annotations

from eval.recipes.support.synonyms import groups

OPPOSITES = groups("""
increase, decrease
increases, decreases
increased, decreased
increasing, decreasing
increase, reduce
increases, reduces
increased, reduced
increasing, reducing
improve, worsen
improves, worsens
improved, worsened
improves, degrades
improve, degrade
improvement, deterioration
improvements, deteriorations
enhance, impair
enhances, impairs
enhanced, impaired
promotes, inhibits
promote, inhibit
promoted, inhibited
activates, suppresses
activate, suppress
activation, inhibition
induces, prevents
induce, prevent
stimulates, blocks
upregulated, downregulated
up-regulation, down-regulation
upregulation, downregulation
accelerates, slows
accelerate, slow down
strengthens, weakens
strengthen, weaken
facilitates, hinders
facilitate, hinder
enables, prevents
enable, prevent
allows, prohibits
allow, prohibit
supports, contradicts
support, contradict
confirms, refutes
confirm, refute
confirmed, refuted
accept, reject
include, exclude
includes, excludes
including, excluding
higher, lower
highest, lowest
high, low
larger, smaller
largest, smallest
large, small
greater, smaller
more, less
more, fewer
most, least
better, worse
best, worst
faster, slower
fast, slow
longer, shorter
long, short
stronger, weaker
strong, weak
earlier, later
early, late
easier, harder
easy, difficult
simple, complex
simpler, more complex
cheap, expensive
cheaper, more expensive
rich, poor
deeper, shallower
deep, shallow
wider, narrower
broad, narrow
older, younger
old, young
positive, negative
positively, negatively
outperform, underperform
outperforms, underperforms
outperformed, underperformed
outperforming, underperforming
exceeds, falls below
exceed, fall below
surpasses, lags behind
surpass, lag behind
gain, loss
gains, losses
success, failure
successful, unsuccessful
succeed, fail
succeeds, fails
effective, ineffective
efficient, inefficient
sufficient, insufficient
necessary, unnecessary
possible, impossible
able, unable
reliable, unreliable
stable, unstable
accurate, inaccurate
consistent, inconsistent
similar, dissimilar
same, different
related, unrelated
dependent, independent
known, unknown
available, unavailable
supervised, unsupervised
labeled, unlabeled
labelled, unlabelled
structured, unstructured
linear, nonlinear
parametric, non-parametric
convex, non-convex
significant, negligible
significantly, only marginally
substantially, hardly
common, rare
frequent, rare
often, rarely
frequently, seldom
always, never
many, few
all, none of the
advantage, disadvantage
advantages, disadvantages
benefit, harm
beneficial, harmful
helpful, harmful
helps, hurts
safe, dangerous
robust, vulnerable
sensitive, insensitive
susceptible, resistant
before, after
above, below
over, under
upper, lower
maximum, minimum
maximize, minimize
maximizes, minimizes
maximizing, minimizing
maximal, minimal
internal, external
local, global
static, dynamic
discrete, continuous
explicit, implicit
explicitly, implicitly
online, offline
public, private
direct, indirect
directly, indirectly
male, female
men, women
with, without
gradually, abruptly
rise, fall
rises, falls
rising, falling
grows, shrinks
growth, decline
upward, downward
underestimates, overestimates
underestimate, overestimate
superior to, inferior to
ahead of, behind
beats, loses to
heterogeneous, homogeneous
universal, limited
optimal, suboptimal
tight, loose
dense, sparse
coarse, fine
majority, minority
presence, absence
agreement, disagreement
converges, diverges
convergence, divergence
attract, repel
protects against, predisposes to
risk factor for, protective factor against
""")

# What is only the weaker word of a pair may be claimed where the stronger was written.
STRONGER: tuple[tuple[str, str], ...] = (
    (r"\bmay be\b", "is"),
    (r"\bmay\b", "must"),
    (r"\bmight\b", "will"),
    (r"\bcould\b", "will"),
    (r"\bcan\b", "always"),
    (r"\bcan be\b", "is always"),
    (r"\bsuggests? that\b", "prove that"),
    (r"\bindicates? that\b", "prove beyond doubt that"),
    (r"\bsuggesting that\b", "which proves that"),
    (r"\btends? to\b", "always"),
    (r"\boften\b", "always"),
    (r"\busually\b", "in every case"),
    (r"\btypically\b", "without exception"),
    (r"\bgenerally\b", "invariably"),
    (r"\bsometimes\b", "at all times"),
    (r"\bcommonly\b", "universally"),
    (r"\bmost\b(?= (?:of|\w+s\b))", "all"),
    (r"\bsome\b", "all"),
    (r"\bseveral\b", "all"),
    (r"\bmany\b", "all"),
    (r"\bcertain\b", "all"),
    (r"\bvarious\b", "all"),
    (r"\ba (?:subset|part|number|fraction|portion|majority) of\b", "all of"),
    (r"\bin (?:some|many|most|certain) cases\b", "in all cases"),
    (r"\bone of the\b", "the one and only of the"),
    (r"\bcomparable (?:to|with)\b", "far superior to"),
    (r"\bcompetitive (?:with|to)\b", "far ahead of"),
    (r"\bcompetitive\b", "unrivalled"),
    (r"\bsimilar to\b", "identical to"),
    (r"\bclose to\b", "exactly at"),
    (r"\bnearly\b", "more than"),
    (r"\balmost\b", "fully"),
    (r"\bup to\b", "at least"),
    (r"\bpartially\b", "completely"),
    (r"\bpartly\b", "wholly"),
    (r"\bmainly\b", "exclusively"),
    (r"\bmostly\b", "exclusively"),
    (r"\bprimarily\b", "exclusively"),
    (r"\bon average\b", "in each single case"),
    (r"\bpotentially\b", "certainly"),
    (r"\bpotential\b", "proven"),
    (r"\bpromising\b", "conclusive"),
    (r"\blikely\b", "certainly"),
    (r"\bpossible\b", "certain"),
    (r"\bpossibly\b", "definitely"),
    (r"\bpreliminary\b", "definitive"),
    (r"\baims? to\b", "manages to"),
    (r"\bseeks? to\b", "succeeds to"),
    (r"\bmitigates?\b", "eliminates"),
    (r"\breduces\b", "eliminates"),
    (r"\balleviates?\b", "fully removes"),
    (r"\bimproves\b", "perfects"),
    (r"\bat least one\b", "every"),
    (r"\bfor (?:two|three|four|five|six|\d) (?=\w+ ?\w*s\b)", "for all "),
    (r"\bon (?:two|three|four|five|six|\d) (?=\w+ ?\w*s\b)", "on all "),
    (r"\bin (?:two|three|four|five|six|\d) (?=\w+ ?\w*s\b)", "in all "),
    (r"\bassociated with\b", "caused by"),
    (r"\bcorrelated with\b", "caused by"),
    (r"\blinked to\b", "the result of"),
    (r"\brelated to\b", "the cause of"),
    (r"\bcorrelates? with\b", "causes"),
    (r"\bassociation between\b", "causal effect between"),
    (r"\bcorrelation between\b", "causal link between"),
    (r", while\b", ", because"),
    (r", whereas\b", ", because"),
    (r", but\b", ", and for that reason"),
    (r"\bdespite\b", "thanks to"),
    (r"\balthough\b", "because"),
    (r"\bwhile\b", "because"),
    (r"\band\b(?= (?:is|are|can|has|we|it|they)\b)", "and therefore"),
    (r"\bafter\b", "because of"),
)

DETAILS = (
    "as {n} experts confirmed",
    "which holds for every {w} that was tried",
    "after {n} hours on a single machine",
    "with a p-value below 0.0{n}",
    "as measured on {n} further {w} collections",
    "in contrast to what earlier work on {w} had claimed",
    "a result that was replicated in {n} countries",
    "because the {w} was chosen at random",
    "since {w} plays no part in it",
    "at a cost of {n} dollars",
    "which won a prize for {w}",
    "mainly in adults over {n}",
    "and it also works for {w}",
    "and this explains {w}",
    "owing to a better {w}",
    "and is now used in {n} hospitals",
    "following a suggestion from industry",
    "on a test set of {n} items",
    "without any loss of {w}",
    "provided that {w} is known in advance",
    "which is why {w} is no longer needed",
    "within less than {n} minutes",
    "by a margin of {n} points",
    "as shown by a survey among {n} users",
    "as theory predicts",
)
