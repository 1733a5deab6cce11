"""What every test may ask for: an organization with its schema, made once a run; tests roll back what they write."""
