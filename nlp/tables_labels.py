"""Labels of entries: wrapped ones joined, lost ones found again in the document's other tables or reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from nlp.lexicon import words
from nlp.record import Finding
from nlp.tables_accounts import account_names
from nlp.tables_columns import Column
from nlp.tables_grid import ENUMERATED
from nlp.tables_rows import Entry

DENSE = 0.9
"""share of rows with amounts from which on a row of nothing but a label is the rest of one"""


def join_entries(entries: Sequence[Entry], columns: Sequence[Column]) -> tuple[Entry, ...]:
    """Entries with what runs over rows or halves joined, in printed order."""
    sides = sorted({column.side for column in columns})
    found: list[Entry] = []
    for side in sides:
        own = [column for column in columns if column.side == side]
        found += join_wrapped_labels([entry for entry in entries if entry.side == side], own, single=len(sides) == 1)
    return tuple(join_halves(sorted(found, key=lambda entry: (entry.row, entry.side))))


def join_halves(entries: list[Entry]) -> list[Entry]:
    """Where a row's label stands in one half and its amount in the next (公用经费合计 over two halves), join them."""
    found: list[Entry] = []
    for entry in entries:
        before = found[-1] if found else None
        bare = entry.label is None and entry.code is None and entry.side > 0
        if bare and before and before.row == entry.row and not before.cells and is_total(before.label):
            found[-1] = replace(entry, label=before.label, code=before.code, place=before.place, labels=before.labels)
        else:
            found.append(entry)
    return found


def is_total(label: str | None) -> bool:
    return label is not None and label.endswith(words("tables", "total_row"))


def join_wrapped_labels(entries: Sequence[Entry], columns: Sequence[Column], single: bool) -> list[Entry]:
    """Join labels and rows that run over lines; ``single``: the table has no second half beside this one.

    A row of nothing but a label goes on with the one above where rows of the table have codes or all have amounts,
    where a bracket is open, or where both parts make the name of an account. In a table with codes, where every row
    has amounts, a row of nothing but amounts belongs to the row above that has none.
    """
    coded = any(column.role == "code" for column in columns) and any(entry.code for entry in entries)
    dense = sum(bool(entry.cells) for entry in entries) >= DENSE * max(1, len(entries) - 1)
    found: list[Entry] = []
    ahead: str | None = None
    for i, entry in enumerate(entries):
        after = entries[i + 1] if i + 1 < len(entries) else None
        before = found[-1] if found else None
        if is_fragment(entry, single and (coded or dense), before):
            if before is None or (after and begins_below(before, entry, after)):
                ahead = (ahead or "") + str(entry.label)
            else:
                found[-1] = replace(before, label=(before.label or "") + str(entry.label))
            continue
        if before and completes(before, entry):
            found[-1] = replace(entry, row=before.row, code=before.code, label=(before.label or "") + str(entry.label))
        elif ahead:
            found.append(replace(entry, label=ahead + (entry.label or "")))
            ahead = None
        elif coded and single and before and not before.cells and is_bare(entry):
            found[-1] = replace(before, cells=(*before.cells, *entry.cells))
        else:
            found.append(entry)
    return found


def is_fragment(entry: Entry, fixed: bool, before: Entry | None) -> bool:
    """Whether a row is only the rest of a label."""
    label = entry.label
    if entry.cells or entry.code or entry.second or not label or label in words("tables", "total_row"):
        return False
    above = before.label if before else None
    if above and (above.count("（") > above.count("）") or makes_name(ENUMERATED.sub("", above, count=1), label)):
        return True
    return fixed and not ENUMERATED.match(label)


def makes_name(above: str, rest: str) -> bool:
    """Whether two parts make a name of the field that the first part alone is not.

    >>> makes_name("公务用车", "运行维护费"), makes_name("教育支出", "合计")
    (True, False)
    """
    known = account_names() | set(words("tables", "head"))
    return above + rest in known and above not in known


def is_bare(entry: Entry) -> bool:
    """Whether a row has nothing but amounts."""
    return entry.label is None and entry.code is None


def begins_below(before: Entry, entry: Entry, after: Entry) -> bool:
    """Whether a row of nothing but a label is the beginning of the row below it, not the rest of the one above."""
    if after.label is None:
        return bool(after.cells)
    ends_above = makes_name(before.label or "", str(entry.label))
    return after.code is not None and not ends_above and makes_name(str(entry.label), after.label)


def completes(above: Entry, entry: Entry) -> bool:
    """Whether a row without a code goes on with a row of nothing but a code, or of a code and half a name."""
    if above.code is None or above.cells or entry.code is not None or entry.label is None or not entry.cells:
        return False
    return above.label is None or makes_name(above.label, entry.label)


def names_of_codes(tables: Iterable[Sequence[Entry]]) -> dict[str, str]:
    """The name a document prints most often beside each account code."""
    counts: dict[str, Counter[str]] = {}
    for entries in tables:
        for entry in entries:
            if entry.code and entry.label:
                counts.setdefault(entry.code, Counter())[entry.label] += 1
    return {code: names.most_common(1)[0][0] for code, names in counts.items()}


def find_lost_labels(
    title: str | None, columns: Sequence[Column], entries: Sequence[Entry], names: dict[str, str]
) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    """Entries with the labels that other tables print beside their code; a finding for each label that was lost."""
    sides = {column.side for column in columns if column.role == "label"}
    labelled = {side for side in sides if any(entry.label for entry in entries if entry.side == side)}
    found: list[Entry] = []
    findings: list[Finding] = []
    for entry in entries:
        lost = entry.label is None and entry.side in labelled and entry.cells
        name = names.get(entry.code or "") if lost else None
        found.append(replace(entry, label=name) if name else entry)
        if lost:
            place = entry.cells[0][1].line
            told = f"按科目编码 {entry.code} 和其他表补为“{name}”" if name else "按原样保留"
            message = f"《{title}》第 {place.number} 行没有项目名称，{told}"
            findings.append(
                Finding("label-missing", "info" if name else "warning", message, None, None, (place.span(),))
            )
    return tuple(found), tuple(findings)
