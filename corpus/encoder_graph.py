"""
The default encoder as an ONNX graph: multilingual-e5-small, mean-pooled and L2-normalised.

Built once from the shipped weights; imported only for building (the package onnx is slow to
import). Four-bit matrices go into the graph as they are, so nothing is lost by converting.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from corpus.encoder_weights import BLOCK, E5Weights, FourBit

Precision = Literal["float32", "int4"]
_MICROSOFT = "com.microsoft"
# 4 lets the kernel multiply in int8, as the engine that the weights come from does.
_ACCURACY_INT8 = 4


class _Graph:
    """Collects nodes and tensors; every method returns the name of its output."""

    def __init__(self, weights: E5Weights, precision: Precision) -> None:
        self.weights = weights
        self.precision = precision
        self.nodes: list[NodeProto] = []
        self.tensors: list[TensorProto] = []

    def constant(self, name: str, values: NDArray[np.generic]) -> str:
        self.tensors.append(numpy_helper.from_array(values, name))
        return name

    def node(self, kind: str, inputs: Sequence[str], *, domain: str = "", **attributes: Any) -> str:
        output = f"{kind}_{len(self.nodes)}"
        self.nodes.append(
            helper.make_node(kind, list(inputs), [output], domain=domain, **attributes)
        )
        return output

    def vector(self, name: str) -> str:
        return self.constant(name, self.weights.vectors[name].copy())

    def linear(self, name: str, values: str, matrix: FourBit, bias: NDArray[np.float32]) -> str:
        """Values x matrix^T + bias, with the matrix in four bits or in float32."""
        rows, columns = matrix.codes.shape
        bias_name = self.constant(f"{name}.b", bias)
        if self.precision == "float32":
            transposed = np.ascontiguousarray(matrix.dequantised().T)
            product = self.node("MatMul", [values, self.constant(f"{name}.w", transposed)])
            return self.node("Add", [product, bias_name])
        codes = matrix.codes.reshape(rows, columns // BLOCK, BLOCK)
        packed = codes[:, :, 0::2] | codes[:, :, 1::2] << 4
        inputs = [
            values,
            self.constant(f"{name}.w", np.ascontiguousarray(packed)),
            self.constant(f"{name}.s", matrix.scales.reshape(-1).copy()),
        ]
        product = self.node(
            "MatMulNBits", inputs, domain=_MICROSOFT,
            K=columns, N=rows, bits=4, block_size=BLOCK, accuracy_level=_ACCURACY_INT8,
        )  # fmt: skip
        return self.node("Add", [product, bias_name])

    def layer_norm(self, values: str, name: str, added: str | None = None) -> str:
        scale, bias = self.vector(f"{name}.w"), self.vector(f"{name}.b")
        epsilon = self.weights.epsilon
        if added is None:
            return self.node("LayerNormalization", [values, scale, bias], axis=-1, epsilon=epsilon)
        inputs = [values, added, scale, bias]
        return self.node("SkipLayerNormalization", inputs, domain=_MICROSOFT, epsilon=epsilon)


def build_graph(weights: E5Weights, precision: Precision = "int4") -> ModelProto:
    """
    Return the model: `input_ids` and `attention_mask` (int64, texts x tokens) to `embedding`
    (float32, texts x hidden, each of length 1).
    """
    graph = _Graph(weights, precision)
    hidden = _embeddings(graph)
    mask = graph.node("Cast", ["attention_mask"], to=TensorProto.INT32)
    for layer in range(weights.layers):
        hidden = _layer(graph, layer, hidden, mask)
    embedding = _pooled(graph, hidden)
    graph.nodes.append(helper.make_node("Identity", [embedding], ["embedding"]))
    shape = ["texts", "tokens"]
    return helper.make_model(
        helper.make_graph(
            graph.nodes,
            "multilingual-e5-small",
            [
                helper.make_tensor_value_info(name, TensorProto.INT64, shape)
                for name in ("input_ids", "attention_mask")
            ],
            [
                helper.make_tensor_value_info(
                    "embedding", TensorProto.FLOAT, ["texts", weights.hidden]
                )
            ],
            graph.tensors,
        ),
        opset_imports=[helper.make_opsetid("", 21), helper.make_opsetid(_MICROSOFT, 1)],
        ir_version=10,
    )


def _embeddings(graph: _Graph) -> str:
    weights = graph.weights
    words = weights.matrices["emb.word"]
    signed = words.codes.astype(np.int8) - 8
    packed = (signed[:, 0::2] & 0x0F | (signed[:, 1::2] & 0x0F) << 4).astype(np.uint8)
    table = helper.make_tensor(
        "emb.word", TensorProto.INT4, list(words.codes.shape), packed.tobytes(), raw=True
    )
    graph.tensors.append(table)
    scales = graph.constant("emb.word.s", words.scales.copy())
    word = graph.node(
        "GatherBlockQuantized", ["emb.word", "input_ids", scales], domain=_MICROSOFT,
        gather_axis=0, quantize_axis=1, block_size=BLOCK,
    )  # fmt: skip
    # Every token has type 0, so its vector goes into the position table.
    position = weights.vectors["emb.pos"].reshape(-1, weights.hidden)
    position = position + weights.vectors["emb.type"][: weights.hidden]
    table_name = graph.constant("emb.pos", position)
    graph.constant("one", np.array([1], np.int64))
    zero = graph.constant("zero", np.array([0], np.int64))
    tokens = graph.node("Shape", ["input_ids"], start=1, end=2)
    rows = graph.node("Slice", [table_name, zero, tokens, zero])
    summed = graph.node("Add", [word, graph.node("Unsqueeze", [rows, zero])])
    return graph.layer_norm(summed, "emb.ln")


def _layer(graph: _Graph, layer: int, hidden: str, mask: str) -> str:
    weights = graph.weights
    parts = [weights.matrices[f"l{layer}.{part}.w"] for part in "qkv"]
    merged = FourBit(
        np.concatenate([part.codes for part in parts]),
        np.concatenate([part.scales for part in parts]),
    )
    bias = np.concatenate([weights.vectors[f"l{layer}.{part}.b"] for part in "qkv"])
    projected = graph.linear(f"l{layer}.qkv", hidden, merged, bias)
    names = [f"l{layer}.{part}" for part in ("query", "key", "value")]
    graph.nodes.append(helper.make_node("Split", [projected], names, axis=-1, num_outputs=3))
    context = graph.node(
        "MultiHeadAttention", [*names, "", mask], domain=_MICROSOFT, num_heads=weights.heads
    )
    attended = graph.linear(
        f"l{layer}.ao",
        context,
        weights.matrices[f"l{layer}.ao.w"],
        weights.vectors[f"l{layer}.ao.b"],
    )
    hidden = graph.layer_norm(hidden, f"l{layer}.aln", attended)
    inner = graph.linear(
        f"l{layer}.fi",
        hidden,
        weights.matrices[f"l{layer}.fi.w"],
        weights.vectors[f"l{layer}.fi.b"],
    )
    outer = graph.linear(
        f"l{layer}.fo",
        graph.node("Gelu", [inner]),
        weights.matrices[f"l{layer}.fo.w"],
        weights.vectors[f"l{layer}.fo.b"],
    )
    return graph.layer_norm(hidden, f"l{layer}.oln", outer)


def _pooled(graph: _Graph, hidden: str) -> str:
    """Mean over the tokens of the mask, then length 1."""
    mask = graph.node("Cast", ["attention_mask"], to=TensorProto.FLOAT)
    row = graph.node("Unsqueeze", [mask, "one"])
    summed = graph.node("MatMul", [row, hidden])
    flat = graph.node("Squeeze", [summed, "one"])
    return graph.node("LpNormalization", [flat], axis=-1, p=2)
