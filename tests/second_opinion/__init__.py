"""A second opinion on the wind field, in an environment of its own; nothing here is a dependency."""
