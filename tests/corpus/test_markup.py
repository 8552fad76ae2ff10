"""HTML and JATS in texts, and what LaTeX leaves in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus import markup, tex_text
from assistant.corpus.fields import paper_from
from assistant.corpus.formats import bibliography, managers


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("<i>p</i>-value &lt; 10<sup>-3</sup>", "p-value < 10^-3"),
        ("CO<sub>2</sub> on the 1<sup>st</sup>", "CO2 on the 1st"),
        ("a<b and c>d, n < 5", "a<b and c>d, n < 5"),
        ("twice &amp;lt; escaped&nbsp;&#233;", "twice < escaped é"),
        ("<script>is text</script> &unknown; R&D", "<script>is text</script> &unknown; R&D"),
        ('<a href="x">link</a> <ext-link xlink:href="y">z</ext-link>', "link z"),
        (
            "<jats:title>Abstract</jats:title><jats:sec><jats:title>Aim:</jats:title>"
            "<jats:p>To see<jats:italic>Aurelia</jats:italic>glow.</jats:p></jats:sec>",
            "Aim: To see Aurelia glow.",
        ),
        ("&lt;p&gt;One.&lt;/p&gt;", "One."),
    ],
)
def test_tags_and_entities_become_text(written: str, plain: str) -> None:
    assert markup.plain(written) == plain


@pytest.mark.parametrize(
    ("written", "readable"),
    [
        (r"``quotes'' and `single', don't", "“quotes” and ‘single’, don't"),
        (r"\emph{a \textbf{b}} {\em c} 8\% \& more", "a b c 8% & more"),
        (r"T\"ULU and Gy\"{o}rgy", "TÜLU and György"),
        (
            r"$\alpha$-decay at $10^{-3}$ in $\mathcal{O}(T^{2/3})$",
            "α-decay at 10^-3 in O(T^(2/3))",
        ),
        (r"Cu$_2$O at $25\,^\circ\mathrm{C}$, $\sim$10", "Cu2O at 25 °C, ~10"),
        (r"$\frac{a+b}{2}$ \(x \leq y\)", "(a+b)/2 x ≤ y"),
        ("costs $5 and $6, US$5-$6", "costs $5 and $6, US$5-$6"),
        (r"$\own{x}$ and \own stay", r"$\own{x}$ and \own stay"),
        ("w.r.t.~the ~4M at x.org/~me", "w.r.t. the ~4M at x.org/~me"),
        (r"code\url{http://x.org/a_b}.", "code http://x.org/a_b."),
        (r"as shown~\cite{a,b}.", "as shown."),
        (r"C:\old\new", r"C:\old\new"),
    ],
)
def test_what_latex_leaves_becomes_unicode(written: str, readable: str) -> None:
    assert tex_text.readable(written) == readable


@given(st.text(alphabet="<>/&;$\\{}`'~^_a1 supxtil", max_size=300))
def test_any_text_comes_to_an_end(text: str) -> None:
    assert isinstance(tex_text.readable(markup.plain(text)), str)


SIGNS = (
    "$ \\ { <i `` &amp \\emph{ <sup> $\\a{ <!-- <tex-math> \\( \\cite[a \\frac{ a- arxiv. "
    'arXiv doi.org/ 10.1234/ ; , | (1 DOI: [doi] -- `a a~ <a="b ^{ A.'
).split()


@pytest.mark.parametrize("sign", [*SIGNS, " ", "\n", " and ", "a b "])
def test_a_long_text_of_one_sign_is_read_in_time_that_grows_with_its_length(sign: str) -> None:
    # A pattern that tries each start against all that follows would take minutes for one of these.
    text = f"x{sign * (100_000 // len(sign))}y"
    fields = ("title", "abstract", "authors", "venue", "doi", "url", "pmid", "year", "keywords")
    assert paper_from(dict.fromkeys(fields, text)).title
    named = [f"{name} = {{{text}}}," for name in fields]
    assert list(bibliography.read(["@misc{k,\n", *named, "}"], "s"))
    assert managers.csl({"note": text}) != {}
