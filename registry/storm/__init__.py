"""Storms: tracks, wind and exposure; pure, arrays in and arrays out, SI units."""
