"""Findings: what the contracts promise, and one rule per file in queries/checks."""
