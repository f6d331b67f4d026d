"""What growing costs: a copy of the house gets a column, or a layer with a rule, and shows it everywhere."""
