"""Products: what can stand on the lines of a deal, with the price it is sold at."""
