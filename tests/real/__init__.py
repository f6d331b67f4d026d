"""Tests on the real files that lie beside the project (marker ``real``)."""

from pathlib import Path

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
