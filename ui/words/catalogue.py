"""What a catalogue of strings is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Language = Literal["zh", "en"]
Catalogue = Mapping[str, Mapping[Language, str]]
