"""Notes: rich text about records of any object, with the people it mentions."""
