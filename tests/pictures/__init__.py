"""The pictures of the README and of the user guides, taken anew from the running product."""
