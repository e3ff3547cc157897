"""Say in a document what the engine found: keys for indices, sentences for reasons, rounded numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decisions import engine
from decisions.documents.evaluation import (
    AnswerPart,
    AnyEvaluation,
    AskNext,
    Beside,
    Condition,
    Counts,
    Evaluation,
    Excluded,
    Given,
    GivenNumber,
    ImportanceSource,
    MeasuredCriterion,
    MeasuredPlatform,
    Part,
    Provenance,
    Ranked,
    Reason,
    Reasons,
    SummaryEvaluation,
    TippingPoint,
    VerdictEvaluation,
    Warned,
)
from decisions.documents.request import Pairwise
from decisions.services import wording
from decisions.services.agreement import Checked, check, robust
from decisions.services.counterfactuals import counterfactuals
from decisions.services.reading import ReadAnswer
from decisions.services.understand import Understood
from decisions.services.weighing import ACCEPTED, inconsistency, weighting_of
from scenarios import schema

DECIMALS = 4  # of scores, weights and shares
STEPS = 10**DECIMALS  # in which parts are rounded so that they add up
LEAST_REASON = 0.0005  # of the score: less is not worth a sentence
TYPICAL = 1  # of low, typical, high

VERDICTS = {verdict.value: verdict.key for verdict in engine.Verdict}


def describe(
    batch: Sequence[Understood], evaluations: engine.Evaluations, explanations: engine.Explanations | None
) -> list[AnyEvaluation]:
    """Describe every evaluation of a batch, as far as its request wants to know."""
    described: list[AnyEvaluation] = []
    checked = check(evaluations) if any(each.request.detail == "full" for each in batch) else None
    for row, understood in enumerate(batch):
        detail = understood.request.detail
        if detail == "verdict":
            described.append(VerdictEvaluation(**verdict_fields(understood, evaluations, row)))
            continue
        with translation.override(understood.request.language):
            view = View(understood, evaluations, explanations, row, checked[row] if checked is not None else None)
            described.append(SummaryEvaluation(**view.summary()) if detail == "summary" else Evaluation(**view.full()))
    return described


def rounded(number: float) -> float:
    return round(float(number), DECIMALS) + 0.0  # + 0.0: no minus zero


def verdict_fields(understood: Understood, evaluations: engine.Evaluations, row: int) -> dict[str, Any]:
    model, leader = understood.model, int(evaluations.leader[row])
    verdict = VERDICTS[int(evaluations.verdict[row])]
    keys = model.arrays.alternatives
    settled_on = leader >= 0 and verdict != "not_enough_known"
    return {
        "verdict": verdict,
        "platform": keys[leader] if settled_on else None,
        "close_rivals": [keys[rival] for rival in np.flatnonzero(evaluations.close_rivals[row])]
        if verdict == "too_close_to_call"
        else [],
        "confidence": rounded(evaluations.confidence[row]),
        "provenance": Provenance(
            model=model.document.key,
            model_version=model.document.version,
            model_digest=model.digest,
            engine=engine.VERSION,
            seed=understood.seed,
            cases=evaluations.cases,
            input_digest=understood.input_digest,
        ),
    }


@dataclass(frozen=True, slots=True)
class View:
    """One evaluation of a batch, with what it takes to put it into words."""

    understood: Understood
    evaluations: engine.Evaluations
    explanations: engine.Explanations | None
    row: int
    checked: Checked | None = None  # by other methods; none: not in full detail

    # what is looked at -------------------------------------------------------------------------------------------

    @property
    def document(self) -> schema.DecisionModel:
        return self.understood.model.document

    @property
    def leader(self) -> int:
        return int(self.evaluations.leader[self.row])

    @property
    def compared(self) -> list[int]:
        """The compared platforms, the best first and excluded ones last."""
        compared = set(self.understood.compared)
        return [int(index) for index in self.evaluations.order[self.row] if int(index) in compared]

    @property
    def rival(self) -> int | None:
        """Whom the leader is measured against: the next one, excluded or not."""
        others = [index for index in self.compared if index != self.leader]
        return others[0] if others and self.leader >= 0 else None

    def say(self, text: schema.Bilingual) -> str:
        return wording.in_language(text, self.understood.request.language)

    def platform(self, index: int) -> str:
        return self.document.platforms[index].key

    def answer(self, question: int) -> ReadAnswer | None:
        return self.understood.reading.answers.get(question)

    def options(self, question: int) -> list[schema.Option]:
        """The options that hold; none while the question is open."""
        answer = self.answer(question)
        options = self.document.questions[question].options
        return [options[index] for index in answer.chosen] if answer is not None else []

    def is_open(self, question: int) -> bool:
        answer = self.answer(question)
        return bool(self.evaluations.shown[self.row, question]) and (answer is None or answer.state == "unsure")

    # summary -----------------------------------------------------------------------------------------------------

    def summary(self) -> dict[str, Any]:
        fields = verdict_fields(self.understood, self.evaluations, self.row)
        conditions = list(self.conditions())
        return {
            **fields,
            "summary": self.sentence(str(fields["verdict"]), conditions),
            "ranking": list(self.ranking()),
            "weights": self.weights(),
            "excluded": list(self.excluded()),
            "conditions": conditions,
            "warnings": list(self.warnings()),
            "counts": self.counts(),
            "none_left": rounded(self.evaluations.nothing_left[self.row] / self.evaluations.cases),
        }

    def sentence(self, verdict: str, conditions: Sequence[Condition]) -> str:
        scenario = next(
            (entry for entry in self.document.scenarios if entry.key == self.understood.request.scenario), None
        )
        leader = self.document.platforms[self.leader] if self.leader >= 0 else None
        rivals = np.flatnonzero(self.evaluations.close_rivals[self.row])
        return wording.summary(
            verdict=verdict,
            leader=self.say(leader.label) if leader is not None else None,
            rivals=[self.say(self.document.platforms[index].label) for index in rivals],
            confidence=float(self.evaluations.confidence[self.row]),
            scenario=self.say(scenario.label) if scenario is not None else None,
            weighed=self.understood.stated is not None,
            excluded=[
                self.say(self.document.platforms[index].label)
                for index in self.compared
                if self.leader >= 0 and self.evaluations.excluded[self.row, index]
            ],
            workload=self.understood.workload,
            counts=self.counts(),
            open_conditions=sum(
                1
                for condition in conditions
                if not condition.confirmed and leader is not None and condition.platform == leader.key
            ),
        )

    def ranking(self) -> Iterator[Ranked]:
        acceptability = self.evaluations.acceptability
        if acceptability is None:
            raise ValueError("the engine was asked for a verdict alone")
        for rank, index in enumerate(self.compared, start=1):
            stands = bool(acceptability.ranks[self.row, index].any())  # in some case no rule excludes it
            yield Ranked(
                platform=self.platform(index),
                rank=rank,
                score=rounded(self.evaluations.scores[self.row, index]),
                low=rounded(acceptability.low[self.row, index]) if stands else None,
                high=rounded(acceptability.high[self.row, index]) if stands else None,
                eligible=bool(self.evaluations.eligible[self.row, index]),
                rank_acceptability=[
                    rounded(share) for share in acceptability.ranks[self.row, index, : len(self.compared)]
                ],
            )

    def weights(self) -> dict[str, float]:
        shares = engine.largest_remainder(self.evaluations.weights[self.row] * STEPS, STEPS) / STEPS
        return {criterion.key: rounded(share) for criterion, share in zip(self.document.criteria, shares, strict=True)}

    def fired(self, effect: str) -> Iterator[tuple[int, schema.Constraint]]:
        for index, rule in enumerate(self.document.constraints):
            if rule.effect == effect and self.evaluations.fired[self.row, index]:
                yield index, rule

    def excluded(self) -> Iterator[Excluded]:
        for index, rule in self.fired("exclude"):
            answer = rule.when[0]
            for platform in self.concerned(index):
                yield Excluded(
                    platform=self.platform(platform),
                    constraint=rule.key,
                    question=answer.question,
                    answer=self.decisive(answer),
                    because=self.say(rule.because),
                    evidence=list(rule.evidence),
                )

    def concerned(self, rule: int) -> list[int]:
        """The compared platforms that a rule concerns, in the order of the model."""
        picked = self.understood.model.arrays.rules[rule].alternatives
        return [index for index in sorted(self.compared) if picked[index]]

    def decisive(self, test: schema.AnswerIn) -> str:
        """The option that makes a rule's test hold."""
        question = self.understood.model.questions[test.question].index
        return next((option.key for option in self.options(question) if option.key in test.options), "")

    def conditions(self) -> Iterator[Condition]:
        for index, rule in self.fired("condition"):
            note = self.understood.confirmed.get(index)
            for platform in self.concerned(index):
                if self.evaluations.eligible[self.row, platform]:
                    yield self.condition(
                        platform, rule, rule.when[0].question, self.say(rule.confirm or rule.because), note
                    )
        for possible in np.flatnonzero(self.evaluations.could_exclude_leader[self.row]):
            rule = self.document.constraints[int(possible)]
            question = self.first_open(rule)
            if question is not None:
                confirm = _("Answer “%(question)s”: until then this rule may exclude %(platform)s.") % {
                    "question": self.say(question.label),
                    "platform": self.say(self.document.platforms[self.leader].label),
                }
                yield self.condition(self.leader, rule, question.key, confirm, None, open_question=True)

    def condition(
        self, platform: int, rule: schema.Constraint, question: str, confirm: str, note: str | None,
        *, open_question: bool = False,
    ) -> Condition:  # fmt: skip
        return Condition(
            platform=self.platform(platform),
            constraint=rule.key,
            because=self.say(rule.because),
            confirm=confirm,
            confirmed=note is not None,
            note=note or "",
            question=question,
            evidence=list(rule.evidence),
            open_question=open_question,
        )

    def first_open(self, rule: schema.Constraint) -> schema.Question | None:
        for test in (*rule.when, *([rule.unless] if rule.unless is not None else [])):
            index = self.understood.model.questions[test.question].index
            if self.is_open(index):
                return self.document.questions[index]
        return None

    def warnings(self) -> Iterator[Warned]:
        counts = self.counts()
        if counts.assumed:
            message = ngettext(
                "%(n)s answer is assumed, not your own.", "%(n)s answers are assumed, not your own.", counts.assumed
            ) % {"n": counts.assumed}
            yield Warned(code="assumed_answers", message=message)
        if self.evaluations.weights_were_all_zero[self.row]:
            yield Warned(code="weights_all_zero", message=_("Nothing was given any importance: all weights are equal."))
        said = self.understood.stated
        if said is not None and said.left_out:
            labels = [self.say(entry.label) for entry in self.document.criteria if entry.key in said.left_out]
            message = _("These criteria were given no weight and count nothing: %(criteria)s.") % {
                "criteria": wording.listed(labels)
            }
            yield Warned(code="criteria_left_out", message=message)
        if said is not None and isinstance(said.statement, Pairwise):
            ratio = inconsistency(said.statement, self.understood)
            if ratio > ACCEPTED:
                message = _("The comparisons of criteria contradict each other: consistency ratio %(ratio)s.") % {
                    "ratio": f"{ratio:.2f}"
                }
                yield Warned(code="inconsistent_comparisons", message=message)
        for index in self.understood.reading.hidden:
            question = self.document.questions[index]
            message = _("“%(question)s” was answered, but other answers make it void; it does not count.") % {
                "question": self.say(question.label)
            }
            yield Warned(code="answer_not_counted", message=message)
        for contradiction in self.document.contradictions:
            if all(self.decisive(test) for test in contradiction.when):
                yield Warned(code=contradiction.key, message=self.say(contradiction.message))
        for index, rule in self.fired("warning"):
            if self.concerned(index):
                yield Warned(code=rule.key, message=self.say(rule.because))

    def counts(self) -> Counts:
        own = assumed = still_open = void = shown = 0
        for question in self.document.questions:
            index = self.understood.model.questions[question.key].index
            answer = self.answer(index)
            if not self.evaluations.shown[self.row, index]:
                continue
            shown += 1
            if answer is None or answer.state == "unsure":
                still_open += 1
            elif answer.state == "does_not_apply":
                void += 1
            elif answer.source == "own":
                own += 1
            else:
                assumed += 1
        return Counts(own=own, assumed=assumed, open=still_open, does_not_apply=void, shown=shown)

    # full --------------------------------------------------------------------------------------------------------

    def full(self) -> dict[str, Any]:
        acceptability, outlook = self.evaluations.acceptability, self.evaluations.outlook
        factors = self.evaluations.confidence_factors
        if acceptability is None or outlook is None or factors is None or self.checked is None:
            raise ValueError("the engine was asked for less than the full detail")
        parts = self.parts()
        return {
            **self.summary(),
            "settled": bool(outlook.settled[self.row]),
            "language": self.understood.request.language,
            "scenario": self.understood.request.scenario,
            "rival": self.platform(self.rival) if self.rival is not None else None,
            "contributions": {
                platform: {criterion: part.total for criterion, part in by_criterion.items()}
                for platform, by_criterion in parts.items()
            },
            "parts": parts,
            "importance": self.importance(),
            "weighting": weighting_of(self.understood, self.evaluations, self.row),
            "reasons": self.reasons(),
            "pairwise_winning": {
                self.platform(index): {
                    self.platform(other): rounded(acceptability.wins[self.row, index, other])
                    for other in self.compared
                    if other != index
                }
                for index in self.compared
            },
            "central_weights": {
                self.platform(index): {
                    criterion.key: rounded(weight)
                    for criterion, weight in zip(
                        self.document.criteria, acceptability.central_weights[self.row, index], strict=True
                    )
                }
                for index in self.compared
            },
            "standard_errors": {
                self.platform(index): [
                    rounded(error) for error in self.standard_errors(acceptability.ranks[self.row, index])
                ]
                for index in self.compared
            },
            "confidence_factors": {self.platform(index): rounded(factors[self.row, index]) for index in self.compared},
            "hanging": rounded(outlook.at_stake[self.row, :, self.leader].sum()) if self.leader >= 0 else 0.0,
            "tipping_points": list(self.tipping_points()),
            "ask_next": list(self.ask_next(outlook)),
            "answers": list(self.given()),
            "beside": self.beside(),
            "counterfactuals": counterfactuals(self.understood, self.evaluations, self.row, self.weights(), STEPS),
            **robust(self.understood, self.checked),
            "measurements": list(self.measurements()),
        }

    def standard_errors(self, shares: engine.FloatArray) -> list[float]:
        """Return what independent cases would leave uncertain; those of a Sobol set leave less."""
        shown = shares[: len(self.compared)]
        errors: list[float] = np.sqrt(shown * (1 - shown) / self.evaluations.cases).tolist()
        return errors

    def explained(self) -> engine.Explanations:
        if self.explanations is None:
            raise ValueError("the engine was not asked to explain")
        return self.explanations

    def parts(self) -> dict[str, dict[str, Part]]:
        """Take every compared score apart; the shown parts add up to the shown score."""
        return {self.platform(index): self.parts_of(index) for index in self.compared}

    def parts_of(self, platform: int) -> dict[str, Part]:
        explained, row = self.explained(), self.row
        base, limit = explained.base[row, platform].tolist(), explained.limit[row, platform].tolist()
        moved = explained.parts[row, :, platform].T.tolist()  # by criterion and question; what is not declared has 0
        values, steps = [], []
        for criterion, by_question in enumerate(moved):
            answers = [question for question, points in enumerate(by_question) if points]
            steps.append(answers)
            values += [base[criterion], *(by_question[question] for question in answers), limit[criterion]]
        score = round(float(self.evaluations.scores[row, platform]) * STEPS)
        shares = iter((engine.largest_remainder(np.array(values) * STEPS, score) / STEPS).tolist())
        parts = {}
        for entry, questions, (low, stars, high) in zip(
            self.document.criteria, steps, self.stars(platform), strict=True
        ):
            of_rating = next(shares)
            answers_shown = [
                AnswerPart(
                    question=self.document.questions[question].key,
                    points=rounded(next(shares)),
                    open=self.is_open(question),
                )
                for question in questions
            ]
            of_scale = next(shares)
            parts[entry.key] = Part(
                base=rounded(of_rating),
                answers=answers_shown,
                limit=rounded(of_scale),
                total=rounded(of_rating + sum(answer.points for answer in answers_shown) + of_scale),
                stars=rounded(stars),
                low=rounded(low),
                high=rounded(high),
                measured=self.decides(platform, entry.key) is not None,
            )
        return parts

    def stars(self, platform: int) -> list[tuple[float, float, float]]:
        """Low, central and high rating on each criterion, after the answers' shift."""
        arrays, measured = self.understood.model.arrays, self.evaluations.measured
        ratings = arrays.ratings[platform].copy()
        for column in np.flatnonzero(measured.rates[self.row]).tolist():
            ratings[arrays.measured[column]] = measured.stars[self.row, column, platform]
        shift = self.evaluations.stars[self.row, platform] - ratings[:, TYPICAL]
        shifted = np.clip(ratings + shift[:, None], engine.LEAST_STARS, engine.MOST_STARS)
        return [(low, typical, high) for low, typical, high in shifted.tolist()]

    # what is measured

    @property
    def measuring(self) -> list[int]:
        """The measurements that the workload's numbers allow."""
        applies: list[int] = np.flatnonzero(self.evaluations.measured.applies[self.row]).tolist()
        return applies

    def worth(self, place: int) -> engine.FloatArray:
        """The stars that a measurement is worth by itself: (platforms, 3)."""
        stars: engine.FloatArray = self.evaluations.measured.worth[self.row, place]
        return stars

    def rates(self, place: int, platform: int) -> bool:
        return bool(self.understood.model.arrays.measurements[place].rated[platform])

    def decides(self, platform: int, criterion: str) -> int | None:
        """The measurement that a platform's rating comes from, if one does: the lowest.

        Not one that only limits, where what it would limit is as low; of equals the first in the model.
        """
        arrays = self.understood.model.arrays
        index = self.understood.model.criteria[criterion]
        decides, least = None, float(arrays.ratings[platform, index, TYPICAL])
        for place in sorted(self.measuring, key=lambda place: arrays.measurements[place].limits):
            measurement = arrays.measurements[place]
            if measurement.criterion == index and self.rates(place, platform):
                stars = float(self.worth(place)[platform, TYPICAL])
                if stars < least or not measurement.limits:
                    decides, least = place, stars
        return decides

    def measurements(self) -> Iterator[MeasuredCriterion]:
        for place in self.measuring:
            entry, measurement = self.document.measurements[place], self.understood.model.arrays.measurements[place]
            given = self.numbers(measurement)
            rated = [index for index in self.compared if self.rates(place, index)]
            figures = measurement.measures(given)[0]
            yield MeasuredCriterion(
                measurement=entry.key,
                criterion=entry.criterion,
                label=self.say(entry.label),
                unit=self.say(entry.unit),
                numbers=[
                    GivenNumber(question=self.document.questions[question].key, number=number)
                    for question, number in zip(measurement.inputs, given[0].tolist(), strict=True)
                ],
                platforms={self.platform(index): self.figure(place, index, figures[index]) for index in rated},
                evidence=self.behind(entry, [self.platform(index) for index in rated]),
            )

    def numbers(self, measurement: engine.Measurement) -> engine.FloatArray:
        """The numbers that a measurement takes, as a batch of one: (1, inputs)."""
        return np.array([[self.number(question) for question in measurement.inputs]])

    def number(self, question: int) -> float:
        answer = self.answer(question)
        return answer.number or 0.0 if answer is not None else 0.0

    def figure(self, place: int, platform: int, measures: engine.FloatArray) -> MeasuredPlatform:
        criterion = self.understood.model.arrays.measurements[place].criterion
        low, typical, high = (rounded(number) for number in measures)
        stars = self.worth(place)[platform]
        return MeasuredPlatform(
            low=low,
            typical=typical,
            high=high,
            stars_low=rounded(stars[0]),
            stars=rounded(stars[TYPICAL]),
            stars_high=rounded(stars[-1]),
            instead_of=rounded(self.understood.model.arrays.ratings[platform, criterion, TYPICAL]),
        )

    def behind(self, measurement: schema.Measurement, platforms: Sequence[str]) -> list[str]:
        """The evidence behind the figures of these platforms, each entry once."""
        cited = (figure.evidence for figure in measurement.figures if figure.platform in platforms)
        return list(dict.fromkeys(key for keys in cited for key in keys))

    # whence importance, and why

    def importance(self) -> dict[str, list[ImportanceSource]]:
        explained, row = self.explained(), self.row
        origin: Literal["own", "scenario", "model"] = "model"
        if self.understood.stated is not None:
            origin = "own"
        elif self.understood.request.scenario is not None:
            origin = "scenario"
        sources: dict[str, list[ImportanceSource]] = {}
        for index, criterion in enumerate(self.document.criteria):
            base = rounded(explained.importance_base[row, index])
            sources[criterion.key] = [ImportanceSource(source=origin, question=None, points=base)]
            added = explained.importance_parts[row, :, index]
            for question in np.flatnonzero(added).tolist():
                if points := rounded(added[question]):
                    key = self.document.questions[question].key
                    sources[criterion.key].append(ImportanceSource(source="question", question=key, points=points))
        return sources

    def reasons(self) -> Reasons:
        """Argue for the leader and against it, criterion by criterion, measured against the best rival."""
        leader, rival = self.leader, self.rival
        if rival is None:
            return Reasons(in_favour=[], against=[])
        explained, row = self.explained(), self.row
        contributions = explained.contributions[row]
        arguments = sorted(
            (self.reason(criterion, float(difference), leader, rival))
            for criterion, difference in enumerate(contributions[leader] - contributions[rival])
            if abs(difference) >= LEAST_REASON
        )
        ordered = [reason for _, _, reason in arguments]
        return Reasons(
            in_favour=[reason for reason in ordered if reason.points > 0],
            against=[reason for reason in ordered if reason.points < 0],
        )

    def reason(self, criterion: int, difference: float, leader: int, rival: int) -> tuple[float, int, Reason]:
        entry = self.document.criteria[criterion]
        rationale = self.rationale(criterion, leader, rival)
        question = self.strongest_answer(criterion, difference, leader, rival)
        because = self.because(question, criterion, leader, rival) if question is not None else ""
        text = because or rationale
        if because and question is not None and self.document.questions[question].nature == "need":
            text = wording.paragraph_of(
                rationale, because
            )  # a need says why the criterion matters, the rating who is good at it
        reason = Reason(
            criterion=entry.key,
            question=self.document.questions[question].key if question is not None and because else None,
            points=rounded(difference),
            text=text,
            rationale=rationale,
        )
        return -abs(difference), criterion, reason

    def rationale(self, criterion: int, leader: int, rival: int) -> str:
        """Say what the leader's rating rests on: the figures that decide where it, or the rival's, is measured."""
        entry = self.document.criteria[criterion]
        deciding = dict.fromkeys(self.decides(index, entry.key) for index in (leader, rival))
        rated = [place for place in deciding if place is not None and self.rates(place, leader)]
        if rated:
            return wording.paragraph_of(*(self.figures_of(place, (leader, rival)) for place in rated))
        rating = next(
            rating
            for rating in self.document.ratings
            if rating.platform == self.platform(leader) and rating.criterion == entry.key
        )
        return self.say(rating.rationale)

    def figures_of(self, place: int, platforms: Sequence[int]) -> str:
        """Say what a measurement gives for some platforms."""
        entry, measurement = self.document.measurements[place], self.understood.model.arrays.measurements[place]
        measures = measurement.measures(self.numbers(measurement))[0, :, TYPICAL]
        return wording.measured(
            self.say(entry.label),
            self.say(entry.unit),
            [
                (self.say(self.document.platforms[index].label), rounded(measures[index]))
                for index in platforms
                if self.rates(place, index)
            ],
        )

    def because(self, question: int, criterion: int, leader: int, rival: int) -> str:
        """Give the reason of the chosen option that moves this criterion most."""
        arrays = self.understood.model.arrays.questions[question]
        answer = self.answer(question)
        chosen = answer.chosen if answer is not None else ()
        moves = arrays.effects[:, leader, criterion] - arrays.effects[:, rival, criterion]
        strongest = max(chosen, key=lambda option: abs(moves[option]) + abs(arrays.importance[option, criterion]))
        reason = self.document.questions[question].options[strongest].because
        return self.say(reason) if reason is not None else ""

    def strongest_answer(self, criterion: int, difference: float, leader: int, rival: int) -> int | None:
        """Find the answer that moves this criterion most the way that the difference points.

        A fact moves it by its shift; a need by the weight that it gives to the gap between the two values.
        """
        moves = np.sign(difference) * self.moves(criterion, leader, rival)
        for question in np.argsort(-moves, kind="stable"):
            if moves[question] < LEAST_REASON:
                return None
            if self.options(int(question)):
                return int(question)
        return None

    def moves(self, criterion: int, leader: int, rival: int) -> engine.FloatArray:
        """Return by how much each answer moves one platform away from another on a criterion, by question."""
        explained, row = self.explained(), self.row
        facts = explained.parts[row, :, leader, criterion] - explained.parts[row, :, rival, criterion]
        points = self.total_points()
        if points <= 0:
            return facts
        gap = self.evaluations.values[row, leader, criterion] - self.evaluations.values[row, rival, criterion]
        moved: engine.FloatArray = facts + explained.importance_parts[row, :, criterion] / points * gap
        return moved

    def total_points(self) -> float:
        explained, row = self.explained(), self.row
        return float(
            explained.importance_base[row].sum()
            + explained.importance_parts[row].sum()
            + explained.importance_limit[row].sum()
        )

    def tipping_points(self) -> Iterator[TippingPoint]:
        points, row = self.explained().tipping_points, self.row
        for index, criterion in enumerate(self.document.criteria):
            for at, rival in (
                (points.below[row, index], int(points.below_rival[row, index])),
                (points.above[row, index], int(points.above_rival[row, index])),
            ):
                if rival >= 0:
                    yield TippingPoint(
                        criterion=criterion.key,
                        weight=rounded(self.evaluations.weights[row, index]),
                        at=rounded(at),
                        platform=self.platform(rival),
                    )

    def ask_next(self, outlook: engine.Outlook) -> Iterator[AskNext]:
        row, is_open = slice(self.row, self.row + 1), self.evaluations.open_questions[self.row]
        order = engine.next_first(
            outlook.chance_of_change[row],
            outlook.at_stake[row],
            self.evaluations.leader[row],
            self.evaluations.open_questions[row],
        )
        for index in order[0, : is_open.sum()]:
            stake = outlook.at_stake[self.row, index, self.leader] if self.leader >= 0 else 0.0
            yield AskNext(
                question=self.document.questions[index].key,
                chance_of_change=rounded(outlook.chance_of_change[self.row, index]),
                at_stake=rounded(stake),
            )

    def given(self) -> Iterator[Given]:
        for index, question in enumerate(self.document.questions):
            answer = self.answer(index)
            if answer is None:
                yield Given(
                    question=question.key, state="missing", value=[], source="none", certainty=None,
                    does_not_apply=None, note="",
                )  # fmt: skip
                continue
            assumed = answer.state == "answered" and answer.source != "own"
            yield Given(
                question=question.key,
                state="assumed" if assumed else answer.state,
                value=[option.key for option in self.options(index)],
                source=answer.source,
                certainty=answer.certainty,
                does_not_apply=answer.why_not,
                note=answer.note,
                number=answer.number,
            )

    def beside(self) -> list[Beside]:
        compared = set(self.understood.compared)
        return [
            Beside(
                platform=self.platform(int(index)),
                score=rounded(self.evaluations.scores[self.row, index]),
                eligible=not bool(self.evaluations.excluded[self.row, index]),
            )
            for index in self.evaluations.order[self.row]
            if int(index) not in compared
        ]
