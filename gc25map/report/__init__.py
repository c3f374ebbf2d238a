"""Coverage → files for people and programs: HTML and SVG (Jinja2), JSON, CSV, XLSX (XlsxWriter), DOCX (python-docx).

In:  a `Coverage` and the `Taxonomy` it was measured against.
Out: texts or bytes, and `files.write_reports` puts them where they belong, whole or not at all.
"""
