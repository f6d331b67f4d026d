"""The register as frames."""
