"""
How large the inputs of every linear layer get: what an int8 graph is scaled by.

The large values belong to the first and the last token, so they hardly depend on the text and a
few sentences show them. Used for building only.
"""

from __future__ import annotations

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from corpus.encoder_graph import build_probe
from corpus.encoder_tokens import Tokens
from corpus.encoder_weights import E5Weights

_SENTENCES = (
    "query: 重点位置的录像要保存多久？",
    "query: how many experts must sit on the panel",
    "query: A1.4.3",
    "passage: 住区出入口应设置视频监控装置，图像信息保存期限不少于90天，并与公安机关的平台联网。",
    "passage: 消防控制室应能接收火灾自动报警系统的报警信号；水箱水位低于下限时报警。评分：3分。",
    "passage: The community holds at least two emergency exercises a year and keeps the records.",
    "passage: Personal data are stored encrypted, backed up daily and deleted after six months.",
    "passage: 设备清单 | 摄像机 IPC-200W | 36 台 | 400 万像素 | 楼道、电梯轿厢、地下车库",
)


def input_ranges(weights: E5Weights, tokens: Tokens) -> dict[str, NDArray[np.float32]]:
    """Return the largest magnitude of each input column by the layer's name; shape (columns,)."""
    model, inputs = build_probe(weights)
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    names = list(inputs.values())
    ranges: dict[str, NDArray[np.float32]] = {}
    for sentence in _SENTENCES:
        ids = np.array([tokens.ids(sentence)], np.int64)
        for layer, values in zip(inputs, session.run(names, {"input_ids": ids}), strict=True):
            highest = np.abs(values[0]).max(axis=0)
            ranges[layer] = np.maximum(ranges[layer], highest) if layer in ranges else highest
    return ranges
