"""The order of a query about contracts: what is named narrows it before anything optional is looked up."""

from __future__ import annotations

import pytest

from search.question.contract_frame import ContractFrame
from search.question.contract_query import contract_query

ONE, OTHER = "https://x.example/a", "https://x.example/b"


@pytest.mark.parametrize(
    "frame",
    [
        ContractFrame(departments=(ONE,)),
        ContractFrame(departments=(ONE,), projects=(OTHER,)),
        ContractFrame(departments=(ONE,), companies=(OTHER,)),
        ContractFrame(departments=(ONE,), roles=("agency",)),
        ContractFrame(projects=(ONE,), companies=(OTHER,)),
        ContractFrame(companies=(ONE,), roles=("agency",)),
    ],
)
def test_what_is_named_comes_before_what_is_optional(frame: ContractFrame) -> None:
    required, optional, rest = contract_query(frame).partition("OPTIONAL")
    named = [*frame.departments, *frame.projects, *frame.companies, *frame.roles]
    assert optional
    assert [word for word in named if word not in required] == []
    assert "VALUES" not in rest
