"""Files that were attached to records: what they are called, hold and were before. Their bytes lie in a storage."""
