"""Communities compared with each other by Table C-1."""

from ui.words.catalogue import Catalogue

TEXT: Catalogue = {
    "cohort_title": {"zh": "社区比较（表 C-1）", "en": "Communities compared (Table C-1)"},
    "cohort_relative": {
        "zh": "只在这 {number} 个社区之间比较：增减一个社区，所有数字都会变；不对应 A、B、C 等级，也没有分数线。",
        "en": "Relative to these {number} communities only: every figure changes when one joins or leaves. Nothing here is a level A, B, C or a mark.",
    },
    "cohort_method": {
        "zh": "权重：CRITIC（极差标准化，样本标准差，Pearson 相关）。贴近度：TOPSIS（{normalisation}）。指标均为越大越好。",
        "en": "Weights: CRITIC (min-max, sample standard deviation, Pearson). Closeness: TOPSIS ({normalisation}). More is better in every indicator.",
    },
    "cohort_minmax": {"zh": "极差标准化", "en": "min-max"},
    "cohort_vector": {"zh": "向量标准化", "en": "vector"},
    "cohort_rounded": {
        "zh": "数字四舍六入五成双到四位，合计可能差一个末位。",
        "en": "Figures are rounded half to even at four places; sums may differ in the last one.",
    },
    "cohort_two": {
        "zh": "只有两个社区时，权重只反映各指标支持哪一个，差距大小不起作用。",
        "en": "With two communities weights only tell which of them an indicator speaks for, not by how much.",
    },
    "cohort_constant": {
        "zh": "各社区相同、不计权重的指标：{names}",
        "en": "Indicators in which nobody differs, without weight: {names}",
    },
    "cohort_left_out": {
        "zh": "有社区未评完而略去的指标：{names}",
        "en": "Indicators left out because somebody has not judged them wholly: {names}",
    },
    "cohort_ties": {"zh": "并列：{names}", "en": "Tied: {names}"},
    "cohort_rank": {"zh": "名次", "en": "Rank"},
    "cohort_name": {"zh": "社区", "en": "Community"},
    "cohort_closeness": {"zh": "贴近度", "en": "Closeness"},
    "cohort_to_best": {"zh": "距最优", "en": "From the best"},
    "cohort_to_worst": {"zh": "距最劣", "en": "From the worst"},
    "cohort_indicator": {"zh": "指标", "en": "Indicator"},
    "cohort_dimension": {"zh": "维度", "en": "Dimension"},
    "cohort_indicator_title": {"zh": "名称（自拟）", "en": "Title (ours)"},
    "cohort_weight": {"zh": "权重", "en": "Weight"},
    "cohort_spread": {"zh": "标准差", "en": "Spread"},
    "cohort_conflict": {"zh": "冲突性", "en": "Conflict"},
    "cohort_sheet_ranks": {"zh": "名次", "en": "Ranks"},
    "cohort_sheet_weights": {"zh": "权重", "en": "Weights"},
    "cohort_sheet_values": {"zh": "指标值", "en": "Values"},
    "cohort_sheet_about": {"zh": "说明", "en": "About"},
}
