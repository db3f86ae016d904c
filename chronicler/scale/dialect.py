"""The analyses' SQL as other engines want it.

Decides nothing of what is asked: the same file is read as DuckDB's and written anew.
"""

from chronicler.errors import UserError

MISSING = 'Spark needs the extra `scale`: in the clone, pip install -e ".[scale]"'
"""What to tell where sqlglot or PySpark is not there."""


def spark_sql(sql: str) -> str:
    """Return DuckDB's SQL as Spark's; a parameter ``$name`` becomes ``:name``.

    Raises:
        UserError: the extra is missing, or the SQL cannot be read.
    """
    try:
        import sqlglot  # noqa: PLC0415  an extra
    except ImportError as error:
        raise UserError(MISSING) from error
    try:
        (text,) = sqlglot.transpile(
            sql, read="duckdb", write="spark", comments=False, unsupported_level=sqlglot.ErrorLevel.RAISE
        )
    except (sqlglot.errors.SqlglotError, ValueError) as error:
        raise UserError(f"This SQL cannot be put into Spark's words: {str(error).splitlines()[0]}") from error
    return str(text)
