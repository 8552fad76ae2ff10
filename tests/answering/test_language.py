"""Languages: told where they are clear, left alone where they are not."""

from __future__ import annotations

import pytest

from assistant.answering.language import detect, leads, wanted

TEXTS = [
    ("English", "How much better is dense retrieval than BM25 when it was trained on other data?"),
    ("English", "The model that was trained with labels is better than those without."),
    ("German", "Wie viel besser ist DPR als BM25, und für welche Fragen gilt das nicht?"),
    ("German", "Das Verfahren erhöht die Genauigkeit um 9 bis 19 Punkte und ist nicht langsamer."),
    ("French", "Quelle est la différence entre les deux méthodes et pourquoi est-elle grande ?"),
    ("French", "Le modèle est entraîné sur des données qui ne sont pas annotées."),
    ("Spanish", "¿Cuál es la diferencia entre los dos métodos y por qué es tan grande?"),
    ("Spanish", "El modelo se entrena con los datos de la colección y no con etiquetas."),
    ("Italian", "Qual è la differenza tra i due metodi e perché non è più grande?"),
    ("Italian", "Il modello è addestrato con i dati della raccolta e non con le etichette."),
    ("Portuguese", "Qual é a diferença entre os dois métodos e por que não é maior?"),
    ("Portuguese", "O modelo é treinado com os dados da coleção e não com as etiquetas."),
    ("Dutch", "Wat is het verschil tussen de twee methoden en waarom is het niet groter?"),
    ("Dutch", "Het model wordt met de gegevens van de verzameling getraind en niet met labels."),
    ("Polish", "Jaka jest różnica między tymi metodami i dlaczego nie jest to większa liczba?"),
    ("Swedish", "Vad är skillnaden mellan de två metoderna och varför är den inte större?"),
    ("Russian", "В чем разница между этими методами и почему она не больше?"),
    ("Ukrainian", "Яка різниця між цими методами і чому вона не є більшою?"),
    ("Greek", "Ποια είναι η διαφορά ανάμεσα στις δύο μεθόδους;"),
    ("Japanese", "HyDEはどのように文書を検索しますか？"),
    ("Chinese", "HyDE 是如何检索文档的？"),
    ("Korean", "HyDE는 문서를 어떻게 검색합니까?"),
]


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_a_clear_language_is_told(language: str, text: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "DPR, BM25, ColBERT?",
        "DPR: 9 to 19 points.",
        "HyDE embeds invented passages.",
        "Der Fox",
        "α = 0.05, β = 0.2, γ → ∞",
        "The 検索 of Contriever",
        "Hänen mallinsa oppii nopeasti eikä tarvitse merkittyjä esimerkkejä.",  # not known
        "Modelul este antrenat fără etichete.",
        "🙂 \x00 \ud800",
    ],
)
def test_what_is_short_unclear_or_not_known_is_not_decided_on(text: str) -> None:
    assert detect(text) is None


def test_a_word_that_another_language_has_too_leads_nowhere() -> None:
    assert leads("English", "DPR wins by far.")
    assert not leads("English", "DPR wins.")
    assert not leads("English", "In is.")
    assert not leads("English", "DPR gewinnt mit Abstand.")


def test_names_in_another_language_decide_nothing() -> None:
    title = "Le Petit Modèle de la Langue"
    assert detect(f"What does the paper {title} say on how models are trained?") == "English"


@pytest.mark.parametrize(
    "question",
    [
        "Answer in German: how much better is DPR than BM25 when it is trained?",
        "Wie viel besser ist DPR als BM25? Antworte bitte auf Englisch und nicht zu lang.",
        "Quelle est la différence entre les deux méthodes ? Réponds en anglais.",
        "What is the French name of the method, and how does it differ from the others?",
        "DPR?",
    ],
)
def test_a_question_that_names_a_language_asks_for_none(question: str) -> None:
    assert wanted(question) is None


def test_a_question_asks_for_its_own_language() -> None:
    assert wanted(TEXTS[2][1]) == "German"
