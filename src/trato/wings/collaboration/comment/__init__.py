"""Comments: what people answer to a record, a note or a task, in threads one level deep."""
