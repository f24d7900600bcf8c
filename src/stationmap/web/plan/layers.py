"""What the map of coverage may still ask for, by the address that a page gave out."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from stationmap.maps.assets import digest

if TYPE_CHECKING:
    from collections.abc import Callable

LAYERS_KEPT = 64
"""Six for each question, some shared; a page with an older one is told to ask anew."""


@dataclass(slots=True)
class _Layer:
    """A layer that is made when somebody first asks for it."""

    make: Callable[[], bytes] | None
    lock: Lock
    body: bytes = b""

    def get(self) -> bytes:
        """Make it, once; what it is made of is then let go."""
        with self.lock:
            if self.make is not None:
                self.body = self.make()
                self.make = None
            return self.body


class PlanLayers:
    """The layers of the last questions; threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[str, _Layer] = OrderedDict()

    def offer(self, content: bytes, make: Callable[[], bytes]) -> str:
        """Offer a layer, and return its address below the app's root.

        Parameters
        ----------
        content
            Tells this layer from all others: what it is made of, and how.
        make
            Makes the body, in another thread, when a map asks.
        """
        name = digest(content)
        with self._lock:
            if name not in self._kept:
                self._kept[name] = _Layer(make, Lock())
            self._kept.move_to_end(name)
            while len(self._kept) > LAYERS_KEPT:
                self._kept.popitem(last=False)
        return f"layers/coverage/{name}.json"

    def body(self, name: str) -> bytes | None:
        """Return the layer of this name, if it is still kept."""
        with self._lock:
            layer = self._kept.get(name)
        return None if layer is None else layer.get()
