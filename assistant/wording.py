"""The fixed sentences of the assistant, Chinese and English. Text only."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.asking.question import Language

SENTENCES: Mapping[str, Mapping[Language, str]] = {
    "empty": {
        "zh": "请输入问题，例如“重点位置的录像要保存多久？”或条款编号“A2.3.4”。",
        "en": 'Please type a question, such as "How long must recordings of key locations be kept?" or a clause id such as "A2.3.4".',
    },
    "greeting": {
        "zh": "您好。可以问《智慧居住小区安全防范安全评价标准》V2.3 和表 C-1 的条款、分值、等级差别与评价流程；也可以上传设计文件查找证据。",
        "en": "Hello. Ask about the clauses, points, levels and procedure of the T/CREA draft V2.3 and Table C-1, or upload design documents to look for evidence.",
    },
    "help": {
        "zh": "可以问：某条写了什么（A2.3.4）、值几分、各级有什么区别、某级要满足哪些指标、评价怎么走流程、某个标准在哪里引用。回答只引用两份评价文件的原文；文件没有写的，会直接说没有。",
        "en": "Ask what a clause says (A2.3.4), what it is worth, how levels differ, which rows a level has, how the procedure goes, or where a norm is cited. Answers quote the two evaluation documents only, and say so when they do not say.",
    },
    "unclear": {
        "zh": "请说明是哪一条，例如条款编号“A2.3.4”，或把问题写完整。",
        "en": 'Please say which clause you mean, by its id such as "A2.3.4", or ask in full.',
    },
    "no_such_id": {
        "zh": "两份评价文件中没有编号 {id}。",
        "en": "Neither document has a clause {id}.",
    },
    "nearest_ids": {"zh": "相近的编号：{ids}。", "en": "Ids near it: {ids}."},
    "norm_not_contained": {
        "zh": "两份评价文件只引用 {norm}，没有收录它的条文，不能回答它规定了什么。引用它的条款：{ids}。",
        "en": "The two documents only cite {norm}; they do not contain its clauses and cannot tell what it asks. It is cited by: {ids}.",
    },
    "level_total": {
        "zh": "{level} 级标称 {declared} 分，可得 {awardable} 分；分数线见 9.1。各一级指标：",
        "en": "Level {level} declares {declared} points, of which {awardable} can be awarded; for the pass mark see 9.1. Its groups:",
    },
    "not_in_documents": {
        "zh": "两份评价文件中没有回答这个问题的条款。",
        "en": "The two evaluation documents do not say.",
    },
    "no_such_figure": {
        "zh": "两份评价文件没有给出这样的数值。",
        "en": "The two evaluation documents give no such figure.",
    },
    "out_of_scope": {
        "zh": "这个问题不在两份评价文件的范围内。可以问条款内容、分值、等级差别、评价流程，或哪些指标适用。",
        "en": "That is outside the two evaluation documents. You can ask what clauses say, what they are worth, how levels differ, how the procedure goes, or which indicators apply.",
    },
    "was_cut": {
        "zh": "问题过长，只取前 2000 字。",
        "en": "The question was too long; only its first 2,000 characters were used.",
    },
    "lost": {
        "zh": "草案遗失了这一行的条文：{reason}",
        "en": "The draft lost the text of this row: {reason}",
    },
    "lost_plain": {
        "zh": "草案遗失了这一行的条文，不能引用。",
        "en": "The draft lost the text of this row; it cannot be quoted.",
    },
    "gap": {"zh": "草案没有编号 {id}：{note}", "en": "The draft has no number {id}: {note}"},
    "several": {
        "zh": "草案中有 {number} 处印作 {id}：",
        "en": "{number} rows of the draft print {id}:",
    },
    "found": {"zh": "相关条款：", "en": "What the documents say:"},
    "nearest": {"zh": "最接近的条款：{ids}。", "en": "Nearest clauses: {ids}."},
    "printed_as": {
        "zh": "{id} 在草案中印作 {printed}（编号有误）。",
        "en": "{id} is printed as {printed} in the draft (a numbering fault).",
    },
    "same_elsewhere": {
        "zh": "{ids} 的条文与 {id} 相同。",
        "en": "{ids} say the same as {id}.",
    },
    "differ": {"zh": "不同之处：{difference}。", "en": "How they differ: {difference}."},
    "other_levels": {
        "zh": "与 {id} 对应的其他等级：{rows}。{difference}。",
        "en": "Counterparts of {id} at other levels: {rows}. {difference}.",
    },
    "gate": {"zh": "基本要求，不计分，必须满足", "en": "gate, no points, must be met"},
    "gate_short": {"zh": "基本要求", "en": "gate"},
    "points": {"zh": "{points} 分", "en": "{points} points"},
    "one_point": {"zh": "1 分", "en": "1 point"},
    "level": {"zh": "{level} 级", "en": "level {level}"},
    "group_points": {
        "zh": "{id} {heading}：标称 {points} 分，其中：",
        "en": "{id} {heading}: {points} points declared, of which:",
    },
    "group_gates": {"zh": "{id} {heading}：", "en": "{id} {heading}:"},
    "norm_cited": {
        "zh": "{norm} 在以下条款中被引用：",
        "en": "{norm} is cited by:",
    },
    "norm_not_cited": {
        "zh": "两份文件都没有引用 {norm}。",
        "en": "Neither document cites {norm}.",
    },
    "norm_found": {
        "zh": "您导入的标准中相关的条文：",
        "en": "What the norms that you imported say:",
    },
    "norm_no_clause": {
        "zh": "您导入的 {norm} 中没有 {id}。",
        "en": "Your copy of {norm} has no {id}.",
    },
    "norm_not_said": {
        "zh": "在您导入的 {norm} 中没有找到回答这个问题的条文。",
        "en": "Your copy of {norm} does not seem to say.",
    },
    "norm_other_year": {
        "zh": "您问的是 {wanted}，导入的是 {norm}，以下为后者的条文。",
        "en": "You asked about {wanted}; imported is {norm}, which is quoted here.",
    },
    "norm_explained": {
        "zh": "这份标准另有 {id} 的条文说明，问“{id} 条文说明”可看。",
        "en": 'The norm also explains {id}; ask for "{id} explanation".',
    },
    "norm_words_only": {
        "zh": "{norm} 的语义索引尚未建完，这里只按词语查找；再次运行 anping norms import 可继续。",
        "en": "{norm} is not indexed by meaning yet, so words alone were matched; run anping norms import again to go on.",
    },
    "on_page": {"zh": "（第 {page} 页）", "en": " (page {page})"},
    "applies_gates": {
        "zh": "{scope} 有 {gates} 项基本要求{required}：",
        "en": "{scope} has {gates} gates{required}:",
    },
    "applies_items": {
        "zh": "{scope} 有 {items} 个打分项，合计 {points} 分{required}：",
        "en": "{scope} has {items} scored rows worth {points} points{required}:",
    },
    "applies_part": {
        "zh": "{scope} 有 {gates} 项基本要求、{items} 个打分项，合计 {points} 分{required}：",
        "en": "{scope} has {gates} gates and {items} scored rows worth {points} points{required}:",
    },
    "requires": {
        "zh": "，且须同时满足 {levels} 级（9.2）",
        "en": "; levels {levels} must be met too (9.2)",
    },
    "if_failing": {
        "zh": "假设其余各项全部满足，申请 {level} 级的结果：{outcome}。",
        "en": "If every other row were met, the outcome for level {level} would be: {outcome}.",
    },
    "outcome_passed": {"zh": "达到要求", "en": "passed"},
    "outcome_below_mark": {"zh": "未达到分数线", "en": "below the mark"},
    "outcome_gate_failed": {"zh": "基本要求不满足，无申请资格", "en": "a gate fails, not eligible"},
    "outcome_incomplete": {"zh": "尚未评完", "en": "incomplete"},
    "level_points": {
        "zh": "{level} 级得 {points} 分（可得 {of} 分）",
        "en": "level {level}: {points} points of {of} awardable",
    },
    "rests_on": {"zh": "依据：{ids} ", "en": "This rests on {ids} "},
    "impossible_total": {
        "zh": "{level} 级满分 100 分，所述分数不可能出现。",
        "en": "Level {level} has 100 points at most; the stated total cannot occur.",
    },
    "total_reaches": {
        "zh": "{level} 级 {points} 分：达到分数线（大于 80 分）",
        "en": "level {level}, {points} points: reaches the mark (more than 80)",
    },
    "total_misses": {
        "zh": "{level} 级 {points} 分：未达到分数线（须大于 80 分）",
        "en": "level {level}, {points} points: does not reach the mark (more than 80)",
    },
    "totals_missing": {
        "zh": "申请 {level} 级还要看 {ids} 级的得分。",
        "en": "For level {level} the points of {ids} are needed too.",
    },
    "gates_too": {
        "zh": "此外，全部基本要求都须满足；任意一项不满足即无申请资格。",
        "en": "Besides, every gate must be met; one failed gate bars the application.",
    },
    "may_lose": {
        "zh": "{level} 级可得 {most} 分，须大于 {mark} 分，因此丢分必须少于 {loss} 分。",
        "en": "Level {level} can earn {most} points and needs more than {mark}, so fewer than {loss} points may be lost.",
    },
    "other_readings": {
        "zh": "{question}按不同读法为 {values}。",
        "en": "{question} By the readings: {values}.",
    },
    "worded_by": {
        "zh": "文字由语言模型 {model} 组织，逐句核对过；以引用的原文为准。",
        "en": "Worded by the language model {model} and checked sentence by sentence; the quoted clauses are what counts.",
    },
    "worded_from": {"zh": "依据：{sources}", "en": "From: {sources}"},
    "unsupported_mark": {"zh": "[未证实]", "en": "[unsupported]"},
    "unsupported_note": {
        "zh": "第 {number} 句未能由所引条款证实：{why}。",
        "en": "Sentence {number} is not supported by the clauses that it cites: {why}.",
    },
    "fault_no_citation": {"zh": "没有引用条款", "en": "it cites no clause"},
    "fault_unknown_citation": {
        "zh": "引用了不存在的 [{found}]",
        "en": "it cites [{found}], which does not exist",
    },
    "fault_unknown_clause": {
        "zh": "提到的 {found} 不在所引条款中",
        "en": "{found} is not among the clauses that it cites",
    },
    "fault_quote_not_found": {
        "zh": "引文“{found}”不在所引条款中",
        "en": "the quotation “{found}” is not in the clauses that it cites",
    },
    "fault_number_not_found": {
        "zh": "数字“{found}”不在所引条款中",
        "en": "the number “{found}” is not in the clauses that it cites",
    },
    "fault_bound_differs": {
        "zh": "上下限与条款相反",
        "en": "it turns a lower limit into an upper one or the reverse",
    },
    "fault_negation_differs": {
        "zh": "肯定或否定与条款不一致",
        "en": "it denies what the clause says, or the reverse",
    },
    "fault_markup": {
        "zh": "含有条款没有的网址或代码",
        "en": "it holds an address or code that no clause has",
    },
    "fault_other_language": {
        "zh": "不是用提问的语言写的",
        "en": "it is not in the language of the question",
    },
    "fault_not_supported": {
        "zh": "内容与所引条款不符",
        "en": "its content does not match the clauses that it cites",
    },
    "fell_back": {
        "zh": "语言模型没有采用：{why}。以上是不用模型的回答。",
        "en": "The language model was not used: {why}. This is the answer without it.",
    },
    "failed_unavailable": {
        "zh": "模型连接不上或拒绝了请求",
        "en": "it cannot be reached or refuses",
    },
    "failed_slow": {"zh": "模型太慢", "en": "it was too slow"},
    "failed_too_long": {
        "zh": "模型的回复超出长度限制",
        "en": "its reply was longer than allowed",
    },
    "failed_broken": {
        "zh": "模型的回复不完整或无法读取",
        "en": "its reply was incomplete or could not be read",
    },
    "failed_cancelled": {"zh": "已停止", "en": "it was stopped"},
    "failed_empty": {"zh": "模型没有给出回复", "en": "it said nothing"},
    "failed_unsupported": {
        "zh": "它写的 {number} 句话都未能由条款证实",
        "en": "none of its {number} sentences is supported by the clauses",
    },
    "must_show": {"zh": "材料或现场须体现：", "en": "The documents or the site must show:"},
    "usual_places": {"zh": "通常见于：{places}。", "en": "Usually found in: {places}."},
    "expectations_ours": {
        "zh": "以上由我们按条文逐项拆分，不是文件原文；评价机构可另有要求（4.6）。",
        "en": "These points are ours, taken apart from the row's text; the evaluating body may ask for more (4.6).",
    },
    "sum_of": {
        "zh": "{terms} = {total} 分（标称分值）",
        "en": "{terms} = {total} points as declared ",
    },
    "most_points": {
        "zh": "{scope}分值最高的行为 {points} 分：",
        "en": "The most that one row is worth ({scope}): {points} points:",
    },
    "compared": {"zh": "各等级的相应条款：", "en": "The rows of each level:"},
    "nothing_at_level": {
        "zh": "{level} 级没有对应条款。",
        "en": "Level {level} has no such row.",
    },
}


def say(key: str, language: Language, **values: object) -> str:
    """Return a fixed sentence with its values filled in."""
    return SENTENCES[key][language].format(**values)


def points_said(points: str, language: str) -> str:
    """Return a number of points, as printed, in words: "1 point", "1.5 points"."""
    key = "one_point" if points == "1" else "points"
    return say(key, "en" if language == "en" else "zh", points=points)
