"""The pages themselves: what each shows, put together from the parts in ui, and the views that answer for it.

Views parse a request, call the same queries and actions as the API, and answer a page or a fragment. Not here: what all
pages are made of (ui), rules of any object (wings).
"""
