"""Engines beyond one machine: the archive's named analyses on Spark, over an export of it.

Decides how their SQL becomes Spark's and how a session of Spark is begun and ended; leaves the
questions and the export to ``archive``. Needs the extra ``scale`` and Java. The only package that
imports sqlglot and pyspark.
"""
