"""What only one engine does: torn stores, servers that are down, files that another holds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from corpus.encoder import HashEncoder
from corpus.vectors import StoredPassage, VectorStore, open_vectors, parse_vector_address
from corpus.vectors.errors import VectorsDownError, VectorsUrlError
from tests.corpus.vectors.conftest import chroma_server, free_port

ENCODER = HashEncoder()


def add_one(engine: VectorStore, name: str = "p1") -> int:
    kept = engine.of("c-abc123", ENCODER.fingerprint, ENCODER.dimension)
    kept.add([StoredPassage(name, "doc")], ENCODER.encode_passages([name]))
    return kept.count()


@pytest.mark.parametrize(
    ("url", "engine", "shown"),
    [
        ("", "chroma", "chroma: (on disk)"),
        ("chroma:", "chroma", "chroma: (on disk)"),
        ("chroma+http://127.0.0.1:8010", "chroma server", "chroma+http://127.0.0.1:8010"),
        ("chroma+http://vectors/", "chroma server", "chroma+http://vectors:8000"),
        ("chroma+https://[::1]", "chroma server", "chroma+https://[::1]:443"),
        ("milvus+http://milvus", "milvus", "milvus+http://milvus:19530"),
        ("milvus:///data/anping.db", "milvus", "milvus:///data/anping.db"),
    ],
)
def test_addresses_say_which_engine_and_where(url: str, engine: str, shown: str) -> None:
    address = parse_vector_address(url)
    assert (address.engine, address.shown) == (engine, shown)


@pytest.mark.parametrize(
    "url",
    [
        "chroma", "http://127.0.0.1", "chroma+ftp://x", "chroma+http://", "chroma+http://x:port",
        "chroma+http://x/path", "chroma+http://x?token=1", "milvus://host/file.db",
        "milvus:///file.txt", "milvus://", "chroma+http://[::1",
    ],
)  # fmt: skip
def test_other_addresses_are_refused_with_the_forms_that_are_known(url: str) -> None:
    with pytest.raises(VectorsUrlError, match="milvus:///FOLDER"):
        parse_vector_address(url)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(VectorsUrlError) as told:
        parse_vector_address("chroma+http://me:s3cret@host:8000")
    assert "s3cret" not in str(told.value)
    assert "ANPING_VECTORS_TOKEN" in str(told.value)


def test_to_look_at_vectors_on_disk_makes_no_store(tmp_path: Path) -> None:
    engine = open_vectors(tmp_path / "home")
    kept = engine.of("c-abc123", ENCODER.fingerprint, ENCODER.dimension)
    assert kept.count() == 0
    engine.forget("c-abc123")
    engine.check()
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("keep", [0, 7, 4096, 60_000])
def test_a_torn_store_on_disk_is_thrown_away(tmp_path: Path, keep: int) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from corpus.vectors import open_vectors\n"
        "from tests.corpus.vectors.test_engines import add_one\n"
        "print(add_one(open_vectors(Path(sys.argv[1])), sys.argv[2]))"
    )

    def in_a_process_of_its_own(name: str) -> str:
        command = [sys.executable, "-c", code, str(tmp_path), name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    assert in_a_process_of_its_own("p1") == "1"
    database = tmp_path / "vectors" / "chroma.sqlite3"
    database.write_bytes(database.read_bytes()[:keep] or b"no database")
    assert in_a_process_of_its_own("p2") == "1"


def test_a_server_that_is_down_is_told_and_serves_again_when_it_is_back(tmp_path: Path) -> None:
    port = free_port()
    engine = open_vectors(tmp_path / "home", f"chroma+http://127.0.0.1:{port}")
    for act in (engine.check, lambda: add_one(engine), lambda: engine.forget("c-abc123")):
        with pytest.raises(VectorsDownError, match=str(port)) as told:
            act()
        assert told.value.code == "corpus-vectors-down"
    with chroma_server(tmp_path, port):
        assert add_one(engine) == 1
    with pytest.raises(VectorsDownError):
        engine.check()
    with pytest.raises(VectorsDownError):
        add_one(engine, "p2")
    with chroma_server(tmp_path, port):
        assert add_one(engine, "p2") == 2


def test_a_milvus_server_that_is_down_is_told(tmp_path: Path) -> None:
    pytest.importorskip("langchain_milvus", reason="the extra `milvus` is not installed")
    engine = open_vectors(tmp_path, f"milvus+http://127.0.0.1:{free_port()}")
    with pytest.raises(VectorsDownError, match=r"milvus\+http"):
        engine.check()


def test_a_file_of_milvus_that_another_process_holds_is_told(tmp_path: Path) -> None:
    pytest.importorskip("langchain_milvus", reason="the extra `milvus` is not installed")
    url = f"milvus://{tmp_path}/vectors.db"
    code = (
        "import sys; from pathlib import Path\n"
        "from corpus.vectors import open_vectors\n"
        "open_vectors(Path(sys.argv[1]), sys.argv[2]).check()\n"
        "print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(tmp_path), url]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(VectorsDownError):
            open_vectors(tmp_path, url).check()
        other.communicate("")
    assert add_one(open_vectors(tmp_path, url)) == 1
