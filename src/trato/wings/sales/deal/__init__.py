"""A possible sale, from its first stage to won or lost."""
