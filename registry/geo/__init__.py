"""Geo (không gian): VN-2000, texts to positions, distances; pure and quick to import."""
