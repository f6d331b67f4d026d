"""The office's own working numbers, for thresholds that the catalogue of law does not know."""

from registry.law import read_office_numbers
from registry.settings import Settings
from registry.store.database import Connection
from registry.store.office.operators import load_settings


def office_numbers(connection: Connection, settings: Settings) -> dict[str, float]:
    """Return "RULE.threshold" -> number: of the office's file, and over it what its settings state."""
    stated = load_settings(connection)
    return {
        **read_office_numbers(settings.home / "office.toml"),
        **{
            key: float(value)
            for key, value in stated.items()
            if "." in key and isinstance(value, int | float) and not isinstance(value, bool)
        },
    }
