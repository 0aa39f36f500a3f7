"""OSCAL assessment results: what stands beside the data."""

from ui.words.catalogue import Catalogue

TEXT: Catalogue = {
    "oscal_selection": {"zh": "已作判断的行", "en": "Rows that were judged"},
    "oscal_open": {
        "zh": "{number} 行尚未评价，没有发现项：{names}",
        "en": "Not assessed and without a finding, {number} row(s): {names}",
    },
    "oscal_left_out": {
        "zh": "{number} 行不适用、不计入分母，没有发现项：{names}",
        "en": "Not applicable, left out and without a finding, {number} row(s): {names}",
    },
}
