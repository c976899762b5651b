"""The spaCy pipeline: spans as the finders found them, tokens that never cross their borders."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.pipeline import FINDERS, load_pipeline, tokens

TEXT = (
    "根据《关于下达资金的通知》（川财农〔2024〕18号）和GB/T 212-2008，2024年6月10日绵阳市水利局"
    "与四川某某建设有限公司签订合同，合同金额69.6万元。"
)


def test_spans_of_every_component() -> None:
    doc = load_pipeline()(TEXT)
    assert {name: [(span.text, span.label_, span.kb_id_) for span in doc.spans[name]] for name in FINDERS} == {
        "number": [("川财农〔2024〕18号", "document", "川财农〔2024〕18号")],
        "standard": [("GB/T 212-2008", "standard", "GB/T212-2008")],
        "title": [("《关于下达资金的通知》", "notice", "关于下达资金的通知")],
        "organisation": [("绵阳市水利局", "government", ""), ("四川某某建设有限公司", "company", "")],
        "amount": [("69.6万元", "amount", "696000")],
        "date": [("2024年6月10日", "date", "2024-06-10")],
    }


def test_the_pipeline_is_what_the_config_says() -> None:
    assert load_pipeline().pipe_names == list(FINDERS)


PIECES = st.lists(
    st.sampled_from(
        (
            "川财农〔2024〕18号", "《某某办法》", "四川某某建设有限公司", "69.6万元", "2024年6月", "，", " ", "项目", "与", "（", "）",
            "\n", "GB/T 1-2020",
        )
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None)
@given(PIECES)
def test_words_give_the_text_again_and_spans_align(pieces: list[str]) -> None:
    text = "".join(pieces)
    doc = load_pipeline()(text)
    spans = {(name, found.start, found.end) for name, find in FINDERS.items() for found in find(text)}
    got = {(name, span.start_char, span.end_char) for name in FINDERS for span in doc.spans[name]}
    assert ("".join(tokens(text)), doc.text, got) == (text, text, spans)
