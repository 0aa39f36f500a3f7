"""The shape of the code: what may read, and how large things may grow."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("assistant", "corpus", "scoring", "ui", "evals")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
# The modules of the core that read files, with the reason; the list may only shrink.
SCORING_READERS = {
    "load.py": "rule data",
    "sheet_file.py": "sheets",
    "sheet_workbook.py": "XLSX sheets",
}
FORBIDDEN_IN_CORE = {"os", "random", "time", "socket", "subprocess", "tempfile", "urllib", "http"}


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize(
    "path", sorted((ROOT / "scoring").glob("*.py")), ids=lambda path: path.name
)
def test_the_scoring_core_reads_nothing(path: Path) -> None:
    assert not _imports(path) & FORBIDDEN_IN_CORE
    if path.name not in SCORING_READERS:
        text = path.read_text(encoding="utf-8")
        assert not _imports(path) & {"yaml", "openpyxl", "zipfile"}
        for call in (
            ".open(",
            "with open(",
            ".read_text(",
            ".read_bytes(",
            "datetime.now",
            "date.today",
            "float(",
        ):
            assert call not in text, call


@pytest.mark.parametrize(
    ("library", "homes"),
    [
        ("gradio", ("ui/app.py", "ui/views/", "ui/serving/server.py")), ("chromadb", ("corpus/vectors/chroma.py", "evals/plain_chain.py")), ("pymilvus", ("corpus/vectors/milvus.py",)), ("langchain_milvus", ("corpus/vectors/milvus.py",)),
        ("sentence_transformers", ("corpus/encoder.py",)), ("onnxruntime", ("corpus/encoder", "corpus/reading/ocr_engine.py", "evals/")),
        ("yaml", ("load.py", "sheet_file.py", "ui/lint/", "evals/")), ("openpyxl", ("workbook.py", "corpus/reading/", "evals/dossier_files.py")),
        ("langchain_openai", ("assistant/model/client.py",)), ("openai", ("assistant/model/client.py",)),
        ("mcp", ("ui/mcp/",)), ("pypdf", ("corpus/reading/",)), ("rapidocr", ("corpus/reading/ocr_engine.py",)), ("langchain_core", ("assistant/asking/retrieval.py", "corpus/vectors/milvus.py", "evals/plain_chain.py")),
        ("huey", ("ui/jobs/messages.py",)), ("sqlalchemy", ("corpus/cases/", "corpus/jobs/", "corpus/accounts/", "corpus/record/", "assistant/practice/record.py", "corpus/words/", "evals/bench_record.py", "evals/bench_engines.py")), ("argon2", ("corpus/accounts/password.py",)), ("alembic", ("corpus/record/upgrade.py", "corpus/record/migrations/")),
    ],
)  # fmt: skip
def test_heavy_libraries_have_one_home(library: str, homes: tuple[str, ...]) -> None:
    for path in FILES:
        if library in _imports(path):
            name = path.relative_to(ROOT).as_posix()
            assert any(home in name for home in homes), name


@pytest.mark.parametrize(
    "path", sorted((ROOT / "ui" / "views").rglob("*.py")), ids=lambda path: path.name
)
def test_views_reach_cases_as_a_person_only(path: Path) -> None:
    used = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr == "cases"
        and ast.unparse(node.value).endswith("services")
    ]
    assert not used, f"lines {used}: use services.cases_for(person)"


def test_modules_stay_small() -> None:
    sizes = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in FILES
    }
    assert {name: size for name, size in sizes.items() if size > 500} == {}


def test_functions_stay_short() -> None:
    long = {}
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                documented = ast.get_docstring(node) is not None
                first = node.body[1] if documented and len(node.body) > 1 else node.body[0]
                size = (node.end_lineno or 0) - first.lineno + 1
                if size > 60:
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = size
    assert long == {}


def test_no_room_is_called_utils() -> None:
    names = {path.stem for path in FILES}
    assert not names & {"utils", "helpers", "common", "misc", "manager"}


def test_no_path_of_a_machine_stands_in_the_code() -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert "/work/" not in text
        assert "/root/" not in text
