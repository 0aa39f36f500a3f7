"""
The default encoder as an ONNX graph: multilingual-e5-small, mean-pooled and L2-normalised.

Built once from the shipped weights; imported only for building (the package onnx is slow to
import). The graph takes one text at a time, without padding or mask, so that a vector depends on
its own text alone. Why int8 and how well it does: docs/decisions/0001-default-encoder.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from corpus.encoder_weights import BLOCK, E5Weights, FourBit, Matrix

Precision = Literal["float32", "int4", "int8"]
# Largest magnitude of every input column of every linear layer, by the layer's name.
Ranges = Mapping[str, NDArray[np.float32]]
_MICROSOFT = "com.microsoft"
# 4 lets the kernel multiply in int8, as the engine that the weights come from does.
_ACCURACY_INT8 = 4
# Seven bits: processors without VNNI add pairs of products in 16 bits, which eight would overflow.
_LARGEST = 63
# Part of an input column's range that moves into the weights (SmoothQuant, Xiao et al. 2023).
_MOVED = 0.5
# GELU never falls below -0.17, so a row divided by at least this stays in [-1, 1].
_GELU_DEPTH = 0.17


class _Graph:
    """Collects nodes and tensors; every method returns the name of its output."""

    def __init__(self, weights: E5Weights, precision: Precision, ranges: Ranges) -> None:
        self.weights = weights
        self.precision = precision
        self.ranges = ranges
        self.nodes: list[NodeProto] = []
        self.tensors: list[TensorProto] = []
        self.linear_inputs: dict[str, str] = {}

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

    def linear(self, name: str, values: str, *parts: str) -> str:
        """Values x matrix^T + bias in the graph's precision; parts: of the matrix, by its rows."""
        self.linear_inputs[name] = values
        bias = [self.weights.vectors[f"{part}.b"] for part in parts]
        bias_name = self.constant(f"{name}.b", np.concatenate(bias))
        matrices = [self.weights.matrices[f"{part}.w"] for part in parts]
        if self.precision == "int4":
            product = self._int4(name, values, _as_shipped(matrices))
            return self.node("Add", [product, bias_name])
        matrix = np.concatenate([one.dequantised() for one in matrices])
        if self.precision == "int8":
            return self._int8(name, values, matrix, bias_name)
        transposed = np.ascontiguousarray(matrix.T)
        product = self.node("MatMul", [values, self.constant(f"{name}.w", transposed)])
        return self.node("Add", [product, bias_name])

    def _int4(self, name: str, values: str, matrix: FourBit) -> str:
        rows, columns = matrix.codes.shape
        codes = matrix.codes.reshape(rows, columns // BLOCK, BLOCK)
        packed = codes[:, :, 0::2] | codes[:, :, 1::2] << 4
        inputs = [
            values,
            self.constant(f"{name}.w", np.ascontiguousarray(packed)),
            self.constant(f"{name}.s", matrix.scales.reshape(-1).copy()),
        ]
        return self.node(
            "MatMulNBits", inputs, domain=_MICROSOFT,
            K=columns, N=rows, bits=4, block_size=BLOCK, accuracy_level=_ACCURACY_INT8,
        )  # fmt: skip

    def _int8(self, name: str, values: str, matrix: NDArray[np.float32], bias: str) -> str:
        """
        Multiply in int8: one weight scale a column, one activation scale a text.

        The first and the last token carry a few huge activations that would leave the others no
        steps. Those of normalised layers sit in fixed columns and move into the weights; those
        behind GELU fill a row, which is divided by its largest value and multiplied back.
        """
        if name.endswith(".fo"):
            highest = self.node("ReduceMax", [values, self.shared("last", [-1], np.int64)])
            depth = self.shared("depth", [_GELU_DEPTH], np.float32)
            highest = self.node("Max", [highest, depth])
            unit = self.node("Div", [values, highest])
            product = self._quantised_product(name, unit, matrix)
            return self.node("Add", [self.node("Mul", [product, highest]), bias])
        if name.endswith((".qkv", ".fi")):
            moved = _moved_ranges(self.ranges[name], matrix)
            values = self.node("Mul", [values, self.constant(f"{name}.r", 1 / moved)])
            matrix = matrix * moved
        return self._quantised_product(name, values, matrix, bias)

    def _quantised_product(
        self, name: str, values: str, matrix: NDArray[np.float32], *bias: str
    ) -> str:
        scales = np.abs(matrix).max(axis=1) / _LARGEST
        codes = np.round(matrix / scales[:, None]).astype(np.int8)
        inputs = [
            values,
            self.constant(f"{name}.w", np.ascontiguousarray(codes.T)),
            self.constant(f"{name}.s", scales.astype(np.float32)),
            self.constant(f"{name}.z", np.zeros(len(scales), np.int8)),
            *bias,
        ]
        return self.node("DynamicQuantizeMatMul", inputs, domain=_MICROSOFT)

    def shared(self, name: str, values: Sequence[float], kind: type[np.generic]) -> str:
        """Return a small constant that several nodes use."""
        if all(tensor.name != name for tensor in self.tensors):
            self.constant(name, np.array(values, kind))
        return name

    def layer_norm(self, values: str, name: str, added: str | None = None) -> str:
        scale, bias = self.vector(f"{name}.w"), self.vector(f"{name}.b")
        epsilon = self.weights.epsilon
        if added is not None:
            # Not fused: SkipLayerNormalization on a CPU takes many times what the two take.
            values = self.node("Add", [values, added])
        return self.node("LayerNormalization", [values, scale, bias], axis=-1, epsilon=epsilon)


def _moved_ranges(ranges: NDArray[np.float32], matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    """
    Return what each input column is divided by and its weights multiplied by; shape (columns,).

    Rounded to quarters of a power of two, so that builds on different machines agree.
    """
    weights = np.maximum(np.abs(matrix).max(axis=0), 1e-5)
    factors = np.log2(np.maximum(ranges, 1e-3)) * _MOVED - np.log2(weights) * (1 - _MOVED)
    rounded = np.round((factors - factors.mean()) * 4) / 4
    return np.asarray(np.exp2(rounded), np.float32)


def _as_shipped(matrices: Sequence[Matrix]) -> FourBit:
    """Return four-bit matrices as one, the rows of each below those of the one before."""
    shipped = [one for one in matrices if isinstance(one, FourBit)]
    if len(shipped) < len(matrices):
        raise ValueError("tuned weights have no four-bit form")
    return FourBit(
        np.concatenate([one.codes for one in shipped]),
        np.concatenate([one.scales for one in shipped]),
    )


def build_graph(
    weights: E5Weights, precision: Precision = "float32", ranges: Ranges | None = None
) -> ModelProto:
    """
    Return the model: `input_ids` (int64, 1 x tokens) to `embedding` (float32, 1 x hidden, of
    length 1).

    int8 needs the `ranges` of the layers' inputs; the others ignore them.
    """
    graph = _Graph(weights, precision, ranges or {})
    embedding = _forward(graph)
    graph.nodes.append(helper.make_node("Identity", [embedding], ["embedding"]))
    return _model(graph, {"embedding": [1, weights.hidden]})


def build_probe(weights: E5Weights) -> tuple[ModelProto, dict[str, str]]:
    """Return the float32 model with the inputs of its linear layers as outputs, and their names."""
    graph = _Graph(weights, "float32", {})
    _forward(graph)
    return _model(graph, dict.fromkeys(graph.linear_inputs.values())), graph.linear_inputs


def _model(graph: _Graph, outputs: Mapping[str, list[int] | None]) -> ModelProto:
    return helper.make_model(
        helper.make_graph(
            graph.nodes,
            "multilingual-e5-small",
            [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "tokens"])],
            [
                helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
                for name, shape in outputs.items()
            ],
            graph.tensors,
        ),
        opset_imports=[helper.make_opsetid("", 21), helper.make_opsetid(_MICROSOFT, 1)],
        ir_version=10,
    )


def _forward(graph: _Graph) -> str:
    hidden = _embeddings(graph)
    for layer in range(graph.weights.layers):
        hidden = _layer(graph, layer, hidden)
    pooled = graph.node("ReduceMean", [hidden, graph.shared("one", [1], np.int64)], keepdims=0)
    return graph.node("LpNormalization", [pooled], axis=-1, p=2)


def _embeddings(graph: _Graph) -> str:
    weights = graph.weights
    words = weights.words
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
    zero = graph.shared("zero", [0], np.int64)
    tokens = graph.node("Shape", ["input_ids"], start=1, end=2)
    rows = graph.node("Slice", [table_name, zero, tokens, zero])
    summed = graph.node("Add", [word, graph.node("Unsqueeze", [rows, zero])])
    return graph.layer_norm(summed, "emb.ln")


def _layer(graph: _Graph, layer: int, hidden: str) -> str:
    own = f"l{layer}"
    projected = graph.linear(f"{own}.qkv", hidden, f"{own}.q", f"{own}.k", f"{own}.v")
    names = [f"{own}.{part}" for part in ("query", "key", "value")]
    graph.nodes.append(helper.make_node("Split", [projected], names, axis=-1, num_outputs=3))
    context = graph.node(
        "MultiHeadAttention", names, domain=_MICROSOFT, num_heads=graph.weights.heads
    )
    attended = graph.linear(f"{own}.ao", context, f"{own}.ao")
    hidden = graph.layer_norm(hidden, f"{own}.aln", attended)
    inner = graph.linear(f"{own}.fi", hidden, f"{own}.fi")
    outer = graph.linear(f"{own}.fo", graph.node("Gelu", [inner]), f"{own}.fo")
    return graph.layer_norm(hidden, f"{own}.oln", outer)
