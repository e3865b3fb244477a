"""Sums expense lines by report and ledger lines by reference, and joins the two: the join alone, of files flattened before."""
import sys

import duckdb

lines, ledger = sys.argv[1], sys.argv[2]
database = duckdb.connect()
database.execute("CREATE TABLE lines AS SELECT * FROM read_csv_auto(?)", [lines])
database.execute("CREATE TABLE ledger AS SELECT * FROM read_csv_auto(?)", [ledger])
print(
    database.execute(
        """
        SELECT count(*), count_if(abs(coalesce(manual, 0) - coalesce(expense, 0)) > 0.005)
        FROM (SELECT report_id, currency, sum(amount) AS expense FROM lines GROUP BY ALL) AS approved
        FULL OUTER JOIN (SELECT reference, currency, sum(amount) AS manual FROM ledger WHERE status <> 'cancelled' GROUP BY ALL) AS keyed
        ON keyed.reference = approved.report_id AND keyed.currency = approved.currency
        """
    ).fetchone()
)
