"""Read CloudFormation templates: YAML with its short forms (`!Ref`, `!GetAtt`, `!Sub`...) written out."""

from pathlib import Path
from typing import Any

import yaml

Template = dict[str, Any]

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "infra" / "data.yaml"
APPLICATION = ROOT / "template.yaml"


class _Loader(yaml.CSafeLoader):
    """YAML with CloudFormation's tags."""


def _long_form(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    name = suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}"
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
        return {name: value.split(".", 1) if suffix == "GetAtt" else value}
    if isinstance(node, yaml.SequenceNode):
        return {name: loader.construct_sequence(node, deep=True)}
    if isinstance(node, yaml.MappingNode):
        return {name: loader.construct_mapping(node, deep=True)}
    raise TypeError(f"!{suffix} on {node}")


_Loader.add_multi_constructor("!", _long_form)


def load(path: Path) -> Template:
    """A template as plain dictionaries, its intrinsic functions in their long form."""
    template: Template = yaml.load(path.read_text(), Loader=_Loader)  # noqa: S506 # nosec B506 - a SafeLoader
    return template


def of_type(template: Template, kind: str) -> dict[str, Template]:
    """The resources of one type, by logical ID."""
    resources: dict[str, Template] = template["Resources"]
    return {name: resource for name, resource in resources.items() if resource["Type"] == kind}
