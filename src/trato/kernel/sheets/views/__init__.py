"""The views of sheets: they parse, ask, and answer a page or a fragment."""
