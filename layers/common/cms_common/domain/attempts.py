"""How many attempts one place on the network may make, on whatever accounts."""

import ipaddress
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class SourceLimit:
    """At most `attempts` in each period of `seconds`."""

    attempts: int
    seconds: int

    def key(self, source: str, now: int) -> str:
        """Name the counter of a source in the period that `now` (seconds since 1970) falls into.

        An IPv6 source is its /64, which one household holds whole. The address itself is not kept.
        """
        place = sha256(_network(source).encode()).hexdigest()[:32]
        return f"source#{place}#{now // self.seconds}"


def _network(source: str) -> str:
    try:
        address = ipaddress.ip_address(source.strip("[]"))
    except ValueError:
        return source
    if address.version == 4:
        return str(address)
    # An IPv4 address in IPv6 clothes is that address; taken as IPv6, all of them would share one /64.
    return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
