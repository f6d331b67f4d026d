"""The scripts' pure modules, tested by node (``*.test.js``), and rules that stand on both sides."""
