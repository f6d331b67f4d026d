"""Ten carriers' lists as carriers lay them out, each with what every one of its cells means."""
