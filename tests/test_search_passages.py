"""Passages of tables say figures in the unit they are printed in, never ten thousand times too little."""

from __future__ import annotations

import pytest

from search.graph_passages import said


def cell(printed: str, value: str | None, unit: str = "元") -> dict[str, str]:
    row = {"printed": printed, "unit": unit}
    return row if value is None else {**row, "value": value}


SAID = [
    ("125.78", "1257800", "元", "125.78万元"),
    ("1,257,800.00", "1257800", "元", "1,257,800.00元"),
    ("0.87", "8700", "元", "0.87万元"),
    ("1.2", "120000000", "元", "1.2亿元"),
    ("0.00", "0", "元", "0.00元"),
    ("-3.60", "-36000", "元", "-3.60万元"),
    ("125.78", "99", "元", "125.78（99.00元）"),
    ("98", "98", "%", "98%"),
    ("98%", "98", "%", "98%"),
    ("——", None, "元", "——"),
]


@pytest.mark.parametrize(("printed", "value", "unit", "expected"), SAID, ids=[expected for *_, expected in SAID])
def test_a_figure_is_said_in_the_unit_of_its_table(printed: str, value: str | None, unit: str, expected: str) -> None:
    assert said(cell(printed, value, unit)) == expected
