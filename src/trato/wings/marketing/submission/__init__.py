"""What somebody sent by a form: their answers, where they came from and what they consented to."""
