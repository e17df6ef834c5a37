"""What CloudFormation makes of the templates, and what the local cloud makes of that."""

import pytest

from infra.local import left_out
from infra.local.prepare import for_local, routes, transform
from infra.templates import APPLICATION, DATA, Template, load, of_type

# CloudFormation stops at 500.
MOST_RESOURCES = 400
# Made of one resource, or of its Body: neither left out nor changed.
WRITTEN_OUT = {"AWS::ApiGatewayV2::Integration", "AWS::ApiGatewayV2::Route"}
NAMED_INSTEAD = {("AWS::ApiGatewayV2::Api", "Name"), ("AWS::ApiGatewayV2::Api", "ProtocolType")}


@pytest.fixture(scope="module")
def application() -> Template:
    return transform(load(APPLICATION), {"Stage": "production"})


@pytest.fixture(params=["application", "data"])
def transformed(request: pytest.FixtureRequest, application: Template) -> Template:
    return application if request.param == "application" else load(DATA)


def test_stack__transformed__stays_well_under_the_limit(transformed: Template) -> None:
    # Given a template as CloudFormation gets it
    resources = transformed["Resources"]
    # When its resources are counted
    count = len(resources)
    # Then there is room
    assert 0 < count < MOST_RESOURCES


def test_functions__transformed__answer_through_an_alias_alone(application: Template) -> None:
    # Given the functions' aliases
    aliases = of_type(application, "AWS::Lambda::Alias")
    assert len(aliases) == len(of_type(application, "AWS::Lambda::Function"))
    # When everything that calls a function is collected
    api = application["Resources"]["Api"]["Properties"]["Body"]
    targets = [route["uri"]["Fn::Sub"].split("${")[-1].split("}")[0] for route in routes(api).values()]
    rules = of_type(application, "AWS::Events::Rule").values()
    arns = [target["Arn"] for rule in rules for target in rule["Properties"]["Targets"]]
    # A rule may fill a queue too, which a mapping reads.
    targets += [arn["Ref"] for arn in arns if "Ref" in arn]
    queues = {arn["Fn::GetAtt"][0] for arn in arns if "Ref" not in arn}
    assert queues <= set(of_type(application, "AWS::SQS::Queue"))
    mappings = of_type(application, "AWS::Lambda::EventSourceMapping").values()
    targets += [mapping["Properties"]["FunctionName"]["Ref"] for mapping in mappings]
    # Then each calls an alias, so that a canary sees all traffic
    assert targets
    assert set(targets) <= set(aliases)


def test_local_cloud__resources_taken_out__stand_in_the_list(transformed: Template) -> None:
    # Given a template and what the local cloud deploys of it
    local = for_local(transformed)["Resources"]
    # When the missing and the added are collected
    missing = {name for name in transformed["Resources"] if name not in local}
    added = {resource["Type"] for name, resource in local.items() if name not in transformed["Resources"]}
    # Then the missing are of listed types, or policies of nothing but listed statements
    kinds = {name: transformed["Resources"][name] for name in missing}
    unexplained = {name for name, resource in kinds.items() if not _explained(resource)}
    assert unexplained == set()
    assert added <= WRITTEN_OUT


def _explained(resource: Template) -> bool:
    if resource["Type"] in left_out.RESOURCES:
        return True
    statements = resource["Properties"].get("PolicyDocument", {}).get("Statement", [{"Sid": None}])
    return all(statement["Sid"] in left_out.STATEMENTS for statement in statements)


def test_local_cloud__properties_changed__stand_in_the_list(transformed: Template) -> None:
    # Given a template and what the local cloud deploys of it
    local = for_local(transformed)["Resources"]
    listed = set(left_out.PROPERTIES) | set(left_out.REPLACED) | NAMED_INSTEAD
    # When the differences are collected
    changed = {
        (resource["Type"], key)
        for name, resource in local.items()
        if name in transformed["Resources"]
        for key in _different(transformed["Resources"][name].get("Properties", {}), resource.get("Properties", {}))
    }
    # Then each is listed
    assert changed <= listed


def _different(before: Template, after: Template) -> set[str]:
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def test_left_out__every_entry__is_still_in_a_template(application: Template) -> None:
    # Given both templates
    resources = [*application["Resources"].values(), *load(DATA)["Resources"].values()]
    # When what they have is collected
    types = {resource["Type"] for resource in resources}
    properties = {(resource["Type"], key) for resource in resources for key in resource.get("Properties", {})}
    attributes = {(resource["Type"], key) for resource in resources for key in resource}
    # Then the list has nothing that no template has, and a reason for each
    assert set(left_out.RESOURCES) <= types
    assert set(left_out.PROPERTIES) | set(left_out.REPLACED) <= properties
    assert set(left_out.ATTRIBUTES) <= attributes
    assert all({**left_out.RESOURCES, **left_out.STATEMENTS}.values())
