"""One order from three scores: every line once, no project crowds out the others, far hits left out."""

from __future__ import annotations

from dataclasses import replace

from search.fusion import GROUP_LIMIT, Candidate, Scores, order
from search.passage import Passage


def candidate(number: int, similarity: float, *, line: int | None = None, group: str = "", minor: bool = False) -> Candidate:
    passage = Passage(
        f"x{number}", "passage", "甲", number if line is None else line, 0, 1, "题", "文", minor=minor, group=group or str(number)
    )
    return Candidate(number, passage, Scores(0.0, similarity, similarity, 10))


def numbers(candidates: list[Candidate]) -> list[int]:
    return [c.number for c in candidates]


def test_best_first() -> None:
    assert numbers(order([candidate(1, 0.5), candidate(2, 0.9), candidate(3, 0.7)], 10)) == [2, 3, 1]


def test_one_hit_for_each_line() -> None:
    assert numbers(order([candidate(1, 0.9, line=5), candidate(2, 0.8, line=5), candidate(3, 0.7)], 10)) == [1, 3]


def test_a_group_waits_after_its_turns() -> None:
    many = [candidate(n, 0.9 - n / 100, group="一页") for n in range(1, GROUP_LIMIT + 3)]
    assert numbers(order([*many, candidate(90, 0.5)], 10)) == [*range(1, GROUP_LIMIT + 1), 90, GROUP_LIMIT + 1, GROUP_LIMIT + 2]


def test_a_table_row_comes_after_prose_of_the_same_words() -> None:
    assert numbers(order([candidate(1, 0.8, minor=True), candidate(2, 0.75)], 10)) == [2, 1]


def test_the_overview_leads_its_page_unless_another_field_is_far_better() -> None:
    overview = replace(candidate(1, 0.6, group="一页"), passage=replace(candidate(1, 0.6, group="一页").passage, kind="project"))
    assert numbers(order([overview, candidate(2, 0.7, group="一页"), candidate(3, 0.68)], 10)) == [1, 2, 3]
    assert numbers(order([overview, candidate(2, 0.99, group="一页")], 10)) == [2, 1]


def test_what_is_far_is_left_out() -> None:
    assert order([candidate(1, 0.2), candidate(2, 0.1)], 10) == []


def test_half_of_the_words_is_far_less_than_half_of_a_match() -> None:
    whole, half = Scores(1.0, 0.0, 0.0), Scores(0.5, 0.0, 0.0)
    nothing = Scores(0.0, 0.0, 0.0)
    assert half.total - nothing.total == 0.25 * (whole.total - nothing.total)


def test_without_word_comparison_the_similarity_counts_for_it() -> None:
    assert Scores(0.1, 0.6, None).total == Scores(0.1, 0.6, 0.6).total


def test_a_hit_that_rests_on_one_word_is_not_close() -> None:
    """注意事项 alone does not make a passage of labour abroad an answer about courtship."""
    one = candidate(1, 0.3)
    shared = replace(one, scores=Scores(0.95, 0.3, 0.5, 10, beyond=0.06))
    more = replace(one, scores=Scores(0.95, 0.3, 0.5, 10, beyond=0.3))
    sure = replace(one, scores=Scores(0.95, 0.5, 0.5, 10, beyond=0.06))
    assert [numbers(order([hit], 10)) for hit in (shared, more, sure)] == [[], [1], [1]]
