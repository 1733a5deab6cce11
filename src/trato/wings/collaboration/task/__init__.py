"""Tasks: what somebody is to do until when, once or again and again, about records of any object."""
