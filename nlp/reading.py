"""Read one document: the stages in their order, and nothing else.

source -> frame -> tables, prose, catalogue -> project pages -> policies, organisations -> contracts
"""

from __future__ import annotations

from pathlib import Path

from nlp.catalogue import read_catalogue
from nlp.contracts import find_contracts
from nlp.frame import Frame, read_frame
from nlp.organisations import find_organisations
from nlp.page_goals import read_goal_figures, read_goals
from nlp.page_recover import recover_amounts
from nlp.policies import find_policies
from nlp.policy_dates import with_dates
from nlp.project_page import read_pages
from nlp.prose import read_paragraphs, read_prose_figures
from nlp.prose_projects import project_of_each
from nlp.record import Reading
from nlp.source import Source, load_source
from nlp.tables import read_tables


def read_document(path: Path) -> Reading:
    """Read a disclosure (.txt or .pdf). Raises a SourceError where it is none or cannot be read."""
    return read_source(load_source(path))


def read_source(source: Source) -> Reading:
    frame = read_frame(source)
    return read_framed(source, frame)


def read_framed(source: Source, frame: Frame) -> Reading:
    tables = read_tables(source, frame)
    told = read_paragraphs(source, frame)
    paragraphs = (*told, *read_goals(source, frame))
    pages, page_findings = read_pages(source, frame)
    pages, amount_findings = recover_amounts(pages, tables.budget_lines)
    organisations = find_organisations(frame.document, pages, paragraphs, tables.budget_lines)
    known = [*(line.name for line in tables.budget_lines), *(page.name for page in pages)]
    headed = project_of_each(frame, told, known)
    policies = with_dates(source, frame, find_policies(frame, pages, paragraphs, headed))
    contracts, contract_findings = find_contracts(frame, pages, paragraphs, headed)
    return Reading(
        document=frame.document,
        sections=frame.sections,
        figures=(*tables.figures, *read_prose_figures(source, frame, told), *read_goal_figures(source, frame)),
        budget_lines=tables.budget_lines,
        pages=pages,
        policies=policies,
        contracts=contracts,
        organisations=organisations,
        paragraphs=paragraphs,
        catalogue=read_catalogue(source, frame),
        findings=(*tables.findings, *page_findings, *amount_findings, *contract_findings),
    )
