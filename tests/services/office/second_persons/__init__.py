"""How the second person does each deed, by the package that the deed is of."""
