"""The generator is deterministic, its truth points at what it printed, and its tables add up."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest

from nlp.generate import KINDS, generate
from nlp.generate.contracts import families, sentence
from nlp.generate.damage import DAMAGES
from nlp.source import normalise


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(4))
def test_truth_points_at_what_was_printed(kind: str, seed: int) -> None:
    made = generate(seed, kind)
    lines = made.text.split("\n")
    figures = made.truth.figures
    assert figures
    assert [lines[f.span.line - 1][f.span.start : f.span.end] for f in figures] == [f.printed for f in figures]
    pages = [normalise(lines[p.span.line - 1][p.span.start : p.span.end]) for p in made.truth.pages]
    assert pages == [p.name for p in made.truth.pages]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_document(kind: str) -> None:
    assert generate(11, kind) == generate(11, kind)
    assert generate(11, kind).text != generate(12, kind).text


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="municipal, county, central, final"):
        generate(1, "province")


@pytest.mark.parametrize("seed", range(6))
def test_account_tables_add_up(seed: int) -> None:
    """Each 类 row is the sum of its 项 rows, and 合计 the sum of the 类 rows, in every column."""
    figures = [f for f in generate(seed, damages=()).truth.figures if f.table == "预算支出总表"]
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for figure in figures:
        assert figure.value is not None
        if figure.row_code and len(figure.row_code) == 7:
            sums[figure.row_code[:3], figure.column[-1]] += figure.value
            sums["", figure.column[-1]] += figure.value
    printed = {(f.row_code or "", f.column[-1]): f.value for f in figures if f.row_code is None or len(f.row_code) == 3}
    assert printed == {key: value for key, value in sums.items() if value}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damage_changes_the_text_and_none_of_the_facts(damage: str) -> None:
    plain = [generate(seed, damages=()) for seed in range(4)]
    hurt = [generate(seed, damages=(damage,)) for seed in range(4)]
    assert [made.text for made in plain] != [made.text for made in hurt]
    for before, after in zip(plain, hurt, strict=True):
        assert [f.value for f in before.truth.figures] == [f.value for f in after.truth.figures]
        assert [p.name for p in before.truth.pages] == [p.name for p in after.truth.pages]


@pytest.mark.parametrize("family", [entry["id"] for entry in families()])
def test_contract_sentences_state_what_their_record_says(family: str) -> None:
    from random import Random

    from nlp.record import Span

    told = sentence(Random(5), "云岭市", "河道清淤疏浚", 2025, family=family)
    record = told.facts[0].make(Span(1, 0, len(told.text)))
    assert record.label in told.text
    assert all(party.name in told.text for party in record.parties)
    for amount in (record.amount, record.paid, record.unpaid):
        assert amount is None or f"{amount / 10000:f}".rstrip("0").rstrip(".") in told.text
