"""What people decided: the ledger of their acts, told, undone."""
