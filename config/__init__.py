__version__ = "2026.11.1"  # as in pyproject.toml
