"""The record of a case: what was done, what verification finds, what is suspect."""

from ui.words.catalogue import Catalogue

TEXT: Catalogue = {
    "record_head": {"zh": "记录头", "en": "Head of the record"},
    "record_home": {"zh": "本机", "en": "home"},
    "record_sound": {
        "zh": "{chain}：{events} 条记录，完好。头 {head}",
        "en": "{chain}: {events} events, as they were written. Head {head}",
    },
    "record_faults": {
        "zh": "{chain}：{events} 条记录，发现 {number} 处问题。头 {head}",
        "en": "{chain}: {events} events, {number} fault(s). Head {head}",
    },
    "record_removed": {
        "zh": "{chain}：已于 {at} 移除；其记录止于 {record}，曾有 {documents} 个文件。",
        "en": "{chain}: removed at {at}; its record ended at {record}, it held {documents} documents.",
    },
    "record_backwards": {
        "zh": "注意：第 {number} 条的时间早于前一条（时钟曾回拨），不算问题。",
        "en": "Note: event {number} is dated before the one before it (the clock went back); no fault.",
    },
    "record_none": {"zh": "没有案卷。", "en": "There are no cases."},
    # faults
    "fault_altered": {"zh": "第 {number} 条被改动", "en": "event {number} was altered"},
    "fault_missing": {"zh": "第 {number} 条缺失", "en": "event {number} is missing"},
    "fault_moved": {
        "zh": "第 {number} 条被移位，原为第 {was} 条",
        "en": "event {number} was moved; it was number {was}",
    },
    "fault_inserted": {"zh": "第 {number} 条是插入的", "en": "event {number} was put in"},
    "fault_unknown-act": {
        "zh": "第 {number} 条的行为不在词表中：{what}",
        "en": "event {number} tells of an act that does not exist: {what}",
    },
    "fault_does-not-follow": {
        "zh": "第 {number} 条与之前各条不符",
        "en": "event {number} does not follow from those before it",
    },
    "fault_rows-disagree": {
        "zh": "现存内容与记录不符：{subject}（{fields}）",
        "en": "what is stored is not what the record says: {subject} ({fields})",
    },
    "fault_file-missing": {"zh": "文件缺失：{sha256}", "en": "the file {sha256} is missing"},
    "fault_file-altered": {"zh": "文件被改动：{sha256}", "en": "the file {sha256} was altered"},
    "fault_head-differs": {
        "zh": "记录不含给出的头：第 {number} 条的校验值应为 {expected}",
        "en": "the record does not contain the head given: event {number} should have hash {expected}",
    },
    "fault_strange-chain": {
        "zh": "有不属于任何案卷的记录：{chain}",
        "en": "there are events of no case: {chain}",
    },
    "fault_event": {"zh": "（{at} {what}）", "en": " ({at} {what})"},
    "fault_not_in_record": {"zh": "记录中没有", "en": "not in the record"},
    "fault_not_in_tables": {"zh": "库中没有", "en": "not in the tables"},
    # the log
    "record_number": {"zh": "序号", "en": "no."},
    "record_at": {"zh": "时间", "en": "at"},
    "record_who": {"zh": "何人", "en": "who"},
    "record_what": {"zh": "何事", "en": "what"},
    "record_subject": {"zh": "对象", "en": "of"},
    "record_hash": {"zh": "校验值", "en": "hash"},
    "act_case.created": {"zh": "新建案卷", "en": "case created"},
    "act_case.renamed": {"zh": "案卷改名", "en": "case renamed"},
    "act_case.stage-set": {"zh": "设定阶段", "en": "stage set"},
    "act_case.profile-set": {"zh": "设定项目情况", "en": "profile set"},
    "act_case.removed": {"zh": "移除案卷", "en": "case removed"},
    "act_person.joined": {"zh": "加入案卷", "en": "person joined"},
    "act_person.named": {"zh": "改姓名", "en": "person named"},
    "act_document.added": {"zh": "加入文件", "en": "document added"},
    "act_document.read": {"zh": "读取文件", "en": "document read"},
    "act_document.removed": {"zh": "移除文件", "en": "document removed"},
    "act_suggestion.decided": {"zh": "采纳或否定摘录", "en": "suggestion decided"},
    "act_suggestion.forgotten": {"zh": "撤回对摘录的决定", "en": "decision taken back"},
    "act_note.written": {"zh": "备注", "en": "note written"},
    "act_sheet.saved": {"zh": "保存评分表", "en": "sheet saved"},
    "act_sheet.undone": {"zh": "撤销一步", "en": "step undone"},
    "act_sheet.submitted": {"zh": "提交评分表", "en": "sheet submitted"},
    "act_sheet.withdrawn": {"zh": "收回提交", "en": "submission withdrawn"},
    "act_sheet.removed": {"zh": "移除评分表", "en": "sheet removed"},
    "act_judgement.confirmed": {"zh": "确认评判", "en": "judgement confirmed"},
    "act_file.deleted": {"zh": "删除文件内容", "en": "file deleted"},
    "act_record.carried": {"zh": "由旧库转入", "en": "taken over from an older store"},
    # suspect judgements
    "suspect_none": {"zh": "没有存疑的评判。", "en": "No judgement is suspect."},
    "suspect_row": {"zh": "条目", "en": "row"},
    "suspect_sheet": {"zh": "评分表", "en": "sheet"},
    "suspect_own": {"zh": "本案", "en": "the case's own"},
    "suspect_stage": {"zh": "阶段", "en": "stage"},
    "suspect_since": {"zh": "评判于", "en": "judged at"},
    "suspect_why": {"zh": "此后变化", "en": "changed since"},
    "cause_rule": {"zh": "规则或条文", "en": "the rule or its clause"},
    "cause_evidence": {"zh": "所依据的证据", "en": "the evidence it stands on"},
    "cause_panel": {"zh": "专家组", "en": "the panel"},
}
