"""The journal, which must be durable, and the DuckDB archive, which is rebuilt from it.

Decides how events are kept on disk and asked for again; leaves what they mean to
``agent`` and when to load them to ``runtime``. The only package that imports duckdb.
"""
