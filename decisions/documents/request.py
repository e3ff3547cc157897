"""What a caller asks: answers, weights and how much to say. One shape for API, stored answers and pages."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]*$", max_length=64)]
Language = Literal["en", "zh-hans"]
Detail = Literal["verdict", "summary", "full"]
Certainty = Literal["measured", "documented", "estimate"]
WhyNot = Literal["out_of_scope", "business", "architecture", "other"]
NOTE = r"^[^\x00]*$"  # any text that every database can hold
Note = Annotated[str, StringConstraints(pattern=NOTE, max_length=2000)]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Importance = Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]
Chosen = Annotated[list[Key], Field(max_length=32)]
Name = Annotated[str, StringConstraints(pattern=r"^\S(.*\S)?$", max_length=100)]  # one line, no space around it


def whole(number: object) -> object:
    """Take 7.0 for 7: JSON has one kind of number, and its schema calls both integers."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


UNSURE = "unsure"  # an answer, never the key of an option
MOST_ANSWERS = 200
MOST_WORKLOADS = 50
MOST_COMPARISONS = 500  # every pair of 32 criteria
MOST_CHOICES = 60  # either/or; about ten are needed
LEAST_RATIO, MOST_RATIO = 0.111, 9.0  # of importance, on the scale of the AHP: 1/9, written with three digits, to 9
LEAST_SHARE = 0.01  # of the way from the worst to the best
DEFAULT_MODEL = "standard"


class Document(BaseModel):
    """A document that leaves or enters the house: strict, closed, finite."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class DetailedAnswer(Document):
    """An answer with its circumstances, or the reason why the question does not apply."""

    value: Key | Chosen | Finite | None = None
    does_not_apply: WhyNot | None = None
    certainty: Certainty | None = None
    note: Note = ""

    @model_validator(mode="after")
    def it_says_one_thing(self) -> "DetailedAnswer":
        if (self.value is None) == (self.does_not_apply is None):
            raise PydanticCustomError("value_or_reason", "Give either value or does_not_apply.")
        return self


Answer = Key | Chosen | Finite | DetailedAnswer | None  # None takes back what a scenario brought


class DirectWeights(Document):
    """Points for each criterion, set by hand. `weights` says the same in short."""

    method: Literal["direct"]
    points: Annotated[dict[Key, Importance], Field(min_length=1, max_length=MOST_ANSWERS)]


Rank = Key | Annotated[list[Key], Field(min_length=1, max_length=MOST_ANSWERS)]  # several: they matter alike
Order = Annotated[list[Rank], Field(min_length=1, max_length=MOST_ANSWERS)]


class RankOrder(Document):
    """Criteria in order, the most important first."""

    method: Literal["rank_order"]
    order: Order
    scheme: Literal["ordinal", "roc", "rank_sum", "reciprocal"] = "ordinal"


Range = Annotated[list[Importance], Field(min_length=2, max_length=2)]


class Swing(Document):
    """What the step from worst to best is worth on each criterion: points, ranges of points, or the order alone."""

    method: Literal["swing"]
    points: Annotated[dict[Key, Importance | Range], Field(min_length=1, max_length=MOST_ANSWERS)] | None = None
    order: Order | None = None

    @model_validator(mode="after")
    def it_says_one_thing(self) -> "Swing":
        if (self.points is None) == (self.order is None):
            raise PydanticCustomError("points_or_order", "Give either points or order.")
        return self


class Comparison(Document):
    """How many times as important one criterion is as another."""

    a: Key
    b: Key
    ratio: Annotated[float, Field(ge=LEAST_RATIO, le=MOST_RATIO)]


class Pairwise(Document):
    """Criteria compared in pairs, all pairs or as many as link them with each other."""

    method: Literal["pairwise"]
    comparisons: Annotated[list[Comparison], Field(min_length=1, max_length=MOST_COMPARISONS)]
    variant: Literal["eigenvector", "geometric_mean"] = "eigenvector"
    random_index: Literal["saaty_1980", "saaty_2008", "alonso_lamata_2006"] = "saaty_2008"


class TradeOffAnswer(Document):
    """Which of two improvements matters more: one criterion part of the way, or another one all the way."""

    partly: Key
    share: Annotated[float, Field(ge=LEAST_SHARE, le=1)]
    wholly: Key
    choice: Literal["partly", "wholly", "equal"]


class TradeOffs(Document):
    """Answers to either/or questions; the evaluation says which one to ask next."""

    method: Literal["trade_offs"]
    answers: Annotated[list[TradeOffAnswer], Field(max_length=MOST_CHOICES)] = []


Weighting = Annotated[DirectWeights | RankOrder | Swing | Pairwise | TradeOffs, Field(discriminator="method")]
WEIGHTING: TypeAdapter[Weighting] = TypeAdapter(Weighting)  # reads one that stands alone


class Workload(Document):
    """A part that is placed by itself. It inherits what the request says, and says some of it otherwise."""

    name: Name
    scenario_workload: Key | None = None  # one of the scenario's workloads, whose answers it brings
    answers: Annotated[dict[Key, Answer], Field(max_length=MOST_ANSWERS)] = {}  # None takes back what is inherited
    weights: Annotated[dict[Key, Importance], Field(min_length=1, max_length=MOST_ANSWERS)] | None = None
    weighting: Weighting | None = None


class EvaluationRequest(Document):
    """A question to Berth: what is known of one workload, or of a whole with several."""

    model: Key = DEFAULT_MODEL
    scenario: Key | None = None
    language: Language = "en"
    detail: Detail = "full"
    seed: Annotated[int, Field(ge=0, le=2**31 - 1), BeforeValidator(whole)] | None = None
    answers: Annotated[dict[Key, Answer], Field(max_length=MOST_ANSWERS)] = {}
    weights: Annotated[dict[Key, Importance], Field(min_length=1, max_length=MOST_ANSWERS)] | None = None
    weighting: Weighting | None = None
    platforms: Annotated[list[Key], Field(min_length=1, max_length=32)] | None = None
    confirmed_conditions: Annotated[dict[Key, Note], Field(max_length=MOST_ANSWERS)] = {}
    workloads: Annotated[list[Workload], Field(max_length=MOST_WORKLOADS)] = []
