"""Coverage → files for people and programs: HTML (Jinja2), JSON, CSV.

In:  a `Coverage` and the `Taxonomy` it was measured against.
Out: texts, and `files.write_reports` puts them where they belong, whole or not at all.
"""
