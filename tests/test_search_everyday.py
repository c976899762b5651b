"""Everyday words for the field's own terms: what a question is also read as, and what that finds."""

from __future__ import annotations

from pathlib import Path

import pytest

import ontology
from search.api import hit_json
from search.embedding import load_encoder
from search.everyday import in_terms
from search.generation import new_generation
from search.index import Index
from search.passage import Passage
from search.settings import Settings

READINGS = {
    "局里吃请花了多少": "局里公务接待费花了多少",
    "養車的錢": "公务用车运行维护费的钱",
    "去年出国几次": "去年因公出国（境）费几次",
    "老干部过年": "离退休干部过年",
    "公务接待费和招待费": "公务接待费和招待费",
    "水库大坝": "水库大坝",
}


@pytest.mark.parametrize(("query", "read"), READINGS.items(), ids=list(READINGS))
def test_an_everyday_word_is_read_as_its_term(query: str, read: str) -> None:
    assert (in_terms(query) or query) == read


def test_the_longest_word_is_the_one_that_is_read() -> None:
    assert in_terms("公款吃喝") == "公务接待费"
    assert in_terms("请客吃饭") == "公务接待费"


def test_each_word_belongs_to_one_term_and_is_no_term_itself() -> None:
    words = ontology.everyday_words()
    listed = ontology.text("everyday.ttl").count('"@zh') - len(set(words.values())) - 1  # the scheme's own name
    assert (len(words), min(map(len, words))) == (listed, 2)
    assert set(words) & set(words.values()) == set()


ROWS = [
    ("公务接待费", "国内公务接待12批次，支出3.2万元。"),
    ("初中学生营养改善计划", "为农村学生提供营养膳食补助，每生每天5元。"),
    ("初中学业水平考试考务费", "用于试卷印制、监考和阅卷。"),
    ("校舍屋面维修", "对三所学校的屋面进行防水处理。"),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder: Path = tmp_path_factory.mktemp("index")
    with new_generation(folder / "1", load_encoder()) as writer:
        made = (Passage(f"x{n}", "passage", "甲", n, 0, 1, name, text, group=name) for n, (name, text) in enumerate(ROWS, 1))
        writer.add("甲", "", made)
    return Index.open(folder / "1", Settings())


@pytest.mark.parametrize(("query", "title"), [("请客吃饭花销", "公务接待费"), ("初升高的花费", "初中学业水平考试考务费")])
def test_what_people_call_it_finds_the_term_and_says_so(index: Index, query: str, title: str) -> None:
    hit = index.search(query, 1)[0]
    assert hit.passage.title == title
    assert hit.read_as == in_terms(query)
    assert hit_json(hit)["why"]["read_as"] == hit.read_as


def test_words_as_typed_count_for_more(index: Index) -> None:
    """营养 is typed, 学生午餐 is read as 营养改善计划: the passage is found by what was typed."""
    hit = index.search("学生午餐的营养膳食补助每生每天5元", 1)[0]
    assert (hit.passage.title, hit.read_as) == ("初中学生营养改善计划", None)


def test_why_a_hit_was_found(index: Index) -> None:
    why = hit_json(index.search("学校屋顶防水", 1)[0])["why"]
    assert {"学校", "防水"} <= set(why["words"])
    assert {"asked", "found", "similarity"} == set(why["near"][0])
    assert 0 < why["lexical"] <= 1
    assert 0 < why["similarity"] <= 1
