"""Passages → tags. `tagger.Tagger` is the room's door; one method per file behind it.

words → phrases → rules and limbs; words → features → (model); tagger puts them together, with tensions
and ages beside the tags.
"""
