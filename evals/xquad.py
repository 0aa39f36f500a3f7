"""
`python -m evals.xquad QUESTIONS.json PARAGRAPHS.json`: the encoder and BM25 on SQuAD-format files.

The questions of the first file are asked of the paragraphs of the second; both hold the same
questions by id. R@1 and MRR@10 of the dense, the lexical and the fused ranking.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from assistant.fusion import fused
from corpus.dense import DenseIndex
from corpus.encoder import load_encoder
from corpus.lexical import LexicalIndex
from corpus.lexicon import load_synonyms
from ui.settings import load_settings


def read(path: Path) -> tuple[list[str], dict[str, tuple[str, int]]]:
    """Return the paragraphs, and by question id the question and its paragraph's number."""
    paragraphs: list[str] = []
    questions: dict[str, tuple[str, int]] = {}
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for article in data["data"]:
        for paragraph in article["paragraphs"]:
            for entry in paragraph["qas"]:
                questions[entry["id"]] = (entry["question"], len(paragraphs))
            paragraphs.append(paragraph["context"])
    return paragraphs, questions


def main() -> None:
    """Print one line a ranking."""
    _, asked = read(Path(sys.argv[1]))
    paragraphs, gold = read(Path(sys.argv[2]))
    settings = load_settings({})
    encoder = load_encoder(settings.encoder, settings.cache)
    ids = sorted(asked)
    texts = [asked[name][0] for name in ids]
    right = np.array([gold[name][1] for name in ids])
    dense = encoder.encode_queries(texts) @ encoder.encode_passages(paragraphs).T
    windowed = DenseIndex(paragraphs, encoder).similarities(texts)
    index = LexicalIndex(
        [(number, [(text, 1.0)]) for number, text in enumerate(paragraphs)], load_synonyms()
    )
    found = [index.search(text) for text in texts]
    lexical = np.stack([entry.scores for entry in found])
    covered = np.stack([entry.coverage for entry in found])
    rankings = {
        "dense, whole": dense,
        "dense, windows": windowed,
        "BM25": lexical,
        "fused": fused(windowed, covered),
    }
    for name, scores in rankings.items():
        # A tie counts against: a ranking that cannot tell paragraphs apart has found none.
        better = (scores >= scores[np.arange(len(ids)), right][:, None]).sum(axis=1) - 1
        mrr = np.where(better < 10, 1 / (better + 1), 0).mean()
        sys.stdout.write(
            f"{name:15} n={len(ids)} R@1 {(better == 0).mean():.3f} MRR@10 {mrr:.3f}\n"
        )


if __name__ == "__main__":
    main()
