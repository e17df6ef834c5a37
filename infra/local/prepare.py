"""Turn the templates into what MiniStack deploys: transformed by SAM, routes written out, `left_out` taken out."""

import copy
import logging
import re

from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

from infra.local import left_out
from infra.templates import Template, of_type

CODE_BUCKET = "local-code"
# It warns of each feature flag that only AWS's own copy of it has.
logging.getLogger("samtranslator.feature_toggle").setLevel(logging.ERROR)
METHODS = {"get", "head", "post", "put", "patch", "delete", "options"}


def transform(template: Template, parameters: dict[str, str]) -> Template:
    """What CloudFormation makes of a SAM template with these parameter values.

    The code of each function and layer is named by its logical ID in `CODE_BUCKET`.

    Raises:
        InvalidDocumentException: the template is not a valid SAM template.
    """
    source = copy.deepcopy(template)
    for kind, code in (("Function", "CodeUri"), ("LayerVersion", "ContentUri")):
        for name, resource in of_type(source, f"AWS::Serverless::{kind}").items():
            resource["Properties"][code] = {"Bucket": CODE_BUCKET, "Key": f"{name}.zip"}
    result: Template = Translator({}, Parser()).translate(source, parameters | _defaults(source, parameters))
    return result


def _defaults(template: Template, given: dict[str, str]) -> dict[str, str]:
    declared = template.get("Parameters", {}).items()
    return {name: str(value["Default"]) for name, value in declared if "Default" in value and name not in given}


def for_local(transformed: Template) -> Template:
    """The transformed template without what the local cloud leaves out, and with its routes as resources."""
    template = copy.deepcopy(transformed)
    _write_out_routes(template)
    resources = template["Resources"]
    for name in [name for name, resource in resources.items() if resource["Type"] in left_out.RESOURCES]:
        del resources[name]
    for kind, name in left_out.PROPERTIES:
        for resource in of_type(template, kind).values():
            resource["Properties"].pop(name, None)
    for kind, name in left_out.ATTRIBUTES:
        for resource in of_type(template, kind).values():
            resource.pop(name, None)
    for function in of_type(template, "AWS::Lambda::Function").values():
        function["Properties"]["Runtime"] = "provided.al2023"
    _drop_statements(template)
    return template


def _drop_statements(template: Template) -> None:
    for policy in of_type(template, "AWS::S3::BucketPolicy").values():
        document = policy["Properties"]["PolicyDocument"]
        document["Statement"] = [each for each in document["Statement"] if each["Sid"] not in left_out.STATEMENTS]
    for name, policy in of_type(template, "AWS::S3::BucketPolicy").items():
        if not policy["Properties"]["PolicyDocument"]["Statement"]:
            del template["Resources"][name]


def routes(body: Template) -> dict[str, Template]:
    """The integration of each route key ("GET /client/login", "$default") in an HTTP API's OpenAPI body."""
    found: dict[str, Template] = {}
    for path, operations in body["paths"].items():
        for method, operation in operations.items():
            verb = method.upper() if method in METHODS else "ANY"
            key = "$default" if operation.get("isDefaultRoute") else f"{verb} {path}"
            found[key] = operation["x-amazon-apigateway-integration"]
    return found


def _write_out_routes(template: Template) -> None:
    for api, resource in of_type(template, "AWS::ApiGatewayV2::Api").items():
        body = resource["Properties"]["Body"]
        resource["Properties"] |= {"Name": body["info"]["title"], "ProtocolType": "HTTP"}
        for key, integration in routes(body).items():
            target = f"{api}Integration{_function_of(integration)}"
            template["Resources"][target] = _integration(api, integration)
            template["Resources"][f"{api}Route{_letters(key.title())}"] = _route(api, key, target)


def _function_of(integration: Template) -> str:
    """The logical ID of the alias that an integration's address names."""
    return _letters(integration["uri"]["Fn::Sub"].partition("/functions/")[2].partition("/")[0])


def _letters(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", text)


def _integration(api: str, integration: Template) -> Template:
    properties = {
        "ApiId": {"Ref": api},
        "IntegrationType": "AWS_PROXY",
        "IntegrationUri": integration["uri"],
        "PayloadFormatVersion": integration["payloadFormatVersion"],
    }
    return {"Type": "AWS::ApiGatewayV2::Integration", "Properties": properties}


def _route(api: str, key: str, integration: str) -> Template:
    target = {"Fn::Join": ["/", ["integrations", {"Ref": integration}]]}
    properties = {"ApiId": {"Ref": api}, "RouteKey": key, "Target": target}
    return {"Type": "AWS::ApiGatewayV2::Route", "Properties": properties}
