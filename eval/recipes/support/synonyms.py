"""Words that may stand for each other.

Written for the training edits alone; the self-test of judges has its own, shorter tables, so that
what the model learns here is not what it is examined on.
"""

from __future__ import annotations


def groups(text: str) -> dict[str, tuple[str, ...]]:
    """Return each phrase with the others of its group; groups are lines, phrases have commas."""
    found: dict[str, list[str]] = {}
    for line in text.strip().splitlines():
        phrases = [phrase.strip() for phrase in line.split(",")]
        for phrase in phrases:
            found.setdefault(phrase, []).extend(other for other in phrases if other != phrase)
    return {phrase: tuple(others) for phrase, others in found.items()}


SYNONYMS = groups("""
show, demonstrate, find, report, reveal, establish
shows, demonstrates, finds, reports, reveals, establishes
shown, demonstrated, found, reported
showed, demonstrated, found, reported, observed
propose, present, introduce, put forward, describe, develop
proposes, presents, introduces, puts forward, describes
proposed, presented, introduced, suggested, put forward
use, employ, apply, make use of, rely on, utilize
uses, employs, applies, makes use of, relies on, utilizes
using, by means of, with the help of, employing, with
used, employed, applied, utilized
method, approach, technique, procedure
methods, approaches, techniques, procedures
model, system
algorithm, procedure, method
framework, scheme, approach
task, problem
tasks, problems
result, outcome, finding
results, outcomes, findings
experiments, tests, trials, empirical studies
evaluate, assess, test, examine
evaluated, assessed, tested, examined
evaluation, assessment
investigate, study, examine, explore, look into, analyse
investigated, studied, examined, explored, analysed
analysis, study, examination, investigation
analyze, analyse, examine, study
obtain, achieve, reach, attain, get
obtains, achieves, reaches, attains, gets
obtained, achieved, reached, attained
performance, effectiveness, quality
improve, enhance, boost, raise
improves, enhances, boosts, raises
improved, enhanced, boosted, raised
improvement, gain, advance
improvements, gains, advances
reduce, decrease, lower, cut, diminish
reduces, decreases, lowers, cuts, diminishes
reduced, decreased, lowered, diminished
reduction, decrease, drop, decline
increase, raise, grow
increases, raises, grows, rises
increased, raised, elevated, grew
increase, growth, rise
outperform, surpass, beat, exceed, do better than
outperforms, surpasses, beats, exceeds, does better than
outperformed, surpassed, beat, exceeded, did better than
state-of-the-art, leading, best existing, best known
significantly, substantially, considerably, markedly, greatly, clearly
large, big, sizeable, substantial
larger, bigger, greater
small, little, minor, tiny
important, crucial, essential, key, vital, central
novel, new, original
new, novel
many, numerous, a lot of, lots of
several, a number of, various, multiple
various, different, diverse, several
about, approximately, roughly, around
however, nevertheless, yet, still
therefore, thus, hence, consequently, as a result
furthermore, moreover, in addition, besides, also
for example, for instance, e.g.
because, since, as
although, though, even though, while
due to, because of, owing to, on account of
in order to, to, so as to
such as, like, including
based on, building on, grounded in, resting on
consists of, comprises, is made up of
contain, include, comprise, hold
contains, includes, comprises, holds
require, need, call for, demand
requires, needs, calls for, demands
allow, enable, permit, let
allows, enables, permits
provide, offer, give, supply
provides, offers, gives, supplies
provided, offered, given, supplied
difficult, hard, challenging, tough
easy, simple, straightforward
simple, plain, basic
quick, fast, rapid, speedy
quickly, fast, rapidly
often, frequently, commonly, in many cases
usually, typically, generally, normally, as a rule
mainly, mostly, primarily, chiefly, largely
especially, particularly, in particular, above all
only, solely, merely, just
same, identical
similar, comparable, alike
different, distinct, differing
accurate, precise, exact
accurately, precisely, exactly
accuracy, precision
errors, mistakes
error, mistake
effect, influence, impact
effects, influences, impacts
affect, influence, have an effect on
affects, influences, has an effect on
cause, bring about, lead to, give rise to, produce
causes, brings about, leads to, gives rise to, produces
caused, brought about, led to
associated with, linked to, related to, connected with
correlates with, goes along with, is correlated with
suggest, indicate, imply, point to the fact
suggests, indicates, implies
suggesting, indicating, implying
role, part, function
patients, people with the disease, subjects, cases
children, kids, young people
participants, subjects, volunteers
humans, people, persons
women, females
men, males
treatment, therapy
disease, illness, disorder, condition
risk, likelihood, danger
mortality, death rate, deaths
infection, disease
trial, study, experiment
researchers, scientists, scholars
authors, writers
begin, start
begins, starts
end, finish
help, aid, assist, support
helps, aids, assists, supports
create, build, construct, make, produce
created, built, constructed, made, produced
generate, produce, create
generated, produced, created
generates, produces, creates
choose, select, pick
chosen, selected, picked
find, discover, identify, detect
identify, detect, recognise, spot
identified, detected, recognised, found
predict, forecast, anticipate
predicting, forecasting
compare, contrast
compared to, relative to, in comparison with, as against, against
compared with, relative to, in comparison to, as against
understand, grasp, comprehend
learn, acquire
remove, eliminate, take away, get rid of
removes, eliminates, takes away
add, append, include
combine, merge, join, unite, put together
combines, merges, joins, puts together
combining, merging, joining
divide, split, separate
get, receive
keep, retain, preserve, maintain
keeps, retains, preserves, maintains
make, render
number, count, quantity
amount, quantity
part, portion, piece, fraction
data, information, records
dataset, data set, collection, corpus
datasets, data sets, collections, corpora
texts, documents, writings
document, text
words, terms
sentence, phrase
language, tongue
images, pictures
image, picture
users, people
user, person
network, net
networks, nets
training, learning
trained, fitted, taught
efficient, economical, fast
effective, successful, useful
effectively, successfully, well
efficiently, with little effort, economically
robust, resilient, stable
complex, complicated, intricate
common, widespread, frequent
rare, uncommon, infrequent
recent, latest
recently, lately, of late, in recent years
previous, earlier, prior, former
existing, current, present, known
current, present-day, today's
future, later, coming
final, last
first, initial
main, principal, chief, major, primary
goal, aim, objective, purpose
aim, seek, try, intend
aims, seeks, tries
attempt, try, effort
address, tackle, deal with, handle
addresses, tackles, deals with, handles
solve, resolve, work out
solution, remedy, answer
solutions, remedies, answers
question, issue
issue, problem, question
issues, problems, questions
advantage, benefit, merit
advantages, benefits, merits
disadvantage, drawback, weakness
limitation, weakness, shortcoming, drawback
limitations, weaknesses, shortcomings, drawbacks
challenge, difficulty
challenges, difficulties
features, characteristics, properties, traits
property, characteristic, trait
structure, organisation, make-up
properties, characteristics
parameters, settings
function, mapping
graph, network
source, origin
sources, origins
setting, scenario, situation, context
settings, scenarios, situations, contexts
environment, surroundings
approach, way, strategy, method
strategy, tactic, plan
strategies, tactics, plans
process, procedure
speed, pace, velocity
cost, expense, price
costs, expenses
budget, resources
sufficient, enough, adequate
entire, whole, complete, full
entirely, wholly, completely, fully
almost, nearly, close to
extremely, very, highly, exceedingly
highly, very
potential, possible, prospective
possible, feasible, conceivable
likely, probable, expected
able to, capable of, in a position to
can, is able to, may
cannot, is unable to, can not
without, in the absence of, lacking
despite, in spite of, notwithstanding
during, in the course of, throughout
before, prior to, ahead of
after, following, subsequent to
between, among
within, inside
across, over, throughout
via, through, by way of
whether, if
when, whenever, once
where, in which
while, whereas
among, amid, in
per, for each, for every
both, the two
additional, further, extra, more
automatically, by machine, without human help
automatic, machine-made, automated
manually, by hand
publicly available, freely available, open to everyone
understanding, comprehension
knowledge, information
insight, understanding
theory, account
evidence, proof, support
widely, broadly, commonly
specifically, in particular, concretely
essentially, basically, in essence
relevant, pertinent, related
appropriate, suitable, fitting
valid, sound
crucial, decisive, critical
growing, increasing, rising
rapidly, quickly, fast
decade, ten years
decades, years
""")
