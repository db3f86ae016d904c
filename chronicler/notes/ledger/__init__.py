"""The ledger: its sections and its picture."""
