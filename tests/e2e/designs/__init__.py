"""Walks of design dossiers in a real browser."""
