"""The sample case and the tour."""

from ui.words.catalogue import Catalogue

TEXT: Catalogue = {
    "first_run": {"zh": "先看一个示例", "en": "See a sample first"},
    "first_run_about": {
        "zh": "一个虚构小区的 C 级自查：5 个文件，评分表填了一部分。可以随意改动，用完一键移除。",
        "en": "An invented estate on its way to level C: 5 documents and a sheet half filled in. Change what you like; one click removes it.",
    },
    "open_sample": {"zh": "打开示例案卷", "en": "Open the sample case"},
    "start_tour": {"zh": "两分钟导览", "en": "Two-minute tour"},
    "sample": {"zh": "示例", "en": "Sample"},
    "remove_sample": {"zh": "移除示例", "en": "Remove the sample"},
    "tour": {"zh": "导览", "en": "Tour"},
    "tour_at": {"zh": "导览 {step}/{steps}", "en": "Tour {step}/{steps}"},
    "tour_back": {"zh": "上一步", "en": "Back"},
    "tour_next": {"zh": "下一步", "en": "Next"},
    "tour_leave": {"zh": "退出导览", "en": "Leave the tour"},
    "tour_end": {"zh": "结束导览", "en": "End the tour"},
    "tour_return": {"zh": "回到这一步", "en": "Return to this step"},
    "tour_1": {
        "zh": "首页列出你的案卷：一个项目一个案卷，文件、证据和评分都在其中。框内是示例案卷；右侧的表单新建你自己的。",
        "en": "The home lists your cases: one project each, with its documents, evidence and score. Outlined is the sample; the form beside it makes a case of your own.",
    },
    "tour_2": {
        "zh": "说明小区有什么、没有什么，就知道哪些指标适用、缺前提的行要付出多少分。试着把“有二次供水的水池（箱）吗”改为“有”。",
        "en": "Say what the estate has and lacks, and see which indicators apply and what missing things cost. Try answering the question on the secondary water supply tank.",
    },
    "tour_3": {
        "zh": "项目文件放在这里，在后台逐个读取，读的时候可以去别的页面。试着上传一个你自己的文件，再把它移除。",
        "en": "The project's documents live here; they are read in the background while you work elsewhere. Try adding a document of your own, then remove it.",
    },
    "tour_4": {
        "zh": "左侧是全部指标，符号和颜色表示证据情况；中间是为这一条找到的引文，右侧是原文页。试着采纳第一条引文，再撤销。",
        "en": "On the left are all indicators, their evidence by sign and colour; in the middle what was found for this one, on the right the page. Try accepting the first quote, then undo it.",
    },
    "tour_5": {
        "zh": "这一条有矛盾：条文要求全覆盖，验收记录写的是 86%。建议只是提示，从不改变分值；采不采纳由人决定。",
        "en": "This one is contradicted: the row asks for full coverage, the acceptance record says 86%. Suggestions never change points; people decide.",
    },
    "tour_6": {
        "zh": "逐条判断，右侧的结论、可能范围和达标路径随时更新，每一步都可以撤销。试着判断这一条，看数字怎样变。",
        "en": "Judge row by row; verdict, bounds and the way to the mark follow beside it, and every step can be undone. Try judging this row and watch the figures.",
    },
    "tour_7": {
        "zh": "这里汇总结论和全部理由、各组得分和达标最短路径。试着下载差距清单或证据矩阵。",
        "en": "Here stand the verdict with all its reasons, the points by group and the shortest way to the mark. Try downloading the gap list or the evidence matrix.",
    },
    "tour_8": {
        "zh": "条文可以用日常说法来问，每个回答都附原文引用；想熟悉标准，就到“练习”里答题。试着问“周界报警要联动什么”。",
        "en": "Ask about the standard in everyday words; every answer quotes its source. To learn it, answer the questions of Practice. Try asking what a perimeter alarm must switch on.",
    },
}
