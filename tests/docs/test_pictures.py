"""The pictures that documents show are those that the script makes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.pictures import FOLDER, LANGUAGES, LARGEST, PICTURES, file_names

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SHOWN = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_picture_of_a_document_exists_and_is_described(path: Path) -> None:
    for words, target in SHOWN.findall(path.read_text(encoding="utf-8")):
        assert (path.parent / target).is_file(), target
        assert words.strip(), target


def test_the_pictures_are_those_of_the_script_and_small() -> None:
    sizes = {path.name: path.stat().st_size for path in FOLDER.iterdir()}
    assert set(sizes) == file_names()
    assert max(sizes.values()) <= LARGEST


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_shows_every_picture_in_its_language_and_is_short(language: str) -> None:
    text = (ROOT / "docs" / f"guide.{language}.md").read_text(encoding="utf-8")
    shown = {Path(target).name for _, target in SHOWN.findall(text)}
    assert shown == {f"{name}.{language}.png" for name in PICTURES}
    assert len(text.splitlines()) <= 200


def test_both_guides_have_the_same_parts() -> None:
    parts = [
        [
            re.match(r"#+ \d*", line)[0]  # type: ignore[index]
            for line in (ROOT / "docs" / f"guide.{language}.md").read_text("utf-8").splitlines()
            if line.startswith("#")
        ]
        for language in LANGUAGES
    ]
    assert parts[0] == parts[1]


def test_all_pictures_of_documents_are_made_by_the_script() -> None:
    pictures = set((ROOT / "docs").rglob("*.png"))
    assert pictures == set(FOLDER.glob("*.png"))
