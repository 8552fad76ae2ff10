"""Words that say the opposite of each other where one stands in the place of the other."""

from __future__ import annotations

from assistant.grounding.vetoes.reading import stems

# Each pair ends with a semicolon; inflections that the stems fold are not written.
_PAIRS = """
high higher highest increase raise rise rose risen grow grew growth gain more many most great
greater greatest large larger largest big bigger biggest above exceed exceeding boost amplify
enlarge expand widen wide wider widest broad broader long longer longest lengthen extend maximum
maximal maximize maximise strong stronger strongest strengthen elevate up upper upward surge
soar heavy heavier over deeper richer majority frequent often abundant multiple accelerate
overestimate enhance | low lower lowest decrease reduce reduction decline drop fall fell fallen
less lesser fewer fewest few least small smaller smallest little below shrink shrank narrow
narrower narrowest short shorter shortest shorten lessen diminish loss minimum minimal minimize
minimise weak weaker weakest weaken down downward curb mitigate cut light lighter under
shallower poorer minority rare seldom infrequent scarce single slow decelerate underestimate
attenuate suppress;
good better best well improve improvement superior gain benefit beneficial help helpful succeed
success win beat outperform surpass exceed ahead above rise rose raise effective favorable
favourable excel advance advantage enhance strong strength promising optimal | bad worse worst
badly worsen degrade degradation decline deteriorate inferior loss harm harmful hurt impair
detrimental fail failure lose lost underperform trail lag behind below drop fall fell short poor
ineffective unfavorable suffer weak weakness disadvantage drawback suboptimal shortcoming;
before earlier early earliest precede prior first start begin | after later late latest follow
subsequent last end finish;
fast faster fastest quick quicker rapid accelerate speed swift | slow slower slowest decelerate;
easy easier easiest simple simpler simplest simplify ease straightforward | hard harder hardest
difficult complex complicated challenging;
cheap cheaper cheapest inexpensive | costly costlier expensive;
present presence include contain add available insert retain keep with | absent absence exclude
omit remove lack unavailable discard delete drop without;
enable allow promote promotion facilitate stimulate activate activation induce trigger support
encourage accelerate cause permit | prevent inhibit inhibition hinder impede block suppress
suppression discourage deactivate limit forbid protect;
positive direct plus | negative inverse indirect minus;
same similar identical alike comparable equal match | different dissimilar distinct differ
opposite unequal;
robust resistant insensitive immune | sensitive vulnerable fragile susceptible brittle;
confirm support agree consistent corroborate prove validate | contradict refute disagree
inconsistent disprove reject;
accept | reject refuse;
mitigate alleviate curb relieve reduce solve overcome prevent | aggravate exacerbate feed
intensify cause worsen amplify;
always often frequently usually commonly generally | never rarely seldom infrequently uncommonly;
common popular prevalent widespread | rare uncommon unpopular;
new novel modern recent | old obsolete outdated ancient;
young younger | old older elderly;
male men man boys | female women woman girls;
dense | sparse;
deep | shallow;
online | offline;
global | local;
internal inside | external outside;
open | closed proprietary;
static | dynamic;
explicit | implicit;
continuous | discrete;
single | multiple several many;
automatic automatically automated | manual;
left | right;
top | bottom;
all every everything both | none nothing neither no;
true correct right accurate | false wrong incorrect inaccurate;
succeed success successful | fail failure unsuccessful;
converge | diverge;
toward | away;
safe | dangerous risky unsafe;
upper | lower;
homogeneous | heterogeneous;
short-term | long-term;
attract | repel;
import | export;
input | output;
encourage | discourage;
possible | impossible;
public | private;
complete full fully entire | partial partly;
typical | atypical unusual;
sufficient enough adequate | insufficient inadequate deficient;
able capable | unable incapable;
finite | infinite;
relevant related | irrelevant unrelated;
early | late;
inner | outer;
horizontal | vertical;
forward | backward;
parallel | serial sequential;
symmetric | asymmetric
"""
_SIDES = tuple(
    (stems(first), stems(second))
    for first, second in (pair.split("|") for pair in _PAIRS.split(";"))
)
_ORDINALS = stems("first second third fourth fifth sixth seventh eighth ninth tenth last")
_DENYING = ("un", "in", "im", "ir", "il", "dis", "non", "mis", "ab")
_NOT_DENIED = stems(
    "put crease vent vest volve form fluence cover tend tense side stance tegrate "
    "line to proved prove portant plement pact pose press ply tribute play cuss pute tract ward "
    "tial ternal itial sist sight struct struction vestigate der til less dicate duce cident "
    "creasing formation formative novate novation hibit herent sorb"
)


def are_opposite(first: str, second: str) -> bool:
    """Tell whether two words, given by their keys, say the opposite of each other."""
    if first == second:
        return False
    if first in _ORDINALS and second in _ORDINALS:
        return True
    if any(
        (first in one and second in other) or (first in other and second in one)
        for one, other in _SIDES
        if not (first in one & other or second in one & other)
    ):
        return True
    longer, shorter = (first, second) if len(first) > len(second) else (second, first)
    return (
        len(shorter) > 3
        and shorter not in _NOT_DENIED
        and any(longer == prefix + shorter for prefix in _DENYING)
    )
