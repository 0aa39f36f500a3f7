"""The fixed sentences of practice, Chinese and English. Text only; numbers and quotes come from data."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.practice.question import Worded

SENTENCES: Mapping[str, Worded] = {
    # points
    "points": Worded("{points} 分", "{points} points"),
    "point": Worded("{points} 分", "{points} point"),
    "ask_points": Worded(
        "{level} 级 {id}“{title}”计多少分？", 'How many points is {id} "{title}" worth at level {level}?'
    ),
    "ask_points_table": Worded(
        "表 C-1 的 {id}“{title}”最多计多少分？",
        'How many points can {id} "{title}" of Table C-1 give at most?',
    ),
    "row_points": Worded("{id} 的分值是 {points}。", "{id} is worth {points}."),
    "of_group": Worded("{group} 一共 {points}。", "{group} has {points} in all."),
    "ask_group": Worded(
        "{id}“{title}”一共多少分？", 'How many points does {id}, "{title}", have in all?'
    ),
    "group_points": Worded("{id} 印有 {points}。", "{id} is printed with {points}."),
    "group_rows": Worded(
        "其下 {number} 行打分项合计 {points}。",
        "Its {number} scored rows add up to {points}.",
    ),
    "unit": Worded("每次或每项 {unit}，最多 {points}。", "Each counts {unit}, {points} at most."),
    "is_unit": Worded("这是每次或每项的分值。", "That is what each one counts."),
    "same_words_points": Worded(
        "条文相同的 {id}（{level} 级）为 {points}。", "{id} (level {level}), word for word the same, has {points}."
    ),
    "same_words_table": Worded(
        "条文相同的 {id} 为 {points}。", "{id}, word for word the same, has {points}."
    ),
    "same_words_gate": Worded(
        "条文相同的 {id}（{level} 级）是基本要求，不计分。",
        "{id} (level {level}), word for word the same, is a gate without points.",
    ),
    "like_points": Worded(
        "同类要求在 {level} 级是 {id}，为 {points}。", "The like requirement at level {level} is {id}, with {points}."
    ),
    "like_gate": Worded(
        "同类要求在 {level} 级是 {id}，为基本要求，不计分。",
        "The like requirement at level {level} is {id}, a gate without points.",
    ),
    "other_group": Worded("{id} 才是 {points}。", "That is {id}, with {points}."),
    "printed_as": Worded(
        "草案把这一行印作 {printed}，按所在位置应为 {id}。",
        "The draft prints this row as {printed}; by its place it is {id}.",
    ),
    # counting
    "ask_count": Worded(
        "{id}“{title}”：次数为 {number}，这一行得多少分？",
        '{id} "{title}": it is counted {number} times. What does the row earn?',
    ),
    "ask_incidents": Worded(
        "{id}“{title}”：发生 {number} 次，这一行还得多少分？",
        '{id} "{title}": it happened {number} times. What is left of the row?',
    ),
    "ask_options": Worded(
        "{id}“{title}”：所列各项中满足 {number} 项，这一行得多少分？",
        '{id} "{title}": {number} of the things listed are there. What does the row earn?',
    ),
    "whole_row": Worded("这是该行的满分。", "That is the whole value of the row."),
    "uncapped": Worded("超过该行分值 {points}，不计。", "That is more than the row can give, {points}."),
    "taken_off": Worded("这是扣掉的分。", "That is what is taken off."),
    "one_more_or_less": Worded("这是 {number} 次（项）的分。", "That would be {number} of them."),
    "ask_not_listed": Worded(
        "下列哪一项不在 {id}“{title}”所列之中？", 'Which of these is not listed in {id} "{title}"?'
    ),
    "listed": Worded("第 {number} 项。", "Number {number} of its list."),
    "listed_elsewhere": Worded("列在 {id} 中。", "It is listed in {id}."),
    "list_of": Worded("{id} 列出：{names}。", "{id} lists: {names}."),
    "open_list": Worded("列举未尽（“and so on”一类），此处只问列出的。", 'The list is open ("and so on"); only what is listed is asked.'),
    # gates
    "ask_gate": Worded(
        "{level} 级 {id}：这一条是基本要求还是打分项？",
        '{id} at level {level}, "{title}": a gate or a scored row?',
    ),
    "is_gate": Worded("基本要求：必须满足，不计分", "A gate: must be met, no points"),
    "is_item": Worded("打分项：按分值计分", "A scored row: earns points"),
    "gate_row": Worded("{id} 是基本要求。", "{id} is a gate."),
    "item_row": Worded("{id} 是打分项，{points}。", "{id} is scored, with {points}."),
    "gate_means": Worded(
        "任意一项基本要求不满足，即不进行打分项评价（6.2），也不具备申请资格（9.3）。",
        "With one gate not met, scored rows are not evaluated (6.2) and the application is not eligible (9.3).",
    ),
    "item_means": Worded(
        "不满足只失去这一行的分，不影响申请资格。",
        "Not met, it only loses its own points; the application stays eligible.",
    ),
    "ask_which_gate": Worded(
        "{level} 级“{topic}”中，下列哪一条是基本要求？",
        'Which of these rows of "{topic}" is a gate at level {level}?',
    ),
    # levels
    "ask_level": Worded("下面这一条写在哪一级的指标里？", 'At which level does this requirement stand: "{title}"?'),
    "only_level": Worded("只在 {level} 级", "Level {level} only"),
    "several_levels": Worded("不止一级，条文相同", "More than one level, in the same words"),
    "row_level": Worded("这是 {level} 级的 {id}“{title}”。", 'This is {id} "{title}" of level {level}.'),
    "row_levels": Worded("这些行的条文相同：{names}。", "These rows have the same words: {names}."),
    "levels_differ": Worded("各级差别：{note}。", "How the levels differ: {note}."),
    "at_level": Worded("{level} 级的同类要求是 {id}“{title}”。", 'At level {level} the like requirement is {id} "{title}".'),
    "also_at": Worded("{id} 也这样写，所以不止一级。", "{id} says the same, so it is more than one level."),
    "ask_compare": Worded(
        "关于“{topic}”，下列哪一条是 {level} 级的条文？",
        'On "{topic}": which of these rows is of level {level}?',
    ),
    "with_level": Worded("{id}（{level} 级）", "{id} (level {level})"),
    # samples
    "ask_sample": Worded(
        "同质样本共 {number} 个，信息采集至少抽多少个？",
        "Of {number} homogeneous items, how many must be sampled at least?",
    ),
    "items": Worded("{number} 个", "{number}"),
    "share_of": Worded("这是 {percent}%（{id}）。", "That is {percent} % ({id})."),
    "share_of_none": Worded("这是 {percent}%，没有这一档。", "That is {percent} %; there is no such bracket."),
    # evidence
    "ask_aspect": Worded(
        "{id}“{title}”要求体现的是哪一项？", 'Which of these must be shown for {id} "{title}"?'
    ),
    "ask_not_aspect": Worded(
        "下列哪一项不是 {id}“{title}”要求体现的？",
        'Which of these need not be shown for {id} "{title}"?',
    ),
    "ask_passage": Worded(
        "要证明 {id}“{title}”中的“{aspect}”，下列哪段文字可以作证据？",
        '{id} "{title}": which of these passages shows "{aspect}"?',
    ),
    "ask_whole_passage": Worded(
        "要证明 {id}“{title}”，下列哪段文字可以作证据？",
        '{id} "{title}": which of these passages shows it?',
    ),
    "aspects_of": Worded("{id} 要体现：{names}。", "For {id} must be shown: {names}."),
    "usually_in": Worded("通常见于：{places}。", "Usually found in: {places}."),
    "is_aspect": Worded("{id} 要体现这一项。", "{id} asks for it."),
    "aspect_of": Worded("这是 {id} 要体现的。", "That is for {id}."),
    "shows_other": Worded("它体现的是 {id} 的“{aspect}”。", 'It shows "{aspect}" of {id}.'),
    "shows_it": Worded("它体现“{aspect}”。", 'It shows "{aspect}".'),
    # figures, procedure, lists
    "says": Worded("按 {id}，答案是“{right}”。", "By {id} the answer is: {right}."),
    "not_listed": Worded("{id} 没有列出“{right}”。", "{id} does not name: {right}."),
    "says_so": Worded("{id} 列有这一项。", "{id} names it."),
    "defect": Worded("已知问题：{text}", "Known defect: {text}"),
}  # fmt: skip


def say(key: str, **values: object) -> Worded:
    """Return a sentence in both languages with its values filled in, each in its own language."""
    pattern = SENTENCES[key]
    return Worded(
        *(
            getattr(pattern, language).format(
                **{name: _in(value, language) for name, value in values.items()}
            )
            for language in ("zh", "en")
        )
    )


def listing(names: list[Worded]) -> Worded:
    """Return names one after the other."""
    return Worded("；".join(name.zh for name in names), "; ".join(name.en for name in names))


def _in(value: object, language: str) -> str:
    return value.of(language) if isinstance(value, Worded) else str(value)
