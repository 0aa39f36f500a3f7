"""The known defects of an edition as a table of comments to its issuer."""

from ui.words.catalogue import Catalogue

TEXT: Catalogue = {
    "comment_title": {"zh": "征求意见稿意见表", "en": "Table of comments"},
    "comment_number": {"zh": "序号", "en": "No."},
    "comment_clauses": {"zh": "章条号", "en": "Clause"},
    "comment_problem": {"zh": "问题", "en": "What is wrong"},
    "comment_proposal": {"zh": "建议", "en": "Proposal"},
    "comment_reason": {"zh": "理由", "en": "Reason"},
    "comment_kind": {"zh": "类别", "en": "Kind"},
    "comment_id": {"zh": "编号（本项目）", "en": "Id (ours)"},
    "comment_readings": {"zh": "涉及的解释项", "en": "Interpretations"},
    "comment_basis": {"zh": "依据", "en": "Basis"},
    "comment_printed": {"zh": "{id} (印作 {printed})", "en": "{id} (printed as {printed})"},
    "comment_meanwhile": {
        "zh": "{question}修改前暂按：{reading}（{id}）。",
        "en": "{question} Until it is mended, read here as: {reading} ({id}).",
    },
    "comment_unconfirmed": {"zh": "（依据待核实）", "en": "(still to be confirmed)"},
    "comment_standard": {"zh": "标准名称", "en": "Standard"},
    "comment_document_number": {"zh": "标准编号", "en": "Number"},
    "comment_edition": {"zh": "版本与日期", "en": "Edition and date"},
    "comment_total": {"zh": "意见条数", "en": "Number of comments"},
    "comment_total_told": {
        "zh": "{number} 条（{kinds}）",
        "en": "{number} ({kinds})",
    },
    "comment_by": {"zh": "提出单位（人）", "en": "Made by"},
    "comment_contact": {"zh": "联系方式", "en": "Contact"},
    "comment_day": {"zh": "填表日期", "en": "Date"},
    "comment_about": {
        "zh": "章条号按行所在的位置编写；印出的编号不同的，括注印出的编号。问题、建议与理由为自拟，不是原文。",
        "en": "Clause numbers are those of the place where a row stands; where another number is printed it is added. Problems, proposals and reasons are in our own words.",
    },
    "comment_kind_citation": {"zh": "引用", "en": "references"},
    "comment_kind_numbering": {"zh": "编号", "en": "numbering"},
    "comment_kind_rule": {"zh": "规则", "en": "rules"},
    "comment_kind_content": {"zh": "内容", "en": "content"},
    "comment_kind_arithmetic": {"zh": "分值", "en": "points"},
    "comment_basis_text": {"zh": "见于文件本身", "en": "shown by the document"},
    "comment_basis_C1": {"zh": "已查来源", "en": "source seen"},
    "comment_basis_C2": {"zh": "间接来源", "en": "secondary source"},
    "comment_basis_GK": {"zh": "待核实", "en": "to be confirmed"},
    "comment_checked": {
        "zh": "另有 {number} 条经核对无误，不列入：{ids}。",
        "en": "Looked into and found to hold, not listed: {number} ({ids}).",
    },
}
