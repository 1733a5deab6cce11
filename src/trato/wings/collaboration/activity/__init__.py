"""Activities: calls, meetings and e-mails, logged after they were or planned before."""
