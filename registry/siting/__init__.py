"""What to do instead (siting): the nearest place that passes, the smallest change, masts that could host."""
