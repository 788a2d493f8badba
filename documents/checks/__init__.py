"""What is wrong or doubtful in an official document before it goes up its line: the rules DOC, BUD and CHK.

A rule is a function from a ``Paper`` to ``Finding``s; ``RULES`` in ``catalogue`` lists them. Rules know nothing of
pages or sessions, so that a document may be checked while it is drafted, sent up, or signed.
"""
