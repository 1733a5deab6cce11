"""One's own desk: home with the day ahead, the inbox, queues to work, quick entry."""
