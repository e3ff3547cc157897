"""What is wrong with a request that cannot be evaluated, named in the domain."""

from dataclasses import dataclass
from typing import Literal

FaultCode = Literal[
    "choices_contradict",
    "comparison_twice",
    "comparisons_not_linked",
    "criterion_twice",
    "key_taken",
    "name_missing",
    "name_taken",
    "no_largest_swing",
    "no_number_expected",
    "no_option",
    "none_stands_alone",
    "not_a_weight",
    "note_missing",
    "number_below_zero",
    "one_option_only",
    "option_twice",
    "platform_twice",
    "range_reversed",
    "same_criterion",
    "swing_above_largest",
    "too_many_scenarios",
    "unknown_condition",
    "unknown_criterion",
    "unknown_model",
    "unknown_option",
    "unknown_platform",
    "unknown_question",
    "unknown_scenario",
    "unknown_workload",
    "unsure_not_offered",
    "weights_all_zero",
    "weights_twice",
    "workload_twice",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that was not understood."""

    pointer: str  # JSON Pointer (RFC 6901) into the request
    code: FaultCode  # stable, never translated
    message: str  # a sentence that a user may read


class DecisionError(Exception):
    """The request cannot be evaluated."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(" ".join(fault.message for fault in faults))
        self.faults = faults


class UnknownModel(DecisionError):
    """No decision model of that key is published."""


class UnknownScenario(DecisionError):
    """The decision model has no scenario of that key."""


class NotUnderstood(DecisionError):
    """Answers, weights or platforms that the decision model does not know."""


def pointer(*parts: str | int) -> str:
    """Return the JSON Pointer of a place.

    >>> pointer("answers", "a/b", 0)
    '/answers/a~1b/0'
    """
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)
