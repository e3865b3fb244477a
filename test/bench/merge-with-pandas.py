"""Sums expense lines by report and ledger lines by reference, and merges the two: the join alone, of files flattened before."""
import sys

import pandas

lines = pandas.read_csv(sys.argv[1])
ledger = pandas.read_csv(sys.argv[2])
expense = lines.groupby(["report_id", "currency"], as_index=False)["amount"].sum()
manual = ledger[ledger["status"] != "cancelled"].groupby(["reference", "currency"], as_index=False)["amount"].sum()
merged = expense.merge(manual, how="outer", left_on=["report_id", "currency"], right_on=["reference", "currency"], suffixes=("_expense", "_manual"))
merged["variance"] = merged["amount_manual"].fillna(0) - merged["amount_expense"].fillna(0)
print(len(merged), int((merged["variance"].abs() > 0.005).sum()))
