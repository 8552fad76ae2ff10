"""Tells which language a text is in, where that is clear: by its script, or by its small words.

Knows the main languages of Europe and East Asia.  A short text, one full of names, and one in any
other language are not decided on.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

# The smallest words of each: articles, prepositions, pronouns, forms of to be and to have.
_SMALL_WORDS = {
    "English": "the of and to is are was that which with for from by than this these it its be not "
    "has have they between when where why how what does do can or on at their we there who",
    "German": "der die das und ist sind nicht mit von zu den dem des ein eine einer eines für auf "
    "im als auch wie was welche welcher wird werden bei oder aus sich es dass nach über zum hat",
    "French": "le la les des et est sont une du dans que qui pour par sur pas avec plus au aux ce "
    "cette ces il elle ils ne se ou comment quel quelle quels quelles entre leur leurs été à",
    "Spanish": "el la los las y es son una un del en que para por con no se más como su sus al lo "
    "qué cuál cuáles cómo entre esta este estos o pero sobre han ha fue",
    "Italian": "il lo la gli le e è sono una un di del della dei delle che per con non si più come "
    "nel nella anche cosa quale quali tra questo questa questi al dal ha hanno su o",
    "Portuguese": "o os a as e é são uma um do da dos das que para por com não se mais como no na "
    "nos nas ao sua seu qual quais entre este esta foi pelo pela em ou",
    "Dutch": "de het een en is zijn niet met van voor op dat die in te aan ook als wat welke hoe "
    "bij of uit er wordt worden door naar dan deze over tussen heeft hebben om",
    "Polish": "i w na nie z się do jest są to że jak o od po dla przez co który która które oraz "
    "lub za czy tym tego być a jego ich niż między",
    "Swedish": "och att det som en ett är på av för med inte den de till har om från vad hur eller "
    "kan vid än var när mellan ska sig detta dessa i",
    "Russian": "и в не на что с по как это из для к от у за о же или но при чем чём между бы был "
    "была были который которые какие какой он она они так его их",
    "Ukrainian": "і в не на що з по як це із для до від у за про або але при чим між був була були "
    "який які яка він вона вони так його їх та є",
}
_LANGUAGES_OF = {
    word: tuple(name for name, words in _SMALL_WORDS.items() if word in words.split())
    for words in _SMALL_WORDS.values()
    for word in words.split()
}
_LEAST_WORDS = 3
_LEAD = 2  # of the first language over the second, in words
_SHARE = 0.15  # of all words
_SCRIPTS = {
    "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean", "CJK": "Chinese",
    "GREEK": "Greek",
}  # fmt: skip
_LEAST_LETTERS = {"Greek": 12}
_LEAST_SIGNS = 4  # a sign of an East Asian script is a syllable or a word
# Who names a language may want the answer in it; its own name and what others call English.
_NAMES = re.compile(
    "english|german|french|spanish|italian|portuguese|dutch|polish|swedish|russian|ukrainian|"
    "japanese|korean|chinese|greek|translat|language|"
    "englisch|deutsch|anglais|français|inglés|español|inglese|italian|inglês|português|engels|"
    "nederlands|angiels|polsk|engelsk|svensk|англи|русск|англій|україн|αγγλικ|ελληνικ|"
    "英語|日本語|英语|英文|中文|영어|한국어",
    re.IGNORECASE,
)


def detect(text: str) -> str | None:
    """Return the English name of the language of a text; None where it is not clear."""
    return _by_script(text) or _by_small_words(text)


def leads(language: str, text: str) -> bool:
    """Tell whether a text has more small words of this language than of any other, if any."""
    (first, most), (_, next_most) = _most_small_words(text)
    return first == language and most > next_most


def wanted(question: str) -> str | None:
    """Return the language that an answer to this question should be in; None where unclear."""
    return None if _NAMES.search(question) else detect(question)


def _by_script(text: str) -> str | None:
    letters = [one for one in text if one.isalpha()]
    scripts = Counter(
        script
        for one in letters
        if (script := _SCRIPTS.get(re.split(r"[ -]", unicodedata.name(one, ""))[0]))
    )
    if scripts["Japanese"]:
        scripts["Japanese"] += scripts.pop("Chinese", 0)
    language, count = max(scripts.items(), key=lambda pair: pair[1], default=("", 0))
    least = _LEAST_LETTERS.get(language, _LEAST_SIGNS)
    return language if count >= least and 2 * count > len(letters) else None


def _by_small_words(text: str) -> str | None:
    (first, most), (_, next_most) = _most_small_words(text)
    clear = most >= max(_LEAST_WORDS, next_most + _LEAD, _SHARE * len(_words(text)))
    return first if clear else None


def _most_small_words(text: str) -> list[tuple[str, int]]:
    """Return the two languages that most words of a text may be small words of, with how many."""
    counts = Counter(name for word in _words(text) for name in _LANGUAGES_OF.get(word, ()))
    return [*counts.most_common(2), ("", 0), ("", 0)][:2]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())
