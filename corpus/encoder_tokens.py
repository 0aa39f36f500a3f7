"""
Texts to the token ids of multilingual-e5-small: normalised characters, then unigram pieces.

What differs from the engine that the vocabulary comes from: a run of characters outside the
vocabulary is one unknown token, as SentencePiece has it (the engine gives one a character), and a
text is cut at the model's limit (the engine averages windows).
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tokenizers import Tokenizer, models, pre_tokenizers

from corpus.encoder_weights import Vocabulary

TOKENIZER, FACTS = "tokenizer.json", "facts.json"
_SPACES = re.compile(" {2,}")
# The longest piece of the vocabulary has 16 characters: what follows cannot be within the limit.
_LONGEST_PIECE = 16


@dataclass(frozen=True, slots=True)
class Tokens:
    """
    The tokenizer of one build.

    normalised: replacement by code point. limit: most ids of a text, first and last marker
    included.
    """

    tokenizer: Tokenizer
    normalised: dict[int, str]
    bos: int
    eos: int
    limit: int

    def ids(self, text: str) -> list[int]:
        """
        Return the token ids of a prefixed text with the first and the last marker.

        A text longer than the limit is cut there; lone surrogates become question marks.
        """
        readable = text.encode("utf-8", "replace").decode("utf-8")
        normal = _SPACES.sub(" ", readable.translate(self.normalised))
        reachable = normal[: self.limit * _LONGEST_PIECE]
        content = self.tokenizer.encode(reachable, add_special_tokens=False).ids
        return [self.bos, *content[: self.limit - 2], self.eos]

    def save(self, folder: Path) -> None:
        """Write two files into an existing folder."""
        self.tokenizer.save(str(folder / TOKENIZER), pretty=False)
        facts = {
            "tokens": self.limit,
            "bos": self.bos,
            "eos": self.eos,
            "normalised": {str(point): text for point, text in self.normalised.items()},
        }
        with (folder / FACTS).open("w", encoding="utf-8") as stream:
            json.dump(facts, stream, ensure_ascii=False)
            stream.flush()
            os.fsync(stream.fileno())


def build_tokens(vocabulary: Vocabulary, limit: int) -> Tokens:
    """Return the tokenizer of a vocabulary."""
    tokenizer = Tokenizer(models.Unigram(list(vocabulary.pieces), unk_id=vocabulary.unknown))
    # The package ships type stubs in which pre_tokenizer is read-only.
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always", split=False)
    return Tokens(tokenizer, dict(vocabulary.normalised), vocabulary.bos, vocabulary.eos, limit)


def load_tokens(folder: Path) -> Tokens:
    """Read what `Tokens.save` wrote."""
    facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    return Tokens(
        _tokenizer((folder / TOKENIZER).read_text(encoding="utf-8")),
        {int(point): text for point, text in facts["normalised"].items()},
        int(facts["bos"]),
        int(facts["eos"]),
        int(facts["tokens"]),
    )


@cache
def _tokenizer(written: str) -> Tokenizer:
    """Return a tokenizer, which is large, once for all encoders that share it."""
    return Tokenizer.from_str(written)
