"""A case as one file: making, verifying and taking it over."""

from ui.words.catalogue import Catalogue

TEXT: Catalogue = {
    "package_made": {
        "zh": "{path}：{members} 个部分，{bytes} 字节，记录头 {head}\nSHA-256 {sha256}",
        "en": "{path}: {members} members, {bytes} bytes, head of the record {head}\nSHA-256 {sha256}",
    },
    "package_sound": {
        "zh": "案卷 {case}（{name}）：完好。{events} 条记录，头 {head}；{scores} 份评分表重算一致。",
        "en": "Case {case} ({name}): as it was written. {events} events, head {head}; {scores} sheet(s) scored anew to the same bytes.",
    },
    "package_faults": {
        "zh": "案卷 {case}（{name}）：发现 {number} 处问题。{events} 条记录，头 {head}。",
        "en": "Case {case} ({name}): {number} fault(s). {events} events, head {head}.",
    },
    "package_with_files": {
        "zh": "文件 {number} 个，已核对",
        "en": "{number} document(s), read and compared",
    },
    "package_without_files": {
        "zh": "文件 {number} 个，包内只有校验值，未核对内容",
        "en": "{number} document(s) by their hashes only; their bytes are not in the package",
    },
    "package_taken": {
        "zh": "已导入案卷 {case}（{name}）。",
        "en": "Case {case} ({name}) was taken over.",
    },
    "package_fault_member-missing": {"zh": "缺失", "en": "missing"},
    "package_fault_member-extra": {"zh": "清单之外", "en": "not in the list"},
    "package_fault_member-altered": {"zh": "与清单不符", "en": "not what the list says"},
    "package_fault_member-too-large": {
        "zh": "过大，或压缩比异常（{size} 字节），未读",
        "en": "too large, or packed beyond measure ({size} bytes); not read",
    },
    "package_fault_rows-unreadable": {"zh": "无法读取：{why}", "en": "cannot be read: {why}"},
    "package_fault_document-missing": {"zh": "文件缺失", "en": "the document is missing"},
    "package_fault_document-altered": {
        "zh": "内容与文件名不符",
        "en": "it is not what its name says",
    },
    "package_fault_rules-unreadable": {
        "zh": "规则无法使用：{why}",
        "en": "the rules cannot be used: {why}",
    },
    "package_fault_rules-differ": {
        "zh": "不是记录所载的规则（包内为 {found}）",
        "en": "not the rules that the record names (found: {found})",
    },
    "package_fault_rules-not-named": {
        "zh": "记录未载明所依据的规则",
        "en": "the record names no rules",
    },
    "package_fault_clause-differs": {
        "zh": "条文或规则与记录不符 {rows}",
        "en": "clauses or rules of rows are not those that the record names {rows}",
    },
    "package_fault_sheet-differs": {
        "zh": "不是案卷所存的评分表",
        "en": "not the sheet that the case holds",
    },
    "package_fault_score-differs": {
        "zh": "按包内规则重算，结果不同",
        "en": "scored anew by the rules in the package, it comes to something else",
    },
}
