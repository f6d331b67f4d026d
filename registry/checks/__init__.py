"""The checks: one family a file, and the engine that asks them."""
