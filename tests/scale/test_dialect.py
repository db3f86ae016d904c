"""Every analysis can be put into Spark's words."""

import sys

import pytest

from chronicler.archive.asking.analyses import analysis, names, parameters
from chronicler.errors import UserError
from chronicler.scale.dialect import spark_sql


@pytest.fixture
def _sqlglot() -> None:
    pytest.importorskip("sqlglot", reason="sqlglot comes with the extra `scale`")


@pytest.mark.usefixtures("_sqlglot")
@pytest.mark.parametrize("name", names())
def test_every_analysis_is_put_into_sparks_words_with_its_parameters(name: str) -> None:
    told = spark_sql(analysis(name))
    assert "$" not in told
    assert [key for key in parameters(name) if f":{key}" not in told] == []
    assert "DATE_DIFF" not in told.upper()


@pytest.mark.usefixtures("_sqlglot")
@pytest.mark.parametrize("sql", ["SELECT FROM WHERE (", "SELECT 1; SELECT 2"])
def test_what_is_no_single_question_is_refused_in_one_line(sql: str) -> None:
    with pytest.raises(UserError, match=r"cannot be put into Spark's words: [^\n]*$"):
        spark_sql(sql)


def test_the_missing_extra_is_named_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sqlglot", None)
    with pytest.raises(UserError, match=r'^Spark needs the extra `scale`: .*pip install -e "\.\[scale\]"$'):
        spark_sql("SELECT 1")
