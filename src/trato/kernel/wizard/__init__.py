"""The import wizard: its steps as pages. Not here: files (exchange), rows (intake)."""
