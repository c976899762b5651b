"""Documents of other provinces, written by hand with their truth between the lines (tests/foreign/*.txt).

A line that begins with ``@`` is truth and is not printed; ``|`` in the other lines are the borders of cells.

``@document unit;year;kind;level``          the frame
``@table title;unit;columns``               up to ``@end`` each line is a row of figures: c a part of the account code,
                                            l the row's label (a second one begins the right half), - not read, else
                                            the innermost head of a column of figures (``人数[人]`` where not money)
``~text``                                   printed, but no row of its own; ``@row cells`` what the lines above hold
``@projects unit`` … ``@line``              a project table: unit;name;total;general;gov_fund;state;special;unit funds
``@page name;dept;unit;total;year``         a project page, anywhere; ``@indicator level;name;value`` below it (of the year;
                                            ``period level`` of the whole period); ``@funds`` central;provincial;municipal
                                            and county;own;other (year, 元) and ``@kept attribute;period`` where told
``@says 12元 3% 4辆``                       every figure of the paragraph above
``@number 文号``                            a document number named in the line above, every time it is named
``@finding rule``                           a finding that must be reported
``@contract amount;paid;unpaid;owed``       what the line above tells of an obligation (元; owed yes, no or blank);
                                            a fifth part: its parties, 、 between
``@open amount;paid;unpaid;owed``           the same where the reader is known to read the line otherwise: not compared
``@organisation name name``                 organisations the document names; ``@company``: all its companies
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from nlp.source import normalise

FOLDER = Path(__file__).parent / "foreign"
SCALE = {"元": Decimal(1), "千元": Decimal(1000), "万元": Decimal(10_000), "亿元": Decimal(10**8)}
Cell = tuple[str, str | None, str | None, str, Decimal, str]
"""title, row label, account code, innermost head, value, unit"""


@dataclass(slots=True)
class Truth:
    text: list[str] = field(default_factory=list)
    document: tuple[str, int, str, str] = ("", 0, "", "")
    cells: list[tuple[int | None, Cell]] = field(default_factory=list)
    """with the line printed, None where the row is on several"""
    lines: list[tuple[str | None, ...]] = field(default_factory=list)
    pages: list[tuple[str | None, ...]] = field(default_factory=list)
    indicators: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    """page, stage, level, name, value"""
    funds: list[tuple[str | None, ...]] = field(default_factory=list)
    kept: list[tuple[str | None, ...]] = field(default_factory=list)
    parties: list[tuple[int, str | None, str]] = field(default_factory=list)
    """line, price and parties of a contract"""
    organisations: list[str] = field(default_factory=list)
    companies: list[str] = field(default_factory=list)
    said: list[tuple[int, Decimal, str]] = field(default_factory=list)
    numbers: list[tuple[int, str]] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    contracts: list[tuple[int, str | None, str | None, str | None, str]] = field(default_factory=list)
    open: set[int] = field(default_factory=set)
    """lines whose contracts are known to be read otherwise than told"""


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


def read_truth(name: str) -> Truth:
    """The printed text and the truth of one document."""
    truth = Truth()
    table: tuple[str, str, list[str]] | None = None
    projects = "万元"
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        mark, _, rest = line.partition(" ")
        number = len(truth.text)
        if mark == "@table":
            title, unit, columns = rest.split(";")
            table = title, unit, columns.split(",")
        elif mark == "@end":
            table = None
        elif mark == "@projects":
            projects = rest
        elif mark == "@row" and table:
            truth.cells += [(None, cell) for cell in cells_of(rest, *table)]
        elif mark.startswith("@"):
            take_in(truth, mark, [part.strip() or None for part in rest.split(";")], number, projects)
        else:
            truth.text.append(re.sub(r" ?\| ?", "\t", line.removeprefix("~")))
            if table and not line.startswith("~"):
                truth.cells += [(number + 1, cell) for cell in cells_of(line, *table)]
    return truth


def take_in(truth: Truth, mark: str, parts: list[str | None], line: int, projects: str) -> None:
    first = parts[0] or ""
    if mark == "@document":
        truth.document = (first, int(parts[1] or 0), parts[2] or "", parts[3] or "")
    elif mark == "@line":
        truth.lines.append((parts[0], parts[1], *(scaled(part, projects) for part in parts[2:8])))
    elif mark == "@page":
        truth.pages.append(tuple(parts))
    elif mark == "@indicator":
        stage, level = ("period", first.removeprefix("period ")) if first.startswith("period ") else ("year", first)
        truth.indicators.append((str(truth.pages[-1][0]), stage, level, parts[1] or "", parts[2] or ""))
    elif mark in ("@funds", "@kept"):
        told = truth.funds if mark == "@funds" else truth.kept
        told.append((truth.pages[-1][0], *parts))
    elif mark in ("@organisation", "@company"):
        (truth.organisations if mark == "@organisation" else truth.companies).extend(first.split(" "))
    elif mark == "@says":
        for said in first.split(" "):
            found = re.fullmatch(r"(-?[\d.]+)(.+)", said)
            assert found, said
            truth.said.append((line, Decimal(found[1]), found[2]))
    elif mark == "@number":
        truth.numbers += [(line, number) for number in first.split(" ")]
    elif mark == "@finding":
        truth.findings.append(first)
    elif mark == "@open":
        truth.open.add(line)
    elif mark == "@contract":
        truth.contracts.append((line, parts[0], parts[1], parts[2], parts[3] or ""))
        if len(parts) > 4:
            truth.parties.append((line, parts[0], parts[4] or ""))
    else:
        raise ValueError(mark)


def scaled(printed: str | None, unit: str) -> str | None:
    """Yuan as a plain number; None for a blank."""
    return None if printed is None else plain(Decimal(printed.replace(",", "")) * SCALE[unit])


def plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def cells_of(line: str, title: str, unit: str, columns: list[str]) -> list[Cell]:
    """The figures of a row."""
    found: list[Cell] = []
    label, code = "", ""
    read = True
    for head, text in zip(columns, (part.strip() for part in line.split("|")), strict=False):
        if head in ("c", "l") and read:
            label, code, read = "", "", False
        if head == "c" and text.isdigit():
            code += text
        elif head == "c" or head == "l":
            label += text
        elif head != "-":
            read = True
            if text:
                own = re.fullmatch(r"(.+)\[(.+)\]", head)
                value = Decimal(text.replace(",", "").replace("%", ""))
                leaf, shown, factor = (own[1], own[2], Decimal(1)) if own else (head, "元", SCALE[unit])
                found.append(
                    (title, "".join(normalise(label).split()) or None, code or None, leaf, value * factor, shown)
                )
    return found
