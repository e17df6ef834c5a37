"""The base of the tables."""

import pytest

from cms_common.adapters import tables
from cms_common.adapters.table import Table, connection
from cms_common.adapters.tables import AccountItem, ClientItem
from tests.support.cloud import Cloud
from tests.support.stack import data_stack

MODELS = [one for one in vars(tables).values() if isinstance(one, type) and issubclass(one, Table) and one is not Table]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: str(model.__name__))
def test_scan__of_any_table__is_refused(model: type[Table]) -> None:
    # Given a table
    # When it is scanned
    # Then that is refused: every read is by key
    with pytest.raises(TypeError, match="by key only"):
        model.scan()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: str(model.__name__))
def test_model__of_any_table__has_the_keys_of_the_template(cloud: Cloud, model: type[Table]) -> None:
    # Given the table of a model as the template makes it
    made = {table["TableName"]: table for table in data_stack().made("AWS::DynamoDB::Table").values()}
    schema = {key["KeyType"]: key["AttributeName"] for key in made[model.Meta.table_name]["KeySchema"]}
    # When the model's own keys are read
    hash_key, range_key = model._hash_keyname, model._range_keyname
    # Then they are the same
    assert {"HASH": hash_key} | ({"RANGE": range_key} if range_key else {}) == schema


def test_connection__of_several_tables__is_one(cloud: Cloud) -> None:
    # Given two tables that were read
    for model in (AccountItem, ClientItem):
        with pytest.raises(model.DoesNotExist):
            model.get("nobody")
    # When their connections are compared
    used = {id(model._get_connection().connection) for model in (AccountItem, ClientItem)}
    # Then both share the one of the process
    assert used == {id(connection())}
