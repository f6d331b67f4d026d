"""One file per thing a person does; the only place that combines the other rooms."""
