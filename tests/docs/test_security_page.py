"""docs/security.md names tests that there are, and settings that there are."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from ui.settings import PREFIX, SECRETS, Settings

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_every_test_that_is_named_exists() -> None:
    file, named = "", 0
    for path, test in re.findall(r"`(tests/[\w/]+\.py)?::(\w+)`", TEXT):
        file = path or file
        assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), f"{file}::{test}"
        named += 1
    assert named > 50


def test_every_setting_that_is_named_exists() -> None:
    known = {PREFIX + one.name.upper() for one in fields(Settings)} | set(SECRETS)
    for name in re.findall(r"ANPING_[A-Z_]+[A-Z]", TEXT):
        is_known = name in known or name.startswith("ANPING_LLM_")
        assert is_known or any(one.startswith(name) for one in known), name
