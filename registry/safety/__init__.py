"""Safety: checklists, risk and deadlines; pure, from records and data to numbers and words."""
