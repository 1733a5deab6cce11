"""Working together on any record: notes, tasks, activities (calls, meetings, e-mails), comments and files.

Each is a record of its own that is about others, of whatever object; those need not know of it. What was done last and
what comes next is kept on the records themselves (`following`). Not here: messages to and from customers
(communication).
"""
