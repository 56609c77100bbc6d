"""What must not be lost: the store, opened by one at a time, copied and restored."""
