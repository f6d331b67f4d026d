"""Speed, measured apart from the tests and always against a named baseline in the same run."""
