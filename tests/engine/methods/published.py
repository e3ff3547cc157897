"""Published examples with known answers, by the name they have in the file."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

CASES = Path(__file__).parent / "data" / "mcda_golden_cases.json"


@cache
def published_cases() -> dict[str, dict[str, Any]]:
    return {case["id"]: case for case in json.loads(CASES.read_text(encoding="utf-8"))["cases"]}


class Published:
    """One published example."""

    def __init__(self, name: str) -> None:
        self._case = published_cases()[name]
        self.params = self._case["params"]
        self.measures = None if self._case["matrix"] is None else np.array(self._case["matrix"], float)
        self.weights = None if self._case["weights"] is None else np.array(self._case["weights"], float)
        self.maximise = np.array([criterion["direction"] == "max" for criterion in self._case["criteria"]])

    def agrees(self, **found: Any) -> None:
        """Compare everything that was published, within the rounding of the source."""
        expected, tolerance = self._case["expected"], self._case["tolerance"]
        assert found.keys() == expected.keys()
        for key, figures in expected.items():
            allowed = tolerance.get(key, tolerance.get("default"))
            np.testing.assert_allclose(found[key], figures, rtol=0, atol=allowed, err_msg=key)
