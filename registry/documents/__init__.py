"""Documents of the office: templates filled with plain values, drawn maps, sealed packages."""
