"""How often those who have not signed in may ask for what costs the server something."""

import threading

from portal import clock
from portal.security.throttle import network

_MANY = 10_000  # networks remembered before those that have rested are forgotten


class Pace:
    """So many requests a minute from one network, all at once or evenly; each process counts by itself.

    Kept for each network is only the moment at which everything it has asked for is worked off.
    """

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._free_at: dict[str, float] = {}
        self._guard = threading.Lock()

    def seconds_to_wait(self, address: str) -> float:
        """Count a request from an address: 0 when it may pass; else, uncounted, how long until the next one may."""
        now, source = clock.now().timestamp(), network(address)
        with self._guard:
            if len(self._free_at) > _MANY:
                self._free_at = {one: at for one, at in self._free_at.items() if at > now}
            free_at = max(now, self._free_at.get(source, 0.0)) + 60 / self.per_minute
            if free_at > now + 60:
                return free_at - now - 60
            self._free_at[source] = free_at
            return 0.0
