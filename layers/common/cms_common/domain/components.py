"""The parts of the 2012 System that the site depends on (SES-05)."""

from enum import StrEnum


class Component(StrEnum):
    """A part of the 2012 System, by the name staff know it by."""

    BANCS = "BaNCS"
    SIEBEL = "Siebel"
    WPS = "WPS"


class ComponentFault(Exception):
    """A part of the 2012 System did not answer, or answered with a fault; nothing partial may be shown."""

    def __init__(self, component: Component) -> None:
        """Name the component that failed."""
        super().__init__(component)
        self.component = component
