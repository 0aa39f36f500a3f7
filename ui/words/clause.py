"""A clause."""

from ui.words.catalogue import Catalogue

TEXT: Catalogue = {
    "open_it": {"zh": "打开", "en": "Open"},
    "clause_page": {"zh": "单独一页（可打印）", "en": "On a page of its own (prints)"},
    "print": {"zh": "打印", "en": "Print"},
    "levels_beside": {"zh": "同一要求在各等级", "en": "The same requirement by level"},
    "norms_here": {"zh": "引用的标准规范", "en": "Norms behind it"},
    "should_cite": {"zh": "条文未引，但应适用", "en": "not cited, yet it applies"},
    "no_clause": {
        "zh": "点选引用，或输入编号（如 A2.3.4、9.1、SE43）查看条款原文。",
        "en": "Choose a citation, or type an id (A2.3.4, 9.1, SE43), to read a clause.",
    },
    "unknown_id": {
        "zh": "没有编号为“{id}”的条款。{near}",
        "en": "There is no clause {id!r}. {near}",
    },
    "near": {"zh": "相近：{ids}", "en": "Near it: {ids}"},
    "place": {"zh": "位置", "en": "Place"},
    "printed_as": {"zh": "草案印作 {id}", "en": "printed as {id}"},
    "gate": {"zh": "基本要求", "en": "gate"},
    "lost": {"zh": "草案遗失了这一行的条文。", "en": "The draft lost the text of this row."},
    "same": {"zh": "条文相同的行", "en": "Rows with the same words"},
    "defects": {"zh": "已知问题", "en": "Known defects"},
    "readings": {"zh": "涉及的解释项", "en": "Interpretations that touch it"},
    "options": {"zh": "列举项", "en": "Listed things"},
    "below": {"zh": "下级条款", "en": "Below it"},
    "ours": {"zh": "标题为本项目所拟，非原文", "en": "titles are ours, not the document's"},
    "clause_words": {"zh": "条款原文", "en": "The clause"},
}
