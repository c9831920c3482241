"""misaq: from testimony to clause, every step open to be checked.

The rooms, in the order of the work: `record`, `dialogue`, `table`, `assembly`, `charter`, with `dynamics`
beside them and `ledger` under them; `process` joins them into one journey from a folder of plain files.
"""

__version__ = "0.1.0"
