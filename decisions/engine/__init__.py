"""How a decision is made: exclude, rate, weigh, score, and say how sure.

    problems = Problems.of(model, [Problem(answers={0: (2,), 3: "not_applicable"}, points=scenario_points)])
    evaluations = evaluate(model, problems, seed=7, detail=Detail.FULL)
    explanations = explain(model, problems, evaluations)

Pure functions on arrays: nothing here reads a clock, a file or a setting, and nothing is random without a seed. One
decision is a batch of one, and gives bit for bit what it gives within a larger batch.
"""

from decisions.engine.arrays import BoolArray, FloatArray, IntArray
from decisions.engine.asking import Asking, ask_until_settled
from decisions.engine.evaluation import Acceptability, Detail, Evaluations, evaluate
from decisions.engine.explanation import Explanations, explain, largest_remainder
from decisions.engine.measured import Measured
from decisions.engine.measurements import CapacityUsed, Formula, Measurement, StartTime, UsefulMemory
from decisions.engine.model import LEAST_STARS, MOST_STARS, AnswerIn, Method, Model, Question, Rule
from decisions.engine.outlook import Outlook, next_first
from decisions.engine.problems import NOT_APPLICABLE, OPEN, Answer, Problem, Problems, outcome_of
from decisions.engine.sampling import uniform_weights
from decisions.engine.smaa import Smaa, smaa
from decisions.engine.tipping import TippingPoints, tipping_points
from decisions.engine.verdict import Verdict
from decisions.engine.weighting import Chosen, InOrder, Region, Swings, middle

VERSION = "2026.11.2"  # rises with every change of what the same input gives

__all__ = [
    "LEAST_STARS",
    "MOST_STARS",
    "NOT_APPLICABLE",
    "OPEN",
    "VERSION",
    "Acceptability",
    "Answer",
    "AnswerIn",
    "Asking",
    "BoolArray",
    "CapacityUsed",
    "Chosen",
    "Detail",
    "Evaluations",
    "Explanations",
    "FloatArray",
    "Formula",
    "InOrder",
    "IntArray",
    "Measured",
    "Measurement",
    "Method",
    "Model",
    "Outlook",
    "Problem",
    "Problems",
    "Question",
    "Region",
    "Rule",
    "Smaa",
    "StartTime",
    "Swings",
    "TippingPoints",
    "UsefulMemory",
    "Verdict",
    "ask_until_settled",
    "evaluate",
    "explain",
    "largest_remainder",
    "middle",
    "next_first",
    "outcome_of",
    "smaa",
    "tipping_points",
    "uniform_weights",
]
