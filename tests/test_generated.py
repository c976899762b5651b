"""Whatever damage a generated document has, what is read equals the truth or is named in a finding."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlp.generate import KINDS, generate
from nlp.generate.damage import DAMAGES
from tests.generated import contract_recall, read, silent_errors

SEEDS = st.integers(0, 10_000)


@pytest.mark.parametrize("kind", KINDS)
def test_an_undamaged_document_is_read_exactly(kind: str) -> None:
    made = generate(1, kind, damages=())
    assert silent_errors(made, read(made)) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(seed=SEEDS, kind=st.sampled_from(KINDS), damages=st.sets(st.sampled_from(sorted(DAMAGES))))
def test_no_damage_makes_a_silent_wrong_number(seed: int, kind: str, damages: set[str]) -> None:
    made = generate(seed, kind, damages=sorted(damages))
    assert silent_errors(made, read(made)) == []


def test_most_contracts_of_generated_documents_are_found() -> None:
    counts = [contract_recall(made.truth, read(made))[:2] for made in (generate(seed, "municipal") for seed in range(12))]
    found, told = sum(a for a, _ in counts), sum(b for _, b in counts)
    assert told > 60
    assert found / told >= 0.95
