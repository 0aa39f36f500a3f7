"""Questions and answers."""

from ui.words.catalogue import Catalogue

TEXT: Catalogue = {
    "ask_box": {"zh": "问题", "en": "Question"},
    "ask_hint": {
        "zh": "例如：重点位置的录像要保存多久？ 或 A1.4.3",
        "en": "For example: How long must recordings of key locations be kept? Or: A1.4.3",
    },
    "ask_empty": {
        "zh": "问条款内容、分值、等级差别或评价流程；每个回答都附原文引用。",
        "en": "Ask what clauses say, what they are worth, how levels differ or how the procedure goes; every answer quotes its source.",
    },
    "send": {"zh": "提问", "en": "Ask"},
    "stop": {"zh": "停止", "en": "Stop"},
    "model_writes": {
        "zh": "语言模型正在作答，逐句核对 …",
        "en": "The language model is answering; each sentence is checked …",
    },
    "ask_examples": {
        "zh": "重点位置的录像要保存多久？|B级有哪些基本要求？|专家组要几个人？|A1.4.3",
        "en": "How long must recordings of key locations be kept?|Which gates does level B have?|How many experts must be on the panel?|A1.4.3",
    },
    "vectors_down": {
        "zh": "向量引擎 {engine} 没有响应。请查看它是否在运行，以及 ANPING_VECTORS_URL 的设置，然后重试。",
        "en": "The vector engine {engine} does not answer. Look whether it runs, and what"
        " ANPING_VECTORS_URL says; then do it again.",
    },
    "words_alone": {
        "zh": "向量引擎暂无响应：案卷文件只按词语检索，没有按语义检索。",
        "en": "The vector engine does not answer: the documents of the case were searched by words"
        " alone, not by meaning.",
    },
    "in_documents": {"zh": "案卷文件中的相关段落", "en": "In the documents of the case"},
    "cited": {"zh": "本次回答引用的条款", "en": "Clauses cited by this answer"},
    "open_id": {"zh": "按编号打开条款", "en": "Open a clause by id"},
    "take_back": {"zh": "撤回", "en": "Take back"},
    "export_talk": {"zh": "导出对话", "en": "Export"},
    "chat_undone": {"zh": "已撤回：{question}", "en": "Taken back: {question}"},
    "chat_nothing": {"zh": "没有可撤回的问题。", "en": "There is nothing to take back."},
    "chat_cleared": {"zh": "对话已清空。", "en": "The conversation is forgotten."},
}
