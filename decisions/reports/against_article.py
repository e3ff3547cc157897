"""The article's decision model against another one on the same assessment: where they part, and on which evidence."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from decisions.documents.evaluation import Evaluation
from decisions.reports.drawings import SMALL, across, axis, element, on_stars, picture, stretch, text, track
from decisions.reports.report import Named, Report
from decisions.services.against_article import AgainstArticle
from decisions.services.wording import in_language, span_of
from scenarios.schema import DecisionModel, Rating

Points = dict[str, dict[str, float]]  # platform -> criterion -> what it adds to the score


@dataclass(frozen=True, slots=True)
class Cited:
    number: int  # in the decision model's list of evidence
    key: str
    label: str
    verified: bool


@dataclass(frozen=True, slots=True)
class RatingRow:
    """One platform on one criterion, by the article and by the evidence."""

    platform: Named
    article_stars: float
    low: float
    typical: float
    high: float
    with_answers: float  # stars
    rationale: str
    evidence: tuple[Cited, ...]

    @property
    def part(self) -> bool:
        """Whether the evidence typically gives other stars than the article."""
        return self.typical != self.article_stars

    @property
    def outside(self) -> bool:
        """Whether the article's stars lie outside everything that the evidence allows."""
        return not self.low <= self.article_stars <= self.high


@dataclass(frozen=True, slots=True)
class CriterionRatings:
    criterion: Named
    rows: tuple[RatingRow, ...]
    picture: SafeString

    @property
    def part(self) -> bool:
        return any(row.part for row in self.rows)


@dataclass(frozen=True, slots=True)
class WeightRow:
    criterion: Named
    article: float | None  # none: the article does not have this criterion
    here: float


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps from the article's scores to those of the assessment."""

    number: int
    label: str
    points: Points
    scores: tuple[float, ...]  # in the order of the platforms
    out: tuple[bool, ...]  # excluded
    leader: Named | None

    @property
    def cells(self) -> list[tuple[float, bool]]:
        """Return the score of each platform, and whether it counts no more."""
        return list(zip(self.scores, self.out, strict=True))


@dataclass(frozen=True, slots=True)
class Turn:
    """The step from which on the platform leads that leads in the end."""

    step: Step
    before: Step
    criterion: Named | None  # that moves most; none: a rule excludes
    points: float  # by which it moves the new leader against the one before
    because: tuple[str, ...]  # why rules exclude the one before
    evidence: tuple[Cited, ...]


class ArticleReport:
    """Both in the active language."""

    def __init__(self, both: AgainstArticle) -> None:
        self.both = both
        self.language = get_language() or "en"
        self.document: DecisionModel = both.standard_model.document
        self.article = Report.of(both.article, both.article_model.document)
        self.standard = Report.of(both.standard, self.document)
        # those that both compare, in the order of the model, by which ties are decided too
        compared = {ranked.platform for ranked in both.article.ranking} & {
            ranked.platform for ranked in both.standard.ranking
        }
        names = {platform.key: platform for platform in self.standard.platforms}
        self.platforms = tuple(names[entry.key] for entry in self.document.platforms if entry.key in compared)

    # who leads, and from which step on

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        both = self.both
        excluded = frozenset(row.platform for row in both.standard.ranking if not row.eligible)
        steps = [
            (_("The article: its stars, its five criteria"), both.article.contributions, frozenset[str]()),
            (_("Evidence instead of stars, the same weights"), bases(both.ratings), frozenset()),
            (_("All criteria, weighed as in this assessment"), bases(both.standard), frozenset()),
            (_("Answers, given or open, move the ratings"), both.standard.contributions, frozenset()),
        ]
        if excluded:
            steps.append((_("Rules exclude platforms"), both.standard.contributions, excluded))
        return tuple(self.step(number, *step) for number, step in enumerate(steps, start=1))

    def step(self, number: int, label: str, points: Points, excluded: frozenset[str]) -> Step:
        scores = tuple(round(sum(points[platform.key].values()), 4) for platform in self.platforms)
        fit = [place for place, platform in enumerate(self.platforms) if platform.key not in excluded]
        first = max(fit, key=lambda place: scores[place], default=None)
        return Step(
            number,
            label,
            points,
            scores,
            tuple(platform.key in excluded for platform in self.platforms),
            self.platforms[first] if first is not None else None,
        )

    @property
    def agree(self) -> bool:
        return self.steps[0].leader == self.steps[-1].leader

    @cached_property
    def turn(self) -> Turn | None:
        """Find the step that makes the difference; none where both have the same leader."""
        leader = self.steps[-1].leader
        if self.agree:
            return None
        step = next(
            step for place, step in enumerate(self.steps) if all(later.leader == leader for later in self.steps[place:])
        )
        before = self.steps[step.number - 2]
        loser = before.leader
        if leader is None or loser is None or step.points is before.points:
            because = tuple(row.because for row in self.both.standard.excluded if loser and row.platform == loser.key)
            keys = [
                key
                for row in self.both.standard.excluded
                if loser and row.platform == loser.key
                for key in row.evidence
            ]
            return Turn(step, before, None, 0.0, because, self.cited(keys))
        moved = {
            criterion.key: gap(step.points, leader.key, loser.key, criterion.key)
            - gap(before.points, leader.key, loser.key, criterion.key)
            for criterion in self.criteria
        }
        most = max(self.criteria, key=lambda criterion: moved[criterion.key])
        keys = [key for named in (leader, loser) for key in self.ratings_of[named.key, most.key].evidence]
        return Turn(step, before, most, round(moved[most.key], 4), (), self.cited(keys))

    @property
    def sentence(self) -> str:
        """Say that they agree, or why they do not."""
        article, here = self.steps[0].leader, self.steps[-1].leader
        words = {"article": article.label if article else "", "here": here.label if here else ""}
        if self.agree:
            return _("Both put %(here)s first.") % words
        if here is None:
            return _("The article puts %(article)s first; here the rules exclude every platform.") % words
        return _("The article puts %(article)s first, this assessment puts %(here)s first.") % words

    @property
    def apart(self) -> str:
        """Say on how many ratings article and evidence part."""
        rows = [row for part in self.criterion_ratings for row in part.rows]
        parted, outside = sum(row.part for row in rows), sum(row.outside for row in rows)
        if not parted:
            return _("The evidence typically gives the same stars as the article.")
        words = {"n": parted, "all": len(rows), "outside": outside}
        if not outside:
            return (
                _(
                    "On %(n)s of %(all)s ratings the evidence typically gives other stars than the article; "
                    "all of the article's lie within its range."
                )
                % words
            )
        return (
            _(
                "On %(n)s of %(all)s ratings the evidence typically gives other stars than the article; "
                "%(outside)s of the article's lie outside its range."
            )
            % words
        )

    @property
    def why(self) -> str:
        """Say at which step they part."""
        turn = self.turn
        if turn is None:
            return ""
        words = {
            "number": turn.step.number,
            "step": turn.step.label,
            "before": turn.before.leader.label if turn.before.leader else "",
            "here": turn.step.leader.label if turn.step.leader else "",
            "points": f"{turn.points * 100:.1f}",
            "criterion": turn.criterion.label if turn.criterion else "",
        }
        if turn.criterion is None:
            return _("They part at step %(number)s, “%(step)s”: by score alone it would be %(before)s.") % words
        return (
            _(
                "They part at step %(number)s, “%(step)s”: before it %(before)s leads, from there on %(here)s. "
                "“%(criterion)s” moves most, by %(points)s points."
            )
            % words
        )

    # what they rest on

    @cached_property
    def criteria(self) -> tuple[Named, ...]:
        return tuple(row.criterion for row in self.standard.criteria)

    @cached_property
    def weights(self) -> tuple[WeightRow, ...]:
        article, here = self.both.article.weights, self.both.standard.weights
        rows = [WeightRow(criterion, article.get(criterion.key), here[criterion.key]) for criterion in self.criteria]
        return tuple(sorted(rows, key=lambda row: row.article is None))  # the article's first

    @property
    def weight_source(self) -> str:
        return {
            "own": _("The weights that you set, as far as the article has the criteria."),
            "article_scenario": _("The weights of the same scenario in the article's model."),
            "scenario": _("The article does not have this scenario: its importance for the article's criteria."),
            "equal": _("Equal weights: nothing says how much the article's criteria matter."),
        }[self.both.weight_source]

    @cached_property
    def ratings_of(self) -> dict[tuple[str, str], Rating]:
        return {(rating.platform, rating.criterion): rating for rating in self.document.ratings}

    @cached_property
    def criterion_ratings(self) -> tuple[CriterionRatings, ...]:
        """The article's criteria, those on which they part first."""
        stars = {(row.platform, row.criterion): row.typical for row in self.both.article_model.document.ratings}
        found = []
        for criterion in self.criteria:
            if criterion.key not in self.both.article.weights:
                continue
            rows = tuple(
                self.rating_row(platform, criterion.key, stars[platform.key, criterion.key])
                for platform in self.platforms
            )
            found.append(CriterionRatings(criterion, rows, stars_beside(rows, criterion.label)))
        return tuple(sorted(found, key=lambda part: not part.part))

    def rating_row(self, platform: Named, criterion: str, article_stars: float) -> RatingRow:
        rating = self.ratings_of[platform.key, criterion]
        return RatingRow(
            platform=platform,
            article_stars=article_stars,
            low=rating.low,
            typical=rating.typical,
            high=rating.high,
            with_answers=self.both.standard.parts[platform.key][criterion].stars,
            rationale=in_language(rating.rationale, self.language),
            evidence=self.cited(rating.evidence),
        )

    @cached_property
    def known_evidence(self) -> dict[str, Cited]:
        return {
            entry.key: Cited(number, entry.key, in_language(entry.label, self.language), entry.verified)
            for number, entry in enumerate(self.document.evidence, start=1)
        }

    def cited(self, keys: Sequence[str]) -> tuple[Cited, ...]:
        return tuple(self.known_evidence[key] for key in dict.fromkeys(keys))


def bases(evaluation: Evaluation) -> Points:
    """Return what the ratings add before any answer moves them."""
    return {
        platform: {criterion: part.base for criterion, part in parts.items()}
        for platform, parts in evaluation.parts.items()
    }


def gap(points: Points, platform: str, rival: str, criterion: str) -> float:
    return points[platform].get(criterion, 0.0) - points[rival].get(criterion, 0.0)


def stars_beside(rows: Sequence[RatingRow], criterion: str) -> SafeString:
    """Draw the evidence as intervals with a ring at the typical rating, and the article's stars below each."""
    row_height, shapes = 58, []
    for position, row in enumerate(rows):
        middle = position * row_height + 27
        words = {
            "article": f"{row.article_stars:g}",
            "typical": f"{row.typical:g}",
            "span": span_of(f"{row.low:g}", f"{row.high:g}"),
        }
        shapes += [
            text(row.platform.short, y=middle - 12, font_weight=600),
            text(
                _("article %(article)s ★, evidence %(typical)s (%(span)s)") % words,
                x="100%",
                y=middle - 12,
                text_anchor="end",
                font_size=SMALL,
            ),
            track(y=middle - 1.5, height=3),
            stretch(row.platform.key, on_stars(row.low), on_stars(row.high), y=middle, stroke_width=7),
            element(
                "circle",
                cx=across(on_stars(row.typical)),
                cy=middle,
                r=6,
                class_="now",
                fill="#ffffff",
                stroke="#16202b",
                stroke_width=2.5,
            ),
            text("★", x=across(on_stars(row.article_stars)), y=middle + 20, text_anchor="middle", font_size=16),
        ]
    bottom = len(rows) * row_height
    return picture(
        _("Ratings on “%(criterion)s”: the article's stars and the range of the evidence") % {"criterion": criterion},
        bottom + 22,
        shapes + axis([(on_stars(stars), f"{stars} ★") for stars in range(1, 6)], y=bottom),
    )
