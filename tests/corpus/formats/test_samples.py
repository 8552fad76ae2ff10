"""A sample of each format, written by hand with what real exports have: every field is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.corpus import files
from assistant.corpus.records import Record, Skipped

SAMPLES = Path(__file__).parent / "samples"
# File, line, title, abstract, authors, year, venue, DOI, arXiv id, PubMed number, keywords.
EXPECTED: list[tuple[object, ...]] = [
    ("library.bib", 6, "Bioluminescence of Eels: a “cold” light of λ = 480 nm",
     "We measured cold light in 45% of all eels & rays. Intensity fell to 10^-3 of its first value;"
     " see http://example.org/~eel_data.",
     ("Anke Müller-Ludënscheidt", "Jan van der Berg", "Lantern Research Group"), 2019,
     "Journal of Marine Lanterns, Series B", "10.1234/eel_2019", None, None,
     ("eels", "light", "sea")),
    ("library.bib", 20, "Why DNA of rays glows", "", ("Ada Ray",), 2020,
     "Proceedings of the Glow Conference", None, "2001.01234", None, ()),
    ("library.bib", 26, "Proceedings of the Glow Conference", "", ("Greta Glow",), 2020, None, None,
     None, None, ()),
    ("library.bib", 30, "Glowing: An overview", "", ("Jan van den Berg",), 2021, "Light", None,
     None, "31234567", ()),
    ("library.bib", 33, "Light as a volume", "", ("Ada Ray", "Greta Glow"), 2021, "CoRR", None,
     "2106.01234", None, ()),
    ("library.bib", 38, "Glow in PubMed's mirror", "", ("Tom Tide",), 2022, None, None, None,
     "30000018", ("mirrors", "Light")),
    ("library.bib", 46, "Kept lamps", "", ("Ada Ray",), 2016, None, None, "1606.00002", None, ()),
    ("library.bib", 47, "Light of drowned stars", "", ("Ada B. Ray", "Greta Glow"), 2025,
     "Monthly Notices of the Royal Astronomical Society", None, "2504.05244", None, ()),
    ("zotero.ris", 1, "Lanterns & abyssal fish",
     "Fish carry lanterns. In the abyss, 12 % of them blink.", ("Jan van der Berg", "Ada Ray"),
     2021, "Journal of Marine Lanterns", "10.1234/lantern.1", None, None, ("fish", "light")),
    ("zotero.ris", 17, "A chapter without abstract", "", ("Greta Glow",), 2018, "Handbook of Glow",
     None, None, None, ()),
    ("embase_ovid_scopus.ris", 1, "Krill in the dark",
     "BACKGROUND: Krill blink. METHODS: We counted 31 of them.", ("G. Glow", "A.B. Ray-Stein"),
     2014, "Polar Glow", "10.1234/krill.2", None, None, ("krill", "polar sea")),
    ("embase_ovid_scopus.ris", 11, "Scopus knows of squid",
     "Squid flash twice. © 2016 Squid Society.", ("A. Ray", "G. Glow"), 2016, "Squid Letters",
     "10.1234/squid.3", None, None, ()),
    ("embase_ovid_scopus.ris", 25, "Tides: light of the shore", "Shores shine.", ("T. Tide",),
     2011, "J Tide", None, None, "21553931", ("Animals", "Light/chemistry")),
    ("proquest.ris", 1, "Stress of lamp fish", "Lamp fish dim when they are afraid.", ("Ada Ray",),
     2019, "Fear of Fish", "10.1234/lamp.4", None, None, ("Lamp Fish",)),
    ("pubmed.nbib", 2, "Comb jellies scatter light in eight rows",
     "PURPOSE: Comb jellies glitter. METHODS: Eight rows were filmed. RESULTS: All of them scatter"
     " light.", ("Ada B Ray", "Greta Glow"), 2018, "Jelly research", "10.1234/comb.5", None,
     "30000001", ("ctenophores", "Light/physiology")),
    ("pubmed.nbib", 22, "Lights of the Baltic", "", ("TT Tide",), 2017, "Baltic Notes",
     "10.1234/baltic.6", None, "30000002", ()),
    ("web_of_science.txt", 3, "Photophores of hatchetfish: position, number and colour",
     "Hatchetfish hide their shadow. Each has 12 photophores a side.", ("Ada Ray", "Greta Glow"),
     2003, "DEEP LIGHT", "10.1234/hatchet.7", None, "12345678",
     ("photophores", "counter-illumination")),
    ("web_of_science.txt", 20, "Lamps by way of MEDLINE.", "", ("Ada B Ray", "Greta Glow"), 2006,
     "Lamps", None, None, "30000019", ()),
    ("web_of_science_tab.txt", 2, "Tabs of glow", "Tabs glow.", ("A Ray", "G Glow"), 2004, "LIGHT",
     "10.1234/tab.16", None, "12345679", ("light", "tabs")),
    ("endnote.enw", 1, "Anglerfish lure by light",
     "BACKGROUND: Anglerfish wait. RESULTS: Their lure blinks at 2 Hz.", ("Ada Ray", "Greta Glow"),
     2012, "Journal of Lures", "10.1234/lure.18", None, "30000011", ("lures", "deep sea")),
    ("endnote.enw", 20, "Lures, edited", "", ("Tom Tide",), 2013, "Lure Press", None, None, None,
     ()),
    ("endnote.xml", 1, "Light of Euphausia superba at 10^-2 lux",
     "Krill glow. They glow in swarms.", ("Ada Ray", "Greta Glow"), 2009, "Journal of Krill",
     "10.1234/krill.19", None, "30000012", ("krill", "swarms")),
    ("endnote.xml", 2, "A book of swarms", "", ("Tom Tide",), 2010, "Swarm Press", None, None, None,
     ()),
    ("pubmed.xml", 4, "Light of Noctiluca at 10^-3 lux",
     "BACKGROUND: Waves glow (P < 0.05). METHODS: We sampled CO2 daily.",
     ("Beane Ray, Ada B", "G Glow", "Sea Light Group"), 2015, "Sea light", "10.1234/noct.8", None,
     "30000003", ("plankton", "Seawater")),
    ("pubmed.xml", 17, "A chapter of light", "", ("Tom Tide",), 2001, "Book of light",
     "10.1234/book.26", None, "30000004", ()),
    ("arxiv.atom", 5, "Glow as a service", "We show that α≤3 and that “glow” grows by 8%.",
     ("Ada Ray", "Greta Glow"), 2021, "J. Glow 3 (2021)", "10.1234/glow.9", "2101.00001", None,
     ("cs.GL", "q-bio.PE")),
    ("arxiv_snapshot.jsonl", 1, "Strings that glow", "Strings glow in d>1 dimensions, at 7% of c.",
     ("A. Ray", "G. Glöw"), 1999, None, None, "hep-th/9901001", None, ("hep-th", "math.CO")),
    ("arxiv_snapshot.jsonl", 2, "More strings", "Text.", ("Ada Ray Jr",), 2021, None, None,
     "2105.00002", None, ("hep-th",)),
    ("arxiv_snapshot.jsonl", 3, "An extract of strings", "Short text.", ("Ada Ray",), 2021, None,
     None, "2105.00003", None, ("hep-th",)),
    ("openalex.json", 1, "Open glow", "We glow and then glow again.", ("Ada Ray", "Greta Glow"),
     2022, "Journal of Open Light", "10.1234/oa.10", None, "30000005", ("Light",)),
    ("openalex.json", 1, "No abstract here", "", (), 2020, None, None, None, None, ()),
    ("crossref.json", 1, "Cross glow: a reference",
     "Background: Levels of glow rise (p < 0.05). Results: By 3 lux.",
     ("Ada Ray", "Sea Light Group"), 2020, "Light & Sea", "10.1234/cr.11", None, None,
     ("Optics",)),
    ("semantic_scholar.json", 1, "Semantic glow", "Meaning glows.", ("Ada Ray",), 2023,
     "Glow Letters", "10.1234/s2.12", "2101.00003", "30000006", ("Physics",)),
    ("europe_pmc.json", 1, "Light of Vibrio in squid",
     "Background: Squid keep Vibrio (p < 0.05). Results: All of them glow.",
     ("Ada B Ray", "Sea Light Group"), 2019, "Journal of squid", "10.1234/epmc.17", None,
     "30000009", ("squid", "Luminescence")),
    ("europe_pmc.json", 1, "A glow before print", "It glows early.", ("G Glow",), 2021, "bioRxiv",
     "10.1101/2021.02.03.1", None, None, ()),
    ("europe_pmc.json", 1, "Glow in brief", "", ("A Ray", "G Glow"), 2018, "J Brief", None, None,
     "30000010", ()),
    ("dblp.json", 2, "Glow in hits", "", ("Ada Ray", "Greta Glow"), 2021, "GLOW",
     "10.1234/dblp.31", None, None, ()),
    ("dblp.json", 3, "Glow before print", "", ("Tom Tide",), 2021, "CoRR", None, "2107.01234", None,
     ()),
    ("csl.json", 2, "Styles of glow: a list", "Glow has styles.",
     ("Jan van der Berg", "Sea Light Group"), 2017, "Light", "10.1234/csl.13", None, "30000007",
     ("style", "glow")),
    ("better_bibtex.json", 4, "Kept glow", "A glow that was kept.", ("Ada Ray",), 2016, "Keeping",
     "10.1234/bbt.14", "1606.00001", "30000008", ("glow", "kept")),
    ("better_bibtex.json", 6, "A page", "", ("Sea Light Group",), 2019, "Pages", None, None, None,
     ()),
    ("scopus.csv", 2, "Scopus glow", "We glow. © 2015", ("Ada Ray", "Greta Glow"), 2015,
     "Journal of Light", "10.1234/sc.15", None, None, ("light", "sea")),
    ("scopus.csv", 3, "Nothing to say", "", ("Tom Tide",), 2016, "Journal of Light", None, None,
     None, ()),
    ("ieee.csv", 2, "Lamps in deep water", "We put lamps, 40 of them, into deep water.",
     ("A. Ray", "G. -H. Glow"), 2019, "2019 IEEE Lamps Conference (LAMPS)",
     "10.1109/lamps.2019.1", None, None, ("lamps", "water")),
    ("dimensions.csv", 3, "Dimensions of glow", "Glow has two.", ("Ada B Ray", "Greta Glow"), 2020,
     "Journal of Light", "10.1234/dim.20", None, "30000013", ("Humans", "Light, Cold")),
    ("openalex.csv", 2, "Glow in tables", "Tables glow.", ("Ada Ray", "Greta Glow"), 2021,
     "Light Letters", "10.1234/oa.21", None, "30000014", ()),
    ("publish_or_perish.csv", 2, "Cited light", "Light is cited …", ("A Ray", "G Glow"), 2015,
     "Journal of Light", "10.1234/pop.22", None, None, ()),
    ("covidence.csv", 2, "Screened light", "Screens glow.", ("A.B. Ray", "G. Glow"), 2018, "Light",
     "10.1234/cov.23", None, None, ("glow", "screen")),
    ("cochrane.bib", 2, "Lamps for the shore", "Lamps help (RR 0.8).",
     ("AB Ray", "G Glow", "TT Tide"), 2025, "Cochrane Database of Systematic Reviews",
     "10.1234/14651858.cd1", None, None, ("Light [methods, therapy]", "Child, Preschool")),
    ("databases.ris", 2, "Lamps of Ovid.", "Lamps light.", ("Ada B Ray",), 2018, "Journal of Lamps",
     None, None, "30000016", ()),
    ("databases.ris", 16, "Light of the islands", "Islands glow.", ("Tom Tide",), 2017,
     None, "10.1234/islands.32", None, "30000017", ()),
    ("databases.ris", 26, "Visited but not dated", "", (), None, None, None, None, None, ()),
    ("ovid_tagged.txt", 1, "Lamps and fear",
     "Background: Lamps frighten fish. Results: Few fled.",
     ("Ada B. Ray", "Greta Glow", "TT Tide"), 2015, "Journal of Fear", "10.1234/fear.27", None,
     "30000020", ("Fear", "Light")),
    ("ovid_tagged.txt", 24, "Lamps of the east", "Lamps glow.", ("Wei Zhang",), 2011,
     "Acta Lampica", None, None, "30000021", ()),
    ("ovid_labelled.txt", 1, "Lamps that decide: a systematic review",
     "Lamps decide. Some do not.", ("Ada Ray", "Greta Glow"), 2014,
     "Journal of the Lamp Association", "10.1234/lamp.28", None, None, ("lamps", "decisions")),
    ("springer.csv", 2, "Spring of glow", "",
     ("Ada B. Ray", "Šárka MacDonald", "Greta van Glow", "T. T. Tide"), 2022, "Journal of Light",
     "10.1234/spring.29", None, None, ()),
    ("springer.csv", 3, "Summer of glow", "", ("Tom Tide",), 2021, "Light Books",
     "10.1234/spring.30", None, None, ()),
    ("lens.csv", 2, "Lens of light", "Lenses bend light.", ("Ada Ray", "Jan van der Berg"), 2020,
     "Optics & eyes", "10.1234/lens.33", None, "30000022", ("Optics", "State (physics)")),
    ("lens.csv", 3, "Lens without number", "", ("Greta GLOW",), 2021, "Annals", None, None, None,
     ()),
    ("rayyan.csv", 2, "Screens and lamps", "Screens glow.", ("Ada Ray", "G. H. Glow"), 2021,
     "Screen Notes", "10.1234/rayyan.34", None, "30000023", ("screens", "lamps")),
    ("zotero.csv", 2, "Kept lamps", "Lamps were kept.", ("Jan van der Berg", "Ada Ray"), 2017,
     "Lamps", "10.1234/zotero.35", None, None, ("lamp", "to read")),
    ("pubmed.csv", 2, "Glow of the wrist", "", ("AB Ray", "J van der Berg", "GH Glow"), 2022,
     "J Glow", "10.1234/wrist.24", None, "30000015", ()),
    ("embase.csv", 2, "Lamps of cysts", "Cysts glow.", ("A.B. Ray", "G. Glow"), 2014,
     "Lamp Surgery", "10.1234/cyst.25", None, None, ("cyst (diagnosis, surgery)", "lamp")),
]  # fmt: skip
NAMES = sorted({str(row[0]) for row in EXPECTED})
SKIPPED = {
    "ovid_labelled.txt": [(27, "it has no title")],
    "library.bib": [(24, "untitled: it has no title")],
    "better_bibtex.json": [(5, "no paper: Zotero calls it note")],
    "semantic_scholar.json": [(1, "null is not an object with named fields")],
}


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_a_sample_is_read(name: str) -> None:
    found = list(files.read(SAMPLES / name, name))
    rows = [
        (name, one.line, p.title, p.abstract, p.authors, p.year, p.venue, p.doi, p.arxiv_id, p.pmid,
         p.keywords)
        for one in found if isinstance(one, Record) for p in [one.paper]
    ]  # fmt: skip
    assert sorted(rows, key=str) == sorted((row for row in EXPECTED if row[0] == name), key=str)
    skipped = [(one.line, one.reason) for one in found if isinstance(one, Skipped)]
    assert skipped == SKIPPED.get(name, [])


@pytest.mark.parametrize(
    ("name", "addresses"),
    [
        ("endnote.xml", [None, "https://example.org/swarms"]),
        ("databases.ris", [
            "http://ovidsp.ovid.com/ovidweb.cgi?T=JS&PAGE=reference&D=medp&NEWS=N&AN=30000016",
            "https://example.org/islands", "http://www.jstor.org/stable/x",
        ]),
    ],
)  # fmt: skip
def test_the_first_of_several_addresses_is_kept(name: str, addresses: list[str | None]) -> None:
    found = files.read(SAMPLES / name, name)
    assert [one.paper.url for one in found if isinstance(one, Record)] == addresses


def test_every_sample_is_expected() -> None:
    assert {path.name for path in SAMPLES.iterdir()} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "old mac", "windows"])
def test_a_sample_reads_alike_in_every_encoding(name: str, encoding: str, tmp_path: Path) -> None:
    text = (SAMPLES / name).read_text(encoding="utf-8-sig")
    file = tmp_path / "export"
    if encoding == "old mac":
        file.write_bytes(text.replace("\n", "\r").encode())
    elif encoding == "windows":
        file.write_bytes(text.replace("\n", "\r\n").encode())
    else:
        file.write_bytes(text.encode(encoding))
    assert list(files.read(file, "s")) == list(files.read(SAMPLES / name, "s"))
