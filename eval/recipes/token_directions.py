"""Finds the directions along which the tokens of abstracts differ most: a 384 x 128 matrix.

    python -m eval.recipes.token_directions assistant/models/minilm/directions.npy PAPERS…

PAPERS are files of papers of many fields: the packaged matrix is made of arXiv abstracts under CC0
and those of the demo library.  The directions are the first singular vectors of the vectors of
their tokens, turned at random, so that each tells as much as the other (Gong and Lazebnik,
Iterative Quantization, CVPR 2011).  A library keeps on which side of each a token lies.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy

from assistant import settings
from assistant.corpus import files
from assistant.corpus.records import Record
from assistant.models import configured

_SAMPLE = 250  # abstracts, spread evenly over all
_KEPT = 128


def main() -> None:
    """Write the matrix."""
    parser = argparse.ArgumentParser(description="Write the directions of token vectors.")
    parser.add_argument("out", type=Path, help="the .npy file to write")
    parser.add_argument("papers", type=Path, nargs="+", help="files of papers")
    arguments = parser.parse_args()
    embedder = configured.local_embedder(settings.load().embedding)
    read = [one for file in files.find(arguments.papers) for one in files.read(file)]
    texts = [f"{one.paper.title}. {one.paper.abstract}" for one in read if isinstance(one, Record)]
    sample = texts[:: max(1, len(texts) // _SAMPLE)]
    tokens = numpy.concatenate([text.vectors for _, text in embedder.embed_tokens(sample)])
    _, directions = numpy.linalg.eigh(tokens.T @ tokens)
    turned, _ = numpy.linalg.qr(numpy.random.default_rng(0).normal(size=(_KEPT, _KEPT)))
    kept = directions[:, ::-1][:, :_KEPT] @ turned
    numpy.save(arguments.out, kept.astype(numpy.float16))


if __name__ == "__main__":
    main()
