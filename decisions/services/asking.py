"""How many questions the scenarios of a decision model need until one may stop asking.

Worked out by asking them, never stated: each scenario stands for somebody who starts with an empty questionnaire and
answers what is asked as that scenario would.
"""

from dataclasses import dataclass, replace
from functools import lru_cache

from decisions import engine
from decisions.documents.request import EvaluationRequest
from decisions.services.compile import MODELS_KEPT, CompiledModel
from decisions.services.evaluate import problem
from decisions.services.understand import understand
from scenarios import schema


@dataclass(frozen=True, slots=True)
class ScenarioAsked:
    """How far one scenario had to be asked."""

    scenario: schema.ScenarioProfile
    shown: int  # questions on its path: all that there would be to answer
    by_ask_next: int
    in_order: int  # of the questionnaire, with the same end
    settled: bool
    first: tuple[str, ...]  # keys of the questions in the order in which they were asked
    leader: schema.Platform | None  # when asking ended
    leader_with_all: schema.Platform | None  # with every answer given

    @property
    def stays(self) -> bool:
        return self.leader == self.leader_with_all


@dataclass(frozen=True, slots=True)
class QuestionsNeeded:
    """The scenarios of a decision model, asked."""

    scenarios: tuple[ScenarioAsked, ...]

    @property
    def shown(self) -> float:
        return mean([entry.shown for entry in self.scenarios])

    @property
    def by_ask_next(self) -> float:
        return mean([entry.by_ask_next for entry in self.scenarios])

    @property
    def in_order(self) -> float:
        return mean([entry.in_order for entry in self.scenarios])

    @property
    def staying(self) -> int:
        """In how many the answers left out would not have brought another leader."""
        return sum(entry.stays for entry in self.scenarios)


def mean(numbers: list[int]) -> float:
    return sum(numbers) / len(numbers)


@lru_cache(maxsize=MODELS_KEPT)  # one compiled model for each digest and process, and it takes seconds
def questions_needed(model: CompiledModel) -> QuestionsNeeded:
    """Ask all scenarios of a decision model, by what to ask next and in the order of the questionnaire."""
    arrays, scenarios = model.arrays, model.document.scenarios
    requests = [EvaluationRequest(model=model.document.key, scenario=entry.key) for entry in scenarios]
    answered = [replace(problem(understand(request, model)), points=None) for request in requests]
    problems = engine.Problems.of(arrays, answered)
    seed, cases = arrays.method.seed, arrays.method.cases
    everything = engine.evaluate(arrays, problems, detail=engine.Detail.VERDICT)
    by_ask_next = engine.ask_until_settled(arrays, problems, seed=seed, cases=cases)
    in_order = engine.ask_until_settled(arrays, problems, seed=seed, cases=cases, in_order_of_model=True)
    platforms = dict(enumerate(model.document.platforms))
    return QuestionsNeeded(
        tuple(
            ScenarioAsked(
                scenario=scenario,
                shown=int(everything.shown[row].sum()),
                by_ask_next=int(by_ask_next.asked[row]),
                in_order=int(in_order.asked[row]),
                settled=bool(by_ask_next.settled[row]),
                first=tuple(model.document.questions[index].key for index in by_ask_next.sequence(row)),
                leader=platforms.get(int(by_ask_next.leader[row])),
                leader_with_all=platforms.get(int(everything.leader[row])),
            )
            for row, scenario in enumerate(scenarios)
        )
    )
