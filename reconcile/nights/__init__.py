"""A run: the stages composed, what it asks, what holds it back, how it ends."""
