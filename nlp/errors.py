"""Everything that can go wrong, in one tree.

BudgetKGError
├── SourceError               a file that cannot be read as a disclosure; nothing of it enters the graph
│   ├── EmptySource           no characters, or only white space
│   ├── BinarySource          not text and not a PDF
│   ├── SourceTooLarge        more bytes than the limit
│   ├── UnknownEncoding       neither UTF-8, UTF-16 nor GB 18030
│   ├── NotADisclosure        text, but no budget or final-accounts document (部门预算/决算公开)
│   ├── DuplicateSource       the same bytes, or the same name, stand in the batch already
│   └── UnreadablePages       scanned pages without the optional OCR extra; the pages are named
├── StoreError                the graph on disk or behind a URL
│   ├── StoreBusy             another process is writing; names it
│   ├── StoreMissing          no graph was built in this data folder yet
│   └── RemoteStoreError      the engine behind BUDGETKG_STORE failed; carries its status and words
├── QueryError                a SPARQL query that is refused or failed
│   ├── QuerySyntaxError      position (1-based line and column) and the parser's words
│   ├── QueryRefused          a form this endpoint never runs (SERVICE, update, unknown FROM)
│   ├── QueryTimeout          ran past its limit
│   ├── QueryTooLarge         the query text or its memory went past a limit
│   └── QueryOverload         too many queries wait; retry after the given seconds
│       └── ClientOverload    too many long queries of this one client are running
├── IndexMissing              the search index is missing, or was made with another model
├── NotFound                  an IRI, document, policy or saved query that is not here
├── UsageError                a parameter that does not fit: names it, its value and what was expected
└── AddressTaken              nothing can listen on the address and port asked for
"""

from __future__ import annotations


class BudgetKGError(Exception):
    """Base of all errors. ``str(error)`` is a Chinese sentence for the reader; ``code`` is its stable name."""

    code = "error"


class SourceError(BudgetKGError):
    code = "source"


class EmptySource(SourceError):
    code = "empty-source"


class BinarySource(SourceError):
    code = "binary-source"


class SourceTooLarge(SourceError):
    code = "source-too-large"


class UnknownEncoding(SourceError):
    code = "unknown-encoding"


class NotADisclosure(SourceError):
    code = "not-a-disclosure"


class DuplicateSource(SourceError):
    code = "duplicate-source"


class UnreadablePages(SourceError):
    code = "unreadable-pages"


class StoreError(BudgetKGError):
    code = "store"


class StoreBusy(StoreError):
    code = "store-busy"


class StoreMissing(StoreError):
    code = "store-missing"


class RemoteStoreError(StoreError):
    code = "remote-store"


class QueryError(BudgetKGError):
    code = "query"


class QuerySyntaxError(QueryError):
    code = "query-syntax"

    def __init__(self, message: str, line: int | None = None, column: int | None = None, excerpt: str | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.excerpt = excerpt
        """the line of the query at fault and, below it, a caret under the place"""


class QueryRefused(QueryError):
    code = "query-refused"


class QueryTimeout(QueryError):
    code = "query-timeout"


class QueryTooLarge(QueryError):
    code = "query-too-large"


class QueryOverload(QueryError):
    code = "query-overload"

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ClientOverload(QueryOverload):
    code = "client-overload"


class IndexMissing(BudgetKGError):
    code = "index"


class NotFound(BudgetKGError):
    code = "not-found"


class UsageError(BudgetKGError):
    code = "usage"


class AddressTaken(BudgetKGError):
    code = "address-taken"
