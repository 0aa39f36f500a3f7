"""
The two models that find and recognise printed text (PP-OCRv6 small, from the wheel of rapidocr).

The only module that knows rapidocr. Loaded in the reading process alone: about 0.3 GB of memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.reading.limits import cores

Image = Any
"""A numpy array of shape (height, width, 3), blue-green-red, 8 bits."""
Quad = Any
"""A numpy array of shape (4, 2): x and y of the upper left, upper right, lower right and lower
left corner of a stretch of text, in pixels."""

_LEAST_SIDE = 64
_MAX_RATIO = 120  # width by height of one stretch; a longer one is no line of print


@dataclass(frozen=True, slots=True)
class Recognised:
    """What stands in a stretch of text. certainty: the model's own, 0 to 1, not calibrated."""

    text: str
    certainty: float


class OcrEngine:
    """
    Both models, loaded once; a session per process, on at most `threads` processor cores.

    Raises:
        ImportError, FileNotFoundError: rapidocr or its models are not installed.
    """

    def __init__(self, threads: int) -> None:
        import rapidocr  # noqa: PLC0415 - slow to import, and seldom needed
        from omegaconf import flag_override  # noqa: PLC0415

        self._ocr: Any = rapidocr.RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,
                "Global.use_preprocess_img": False,
                "Global.use_vertical_padding": False,
                "Det.limit_type": "max",
                "Det.limit_side_len": 100_000,
            }
        )
        models = Path(rapidocr.__file__).parent / "models"
        for part, name in ((self._ocr.cfg.Det, "det"), (self._ocr.cfg.Rec, "rec")):
            with flag_override(part, "allow_objects", True):
                part.session = _session(models / f"PP-OCRv6_{name}_small.onnx", threads)

    def find(self, image: Image) -> list[Quad]:
        """
        Return where stretches of text lie in an image; [] when there are none.

        Raises:
            MemoryError: the image is too large for the memory allowed.
        """
        import cv2  # noqa: PLC0415
        import numpy as np  # noqa: PLC0415

        height, width = image.shape[:2]
        below, beside = max(0, _LEAST_SIDE - height), max(0, _LEAST_SIDE - width)
        if below or beside:
            white = (255, 255, 255)
            image = cv2.copyMakeBorder(image, 0, below, 0, beside, cv2.BORDER_CONSTANT, value=white)
        found = self._run(image, use_det=True, use_rec=False).boxes
        limits = np.array([width, height], dtype=np.float32)
        return [] if found is None else [np.clip(quad, 0, limits) for quad in found]

    def recognise(self, crop: Image) -> Recognised:
        """Return the text of one upright line; "" with certainty 0 for what is no text."""
        height, width = crop.shape[:2]
        if height < 2 or width < 2 or width > _MAX_RATIO * height:
            return Recognised("", 0.0)
        result = self._run(crop, use_det=False, use_rec=True)
        texts, certainties = result.txts or ("",), result.scores or (0.0,)
        return Recognised(texts[0].strip(), float(certainties[0]))

    def _run(self, image: Image, *, use_det: bool, use_rec: bool) -> Any:
        try:
            return self._ocr(image, use_det=use_det, use_cls=False, use_rec=use_rec)
        except Exception as fault:
            if "alloc" in str(fault):  # the runtime reports a lack of memory as its own error
                raise MemoryError from fault
            raise


def _session(model: Path, threads: int) -> Any:
    """Load a model from its file; with a session of our own rapidocr looks for none on a network."""
    import onnxruntime  # noqa: PLC0415

    if not model.exists():
        raise FileNotFoundError(model)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = max(1, min(threads, cores()))
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    # threads that wait by spinning take the cores from whoever shares the machine
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
