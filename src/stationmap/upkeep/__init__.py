"""The words and rules of keeping the list true: changes, accounts, areas, reports."""
