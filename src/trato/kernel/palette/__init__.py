"""Finding anything from the keyboard: the palette's rows and the page of search. Not here: finding records (search)."""
