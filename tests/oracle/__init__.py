"""A second, plain reading of the law over the illustrative register, and its comparison with the first."""
