"""A web form: what it asks, what it makes of the answers, and who is given them."""
