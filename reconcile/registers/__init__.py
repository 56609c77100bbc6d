"""Registers of former nights: their values, what changed between them, a member's life."""
