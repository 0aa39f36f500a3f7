"""
Long texts by meaning: each as a whole and by its best window, in memory.

One vector for a long text blurs what a question asks of one sentence of it, most of all across
languages; windows alone lose what the text is about. The mean of both finds more than either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.encoder import Encoder

# In Latin letters; a Chinese character says as much as three.
WINDOW_WIDTH = 420
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_SENTENCE = re.compile(r"[^。！？；.!?;\n]+[。！？；.!?;\n]*|[。！？；.!?;\n]+")


def windows(text: str, width: int = WINDOW_WIDTH) -> tuple[str, ...]:
    """
    Cut a text into windows of whole sentences, none wider than `width` unless one sentence is;
    joined they are the text again. An empty text has none.

    >>> windows("一。二。三。", 14)
    ('一。二。三。',)
    >>> windows("One. Two. Three.", 10)
    ('One. Two.', ' Three.')
    """
    return tuple(_windows(text, width))


def _windows(text: str, width: int) -> Iterator[str]:
    window = ""
    for sentence in _SENTENCE.findall(text):
        if window and _width(window + sentence) > width:
            yield window
            window = ""
        window += sentence
    if window:
        yield window


def _width(text: str) -> int:
    return len(text) + 2 * len(_CHINESE.findall(text))


class DenseIndex:
    """Texts with their vectors; about two vectors a window-long text, more for longer ones."""

    def __init__(self, texts: Sequence[str], encoder: Encoder) -> None:
        self._encoder = encoder
        self._whole = encoder.encode_passages(texts)
        cut = [windows(text) for text in texts]
        # A text of one window is that window.
        parts = [(row, part) for row, found in enumerate(cut) if len(found) > 1 for part in found]
        self._rows = np.array([row for row, _ in parts], dtype=np.int64)
        self._parts = encoder.encode_passages([part for _, part in parts])

    def similarities(self, questions: Sequence[str]) -> NDArray[np.float64]:
        """Return a matrix of shape (questions, texts): mean cosine of the whole and the best window."""
        asked = self._encoder.encode_queries(questions)
        whole = (asked @ self._whole.T).astype(np.float64)
        if not len(self._rows):
            return whole
        best = np.full_like(whole, -np.inf)
        parts = (asked @ self._parts.T).astype(np.float64)
        for column, row in enumerate(self._rows):
            np.maximum(best[:, row], parts[:, column], out=best[:, row])
        return np.where(np.isneginf(best), whole, (whole + best) / 2)
