"""What other wings may use of marketing: nothing yet."""
