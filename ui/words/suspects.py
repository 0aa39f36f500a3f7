"""Judgements to be confirmed, and the rules of a case, on the page of results."""

from ui.words.catalogue import Catalogue

TEXT: Catalogue = {
    "suspects_number": {
        "zh": "{number} 项评判所依据的规则、证据或专家组已变，待确认。",
        "en": "{number} judgement(s) stand on rules, evidence or a panel that changed since.",
    },
    "suspects_see": {"zh": "查看", "en": "See which"},
    "suspects_heading": {
        "zh": "待确认的评判（{number}）",
        "en": "Judgements to be confirmed ({number})",
    },
    "suspects_about": {
        "zh": "确认即表示：在现行规则、证据与专家组之下，该评判仍然成立。确认记入记录，不能撤销；要改评判，请打开该行。",
        "en": "To confirm says that a judgement holds on what stands now. It is an event of the record and cannot be undone; to judge otherwise, open the row.",
    },
    "suspects_acts": {"zh": "处理", "en": "What to do"},
    "suspects_open": {"zh": "打开该行", "en": "Open the row"},
    "suspects_confirm": {"zh": "确认", "en": "Confirm"},
    "suspects_sure": {
        "zh": "确认 {row} 的评判仍然成立？确认记入记录，不能撤销。",
        "en": "Confirm that the judgement of {row} holds? It goes into the record and cannot be undone.",
    },
    "suspects_confirm_all": {
        "zh": "确认全部：{cause}（{number}）",
        "en": "Confirm all: {cause} ({number})",
    },
    "suspects_sure_all": {
        "zh": "确认这 {number} 项评判仍然成立？每项记入记录，不能撤销。",
        "en": "Confirm that these {number} judgements hold? Each goes into the record and cannot be undone.",
    },
    "suspects_unconfirmed": {
        "zh": "其中 {number} 项评判存疑，尚未确认",
        "en": "{number} of its judgements are suspect and not confirmed",
    },
    "suspects_fact": {"zh": "待确认的评判", "en": "Judgements not confirmed"},
    "changed_unknown": {"zh": "（原文未存）", "en": "(not on file any more)"},
    "changed_rule": {"zh": "规则或条文", "en": "rule or clause"},
    "changed_clause": {"zh": "条文", "en": "clause"},
    "changed_row": {"zh": "计分方式 {name}", "en": "how it counts, {name}"},
    "changed_row_points": {"zh": "分值", "en": "points"},
    "changed_row_steps": {"zh": "分档", "en": "steps"},
    "changed_reading": {"zh": "读法 {name}", "en": "reading of {name}"},
    "changed_body": {"zh": "细则 {name}", "en": "the body's rules, {name}"},
    "changed_panel": {"zh": "评判时的专家组", "en": "the panel then"},
    "changed_evidence_gone": {"zh": "所依据的摘录已不在案卷", "en": "a passage that is gone"},
    "changed_evidence_rejected": {
        "zh": "所依据的摘录不再采纳",
        "en": "a passage that is not accepted any more",
    },
    "changed_evidence_reads": {"zh": "摘录文字已变", "en": "a passage that reads otherwise"},
    # rules of the case
    "rules_heading": {"zh": "本案所依据的规则", "en": "What this case is judged by"},
    "rules_edition": {"zh": "{title} {edition}", "en": "{title} {edition}"},
    "rules_file": {
        "zh": "第 {number} 版，{file}，SHA-256 {digest}",
        "en": "version {number}, {file}, SHA-256 {digest}",
    },
    "rules_upload": {"zh": "上传机构细则（YAML）", "en": "Upload the body's own rules (YAML)"},
    "rules_remove": {"zh": "停用细则", "en": "Judge by the document alone"},
    "rules_taken": {
        "zh": "已按此评价；受影响的评判列在下面，待确认。",
        "en": "The case is judged by this now; judgements that it touches are listed below, to be confirmed.",
    },
    "rules_sure": {
        "zh": "停用细则？受影响的评判须重新确认；各版本仍保存在案卷中。",
        "en": "Judge by the document alone? Judgements that it touches have to be confirmed; every version stays with the case.",
    },
    "rules_faulty": {"zh": "细则有错，未采用：", "en": "The rules have faults; nothing was kept:"},
    "rules_misfit": {
        "zh": "下列评分表不符合该规则，未采用；请先改这些行：",
        "en": "These sheets do not fit the rules; nothing was kept. Change these rows first:",
    },
    "rules_somebody": {"zh": "一位专家", "en": "an expert"},
    "download_package": {"zh": "案卷包（ZIP）", "en": "Package (ZIP)"},
    "package_too_large": {
        "zh": "案卷包太大，请在命令行制作：anping case export {case} FILE.zip",
        "en": "The package is too large for the page; make it on the command line: anping case export {case} FILE.zip",
    },
    "file_package": {"zh": "案卷包", "en": "package"},
}
