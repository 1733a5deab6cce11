"""Records out of files and into files: reading and mapping, the check run, the set-based import, exports.

An import never loops over records: it is staged, looked up and checked in SQL, then merged with entries, links and
search documents. Not here: what one record's change means (actions), who may change what (access).
"""
