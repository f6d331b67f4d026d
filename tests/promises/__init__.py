"""What a release promises to other programs (docs/promises.md), and that none of it is taken back."""
