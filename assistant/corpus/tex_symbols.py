"""What TeX's names of signs stand for."""

_GREEK = (
    "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι "
    "kappa κ lambda λ mu μ nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ "
    "upsilon υ phi φ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π "
    "Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω varGamma Γ varDelta Δ varTheta Θ varLambda Λ varSigma Σ "
    "varPhi Φ varPsi Ψ varOmega Ω"
)
_SIGNS = (
    "times × cdot · cdots ⋯ ldots … dots … pm ± mp ∓ div ÷ ast * star ⋆ sim ~ simeq ≃ approx ≈ "
    "cong ≅ equiv ≡ neq ≠ ne ≠ leq ≤ le ≤ geq ≥ ge ≥ leqslant ⩽ geqslant ⩾ lesssim ≲ gtrsim ≳ "
    "ll ≪ gg ≫ to → rightarrow → leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftrightarrow ⇔ "
    "mapsto ↦ infty ∞ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ cup ∪ cap ∩ setminus ∖ "
    "emptyset ∅ partial ∂ nabla ∇ sum ∑ prod ∏ int ∫ oint ∮ propto ∝ langle ⟨ rangle ⟩ mid | "
    "prime ′ dagger † otimes ⊗ oplus ⊕ perp ⊥ parallel ∥ forall ∀ exists ∃ neg ¬ wedge ∧ vee ∨ "
    "ell ℓ hbar ℏ circ ° degree ° bullet • angle ∠ square □ Re ℜ Im ℑ aleph ℵ odot ⊙ vert | "
    "textendash – textemdash — textquoteright ’ textquoteleft ‘ textquotedblleft “ "
    "textquotedblright ” textdegree ° texttimes × textpm ± textmu μ textregistered ® "
    "texttrademark ™ textcopyright © textgreater > textless < textasciitilde ~ slash / pounds £ "
    "euro € texteuro € textellipsis … textbullet • textbar | textperiodcentered · guillemotleft « "
    "guillemotright » textunderscore _ textdollar $ textbackslash \\"
)
_pairs = f"{_GREEK} {_SIGNS}".split()
SYMBOLS = dict(zip(_pairs[::2], _pairs[1::2], strict=True))
"""Signs by the names of their commands."""

OPERATORS = frozenset(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf "
    "limsup ln log max min mod Pr sec sin sinh sup tan tanh".split()
)
"""Commands that stand for the word they are named by."""
