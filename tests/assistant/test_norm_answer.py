"""Questions on norms, answered from the cards with the real encoder."""

from __future__ import annotations

import pytest

from assistant.asking.conversation import Assistant
from assistant.asking.question import parse_history
from assistant.asking.retrieval import Retriever
from assistant.norms.question import asks_norms, fits_amount, table_kinds, wish_of
from corpus.encoder import Encoder
from corpus.index import StandardIndex
from corpus.norms.card import cards_standard
from corpus.norms.load import load_norm_cards
from ui.settings import default_cache

CARDS = cards_standard(load_norm_cards())


@pytest.fixture(scope="module")
def assistant(real_encoder: Encoder) -> Assistant:
    cache = default_cache()
    return Assistant(
        Retriever(StandardIndex(real_encoder, cache)),
        norm_index=lambda: StandardIndex(real_encoder, cache, standards=[CARDS], name="norms"),
    )


@pytest.mark.parametrize(
    ("question", "number", "said"),
    [
        ("GB50045", "GB 50045-2014", "不存在"), ("gb 50016 过期了吗", "GB 50016-2006", "已被代替"),
        ("GB／T 35273—2020 现行吗", "GB/T 35273-2020", "2020-10-01"), ("安全防范工程通用规范是什么", "GB 55029-2022", "全文强制"),
        ("等保是什么", "GB/T 22239-2019", "从未引用"), ("Is GB 50045-2014 still in force?", "GB 50045-2014", "never existed"),
        ("What is GB/T 38273-2019?", "GB/T 38273-2019", "unconfirmed"), ("建筑防火通用规范草案引用了吗", "GB 55037-2022", "都没有引用"),
    ],
)  # fmt: skip
def test_a_named_norm_is_answered_with_its_status(
    assistant: Assistant, question: str, number: str, said: str
) -> None:
    answer = assistant.ask(question)
    assert (answer.intent, answer.answerable) == ("norm", True)
    assert answer.clauses[0] == number
    assert said in answer.text


@pytest.mark.parametrize(
    ("question", "fact", "said"),
    [
        ("安全防范工程通用规范要求录像保存多久", "GB 55029-2022 3.5.2(5)", "30 天"),
        ("What does GB 55029 say about video retention?", "GB 55029-2022 3.5.2(5)", "30 days"),
        ("GB 50116 火灾时门禁怎么联动", "GB 50116-2013 4.10.3", "道闸"),
        ("等保三级要求双因素认证吗", "GB/T 22239-2019 8.1.4.1 d)", "密码技术"),
        ("GB 55037 8.3.3", "GB 55037-2022 8.3.3", "住宅的用气场所除外"),
        ("反恐法要求录像保存多少天", "反恐怖主义法 Art. 32", "90 天"),
    ],
)  # fmt: skip
def test_what_a_norm_demands_comes_first_said_to_be_in_our_words(
    assistant: Assistant, question: str, fact: str, said: str
) -> None:
    answer = assistant.ask(question)
    assert answer.answerable
    assert answer.clauses[0] == fact
    assert said in answer.citations[0].quote
    assert ("转述" in answer.text) or ("our words" in answer.text)


def test_quotes_of_cards_are_verbatim_in_the_language_of_the_answer(assistant: Assistant) -> None:
    for question in ("GB 55029 规定了什么", "What does GB 55029 require?"):
        answer = assistant.ask(question)
        ours = [citation for citation in answer.citations if citation.standard == "norm-cards"]
        assert len(ours) >= 5
        for citation in ours:
            stored = CARDS.clause(citation.clause)
            assert citation.check == "verbatim"
            assert citation.quote in (stored.text, stored.title_en, stored.note)
            assert (citation.quote > "z") == (answer.language == "zh")


def test_what_no_source_confirms_is_called_unconfirmed(assistant: Assistant) -> None:
    assert "（未证实）" in assistant.ask("楼寓对讲 GB 55029 怎么规定").text
    assert "unconfirmed" in assistant.ask("What is GB/T 50504?").text


@pytest.mark.parametrize(
    "question",
    ["GB 50116规定火灾报警按钮间距多少米？", "GB/T 21741对围墙高度有什么要求", "GB 50348-2018 5.2 怎么规定",
     "GB 50763 盲道宽度", "GB/T 22239 要求审计日志保存多久"],
)  # fmt: skip
def test_what_the_card_does_not_hold_is_not_made_up(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert not answer.answerable
    assert "没有收录" in answer.text
    assert "现行" in answer.text


def test_a_norm_without_a_card_is_told(assistant: Assistant) -> None:
    answer = assistant.ask("GB 55028-2022 在哪里引用？")
    assert not answer.answerable
    assert any("GB 55029-2022" in note for note in answer.notes)
    assert "没有 GB 50016-2018 这一版" in assistant.ask("GB 50016-2018 有效吗").text


@pytest.mark.parametrize(
    ("question", "numbers", "absent"),
    [
        ("草案引用的标准有哪些过期了？", ("GB 50016-2006", "GB 50045-2014"), "GB/T 50504-2009"),
        ("草案用的消防标准还现行吗", ("GB 50016-2006",), "GB/T 50504-2009"),
        ("What norms does the draft never cite?", ("GB/T 22239-2019",), "GB 50116-2013"),
        ("第2章列了哪些没用到的标准", ("GB/T 22239-2019", "GB/T 50504-2009"), "GB 50116-2013"),
        ("草案漏引了哪些标准", ("GB 55036-2022", "GB 55037-2022"), "GB/T 35136-2017"),
        ("Which references of the draft are outdated?", ("GB 50016-2006",), "GB/T 50504-2009"),
        ("哪些引用没有注日期？", ("GB/T 21741-2021",), "GB/T 35273-2020"),
    ],
)  # fmt: skip
def test_the_state_of_the_references_is_told_in_sentences(
    assistant: Assistant, question: str, numbers: tuple[str, ...], absent: str
) -> None:
    answer = assistant.ask(question)
    assert (answer.intent, answer.answerable) == ("norm", True)
    assert set(numbers) <= set(answer.clauses)
    assert all(number in answer.text for number in numbers)
    assert absent not in answer.text


def test_documents_come_first_and_norms_beside_when_none_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("火灾时门禁要不要自动打开，国标怎么规定")
    standards = [citation.standard for citation in answer.citations]
    assert standards[0] == "tcrea-2023"
    assert 1 <= standards.count("norm-cards") <= 2
    assert "GB 50116-2013 4.10.3" in answer.clauses
    assert "norm-cards" not in {c.standard for c in assistant.ask("电梯里要装监控吗").citations}


def test_a_follow_up_is_about_the_norm_asked_for_before(assistant: Assistant) -> None:
    history = parse_history(["GB 50016是什么？", "…"])
    assert assistant.ask("它过期了吗？", history).clauses[0] == "GB 50016-2006"


def test_a_row_that_is_named_is_answered_even_beside_a_norm(assistant: Assistant) -> None:
    answer = assistant.ask("A3.1.1 引用的 GB 50045 是什么")
    assert answer.clauses[0] == "A3.1.1"
    assert assistant.ask("C1.1.1 里的 GB 50348 还有效吗").clauses[0] == "GB 50348-2018"


def test_without_an_index_a_norm_still_has_its_status(real_encoder: Encoder) -> None:
    plain = Assistant(Retriever(StandardIndex(real_encoder, default_cache())))
    answer = plain.ask("GB 55029要求录像保存多久")
    assert answer.clauses[0] == "GB 55029-2022"
    assert not answer.answerable


def test_wishes_are_told_apart() -> None:
    assert wish_of("过期了吗") == "status"
    assert wish_of("在哪里引用") == "where"
    assert wish_of("对监控中心有什么要求") == "content"
    assert wish_of("是什么") == "overview"
    assert table_kinds("应急照明缺电怎么办") == ()
    assert asks_norms("国标怎么规定")
    assert not asks_norms("停车场要几个摄像头")
    assert not fits_amount("保存多久", "审计记录受保护并备份")
    assert fits_amount("保存多久", "至少保存 30 天")
