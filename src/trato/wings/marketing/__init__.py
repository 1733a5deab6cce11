"""What brings people in: web forms and what they send.

A form makes records of whatever object it is for (leads, by default) through the same actions as everybody, so that
this wing knows none of them. Campaigns, mailings, journeys and surveys will live here too.
"""
