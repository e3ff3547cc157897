import pytest
from pydantic import ValidationError

from scenarios import schema
from tests.builders.documents import (
    both,
    document,
    entries,
    evidence,
    fact,
    figure,
    gated,
    measurement,
    need,
    platform,
    rating,
    timed,
)


def sentences(**changes):
    """Why the small decision model is refused when these of its entries are changed."""
    with pytest.raises(ValidationError) as refused:
        document(**changes)
    return [error["msg"].removeprefix("Value error, ") for error in refused.value.errors()]


def test_it_works():
    small = document()

    assert [platform.key for platform in small.platforms] == ["vmware", "docker", "microvm"]
    assert small.label.zh_hans == "小型决策模型"
    assert small.questions[1].options[0].effects == {"cost": {"vmware": 0.5, "docker": -0.5}}


def test_nothing_unknown_is_read():
    assert sentences(colour="blue") == ["Extra inputs are not permitted"]


@pytest.mark.parametrize("version", ["2026.11", "2026.13.1", "2026.011.1", "2026.11.01", "26.1.1", "2026.11.1-draft"])
def test_a_version_is_a_year_a_month_and_a_number(version):
    assert len(sentences(version=version)) == 1


def test_every_text_is_given_in_both_languages():
    with pytest.raises(ValidationError, match="zh-hans\n  Field required"):
        document(label={"en": "Small"})


@pytest.mark.parametrize("text", ["", "   ", "a\x00b", "a\tb", "x" * 2001])
def test_a_text_is_not_empty_not_endless_and_has_no_control_characters(text):
    assert len(sentences(label=both(text))) == 1


def test_a_text_may_have_line_breaks():
    assert document(label=both("Two\nlines")).label.en == "Two\nlines"


@pytest.mark.parametrize("zh", ["Cold start in minutes", "cost", "the same, again"])
def test_chinese_text_is_chinese(zh):
    assert sentences(label=both("Cold start", zh)) == [f"the Chinese text is not Chinese: {zh}"]


@pytest.mark.parametrize(
    "name", ["Firecracker", "SEV-SNP", "gVisor", "ms", "%", "99.9 %", "MB/Pod", "eBPF 60、BGP 80。"]
)
def test_names_units_and_figures_need_no_chinese_characters(name):
    assert document(label=both("What it is", name)).label.zh_hans == name


@pytest.mark.parametrize("en", ["冷启动", "Cold start 冷启动", "Cold start。", "Cold start，warm"])
def test_english_text_is_english(en):
    assert sentences(label=both(en)) == [f"the English text is partly Chinese: {en}"]


def test_english_text_may_name_a_chinese_term():
    assert document(label=both("The classified protection scheme 等保 has four levels."))


def test_minus_zero_is_zero():
    small = document(questions=[need(), fact(share=1), gated()], scenarios=[])
    effects = {"cost": {"vmware": -0.0}}
    option = schema.Option(key="x", label=both("X"), effects=effects, because=both("Reason"))

    assert small.questions[1].share == 1
    assert str(option.effects["cost"]["vmware"]) == "0.0"


class TestRatings:
    def test_stars_go_from_one_to_five(self):
        assert sentences(ratings=[rating("vmware", "cost", low=0.5)]) == ["Input should be greater than or equal to 1"]
        assert sentences(ratings=[rating("vmware", "cost", high=5.5)]) == ["Input should be less than or equal to 5"]

    def test_low_typical_and_high_do_not_fall(self):
        assert sentences(ratings=[rating("vmware", "cost", low=4, typical=3)]) == [
            "rating vmware/cost: low, typical, high must not fall"
        ]

    def test_every_platform_is_rated_on_every_criterion(self):
        assert sentences(ratings=entries()["ratings"][1:]) == ["rating vmware/isolation is missing"]

    def test_nothing_is_rated_twice(self):
        assert sentences(ratings=[*entries()["ratings"], rating("docker", "cost")]) == [
            "ratings: docker/cost stands there 2 times"
        ]

    def test_what_is_rated_exists(self):
        assert sentences(ratings=[*entries()["ratings"], rating("mainframe", "beauty")]) == [
            "rating mainframe/beauty: there is no platform mainframe; "
            "rating mainframe/beauty: there is no criterion beauty"
        ]


class TestPlatforms:
    def test_extended_ones_and_no_others_name_the_core_one_that_they_are_like(self):
        sentence = "exactly the extended platforms name the core one they are like"

        core, like = entries()["platforms"][:2], platform("vmware", role="core", like="docker")

        assert sentences(platforms=[*core, platform("microvm", role="extended")]) == [f"platform microvm: {sentence}"]
        assert sentences(platforms=[*core, like]) == [f"platform vmware: {sentence}"]

    def test_they_are_like_a_core_platform(self):
        platforms = [*entries()["platforms"][:2], platform("microvm", role="extended", like="gvisor")]

        assert sentences(platforms=platforms) == ["platform microvm is like gvisor, which is no core platform"]

    def test_each_has_every_fact_and_no_other(self):
        vmware, docker, microvm = entries()["platforms"]
        del docker["facts"]["boundary"]
        microvm["facts"]["colour"] = {"text": both("blue")}

        assert sentences(platforms=[vmware, docker, microvm]) == [
            "platform docker lacks the fact boundary; platform microvm has the unknown fact colour"
        ]

    @pytest.mark.parametrize(
        ("fact", "value", "kind"),
        [
            ("cold_start_ms", {}, "number"),
            ("cold_start_ms", {"flag": True}, "number"),
            ("needs_own_kernel", {"number": 1}, "flag"),
            ("boundary", {"number": 1}, "text"),
            ("boundary", {"flag": False}, "text"),
        ],
    )
    def test_a_fact_is_of_its_kind(self, fact, value, kind):
        vmware, docker, microvm = entries()["platforms"]
        vmware["facts"][fact] = {"text": both("something"), **value}

        assert sentences(platforms=[vmware, docker, microvm]) == [f"platform vmware: the fact {fact} must be a {kind}"]


class TestEvidence:
    def test_a_figure_has_a_number(self):
        assert sentences(evidence=[evidence("paper", figure={"unit": both("ms")})]) == [
            "a figure needs at least one of low, typical, high"
        ]

    def test_a_figure_does_not_fall(self):
        assert sentences(evidence=[evidence("paper", figure={"low": 2, "high": 1})]) == [
            "low, typical, high must not fall"
        ]

    def test_evidence_that_nothing_cites_is_refused(self):
        assert sentences(evidence=[*entries()["evidence"], evidence("idle")]) == ["evidence idle is never used"]

    def test_what_is_cited_exists(self):
        constraint = entries()["constraints"][0] | {"evidence": ["rumour"]}

        assert sentences(constraints=[constraint]) == ["constraint slow_start: there is no evidence rumour"]

    def test_a_correction_may_be_the_only_one_that_cites(self):
        article_fact = entries()["article_facts"][0]
        article_fact["corrections"][0]["evidence"] = ["new"]

        assert document(article_facts=[article_fact], evidence=[*entries()["evidence"], evidence("new")])


class TestQuestions:
    def test_only_a_fact_shifts_ratings(self):
        options = [fact()["options"][0], {"key": "none", "label": both("None")}]

        assert sentences(questions=[need(options=options)]) == [
            "question tenant_trust, option vsphere: only a fact shifts ratings"
        ]

    def test_only_a_need_adds_importance(self):
        options = [need()["options"][1], {"key": "none", "label": both("None"), "none": True}]

        assert sentences(questions=[fact(options=options)]) == [
            "question team, option hostile: only a need adds importance"
        ]

    def test_a_fact_declares_the_criteria_that_it_shifts(self):
        assert sentences(questions=[fact(criteria=["isolation"])]) == [
            "question team, option vsphere: shifts cost, which criteria does not name"
        ]

    def test_an_effect_has_a_reason(self):
        options = fact()["options"]
        del options[0]["because"]

        assert sentences(questions=[fact(options=options)]) == ["option vsphere: an effect needs a reason (because)"]

    def test_options_differ(self):
        options = [*need()["options"], need()["options"][0]]

        assert sentences(questions=[need(options=options)]) == [
            "question tenant_trust: option one_team stands there 2 times"
        ]

    def test_chances_are_given_for_all_options_or_none(self):
        options = gated()["options"]
        del options[1]["chance"]

        assert sentences(questions=[gated(options=options)]) == [
            "question instances: give every option a chance, or none"
        ]

    def test_chances_add_up(self):
        options = gated()["options"]
        options[0]["chance"] = 0.5

        assert sentences(questions=[gated(options=options)]) == [
            "question instances: the chances add up to 0.75, not to 1"
        ]

    def test_stated_chances_have_a_reason(self):
        assert sentences(questions=[gated(chances_because=None)]) == [
            "question instances: stated chances need a reason (chances_because)"
        ]

    def test_multiple_choice_has_one_option_that_stands_for_none(self):
        assert sentences(questions=[fact(options=fact()["options"][:2])]) == [
            "question team: multiple choice needs exactly one option that stands for none"
        ]

    def test_bands_rise(self):
        options = gated()["options"]
        del options[0]["below"]

        assert sentences(questions=[gated(options=options)]) == [
            "question instances: every option but the last needs a rising bound (below)"
        ]

    def test_a_hidden_question_has_a_default(self):
        assert sentences(questions=[gated(default=None)]) == ["question instances: shown_if and default go together"]
        assert sentences(questions=[gated(default="none")]) == [
            "question instances: default none is not one of its options"
        ]

    @pytest.mark.parametrize(
        ("shown_if", "sentence"),
        [
            ({"question": "colour", "in": ["blue"]}, "there is no question colour"),
            ({"question": "tenant_trust", "in": ["nobody"]}, "question tenant_trust has no option nobody"),
            (
                {"question": "tenant_trust", "in": ["one_team", "hostile"]},
                "tenant_trust in all of its options is no test",
            ),
            (
                {"question": "instances", "in": ["many"]},
                "may never be reached: instances, which it hangs on, is not always shown",
            ),
        ],
    )
    def test_a_question_that_nobody_reaches_is_refused(self, shown_if, sentence):
        late = gated(key="late", shown_if=shown_if)

        (said,) = sentences(questions=[need(), fact(), gated(), late])

        assert sentence in said

    def test_a_question_stands_in_a_section_and_a_section_has_questions(self):
        sections = [*entries()["sections"], {"key": "idle", "label": both("Idle"), "intro": both("Idle.")}]

        assert sentences(sections=sections) == ["section idle has no question"]
        assert sentences(questions=[need(), fact(), gated(section="attic")]) == [
            "question instances: there is no section attic"
        ]

    def test_effects_name_what_exists(self):
        options = fact()["options"]
        options[0]["effects"] = {"cost": {"mainframe": 1}}

        assert sentences(questions=[need(), fact(options=options), gated()]) == [
            "question team, option vsphere: there is no platform mainframe"
        ]


class TestRules:
    def test_a_constraint_concerns_somebody(self):
        constraint = entries()["constraints"][0]
        del constraint["fact"]

        assert sentences(constraints=[constraint]) == ["constraint slow_start: names no platform and tests no fact"]

    def test_a_constraint_names_what_exists(self):
        constraint = entries()["constraints"][0] | {
            "platforms": ["mainframe"],
            "fact": {"fact": "colour", "is_flag": True},
            "when": [{"question": "tenant_trust", "in": ["nobody"]}],
            "unless": {"question": "mood", "in": ["good"]},
        }

        assert sentences(constraints=[constraint]) == [
            "constraint slow_start: there is no platform mainframe; "
            "constraint slow_start: there is no fact colour; "
            "constraint slow_start: question tenant_trust has no option nobody; "
            "constraint slow_start: there is no question mood"
        ]

    def test_exactly_conditions_say_what_to_confirm(self):
        constraint = entries()["constraints"][1]
        del constraint["confirm"]

        assert sentences(constraints=[constraint]) == [
            "constraint harden_first: exactly conditions say what to confirm"
        ]


class TestScenarios:
    def scenario(self, **changes):
        return entries()["scenarios"][0] | changes

    def test_none_stands_where_the_scenarios_of_an_account_do(self):
        assert sentences(scenarios=[self.scenario(key="own")]) == [
            "no scenario can have the key own: an account's own scenarios stand at that address"
        ]

    def test_something_matters(self):
        assert sentences(scenarios=[self.scenario(importance={"cost": 0})]) == [
            "scenario erp gives no criterion any importance"
        ]

    @pytest.mark.parametrize(
        ("answers", "sentence"),
        [
            ({"mood": "good"}, "scenario erp: there is no question mood"),
            ({"tenant_trust": "nobody"}, "scenario erp: question tenant_trust has no option nobody"),
            ({"tenant_trust": ["hostile"]}, "scenario erp: tenant_trust takes one option"),
            ({"team": "vsphere"}, "scenario erp: team takes a list of options"),
        ],
    )
    def test_its_answers_fit_their_questions(self, answers, sentence):
        assert sentences(scenarios=[self.scenario(answers=answers)]) == [sentence]

    def test_it_names_what_exists(self):
        assert sentences(scenarios=[self.scenario(expected="mainframe", importance={"beauty": 1})]) == [
            "scenario erp: there is no criterion beauty; scenario erp: there is no platform mainframe"
        ]

    def workload(self, **changes):
        return entries()["scenarios"][0]["workloads"][0] | changes

    @pytest.mark.parametrize(
        ("answers", "sentence"),
        [
            ({"mood": "good"}, "scenario erp, workload reports: there is no question mood"),
            ({"tenant_trust": "nobody"}, "scenario erp, workload reports: question tenant_trust has no option nobody"),
            ({"team": "vsphere"}, "scenario erp, workload reports: team takes a list of options"),
        ],
    )
    def test_answers_of_its_workloads_fit_their_questions(self, answers, sentence):
        assert sentences(scenarios=[self.scenario(workloads=[self.workload(answers=answers)])]) == [sentence]

    def test_a_workload_answers_something_otherwise(self):
        assert len(sentences(scenarios=[self.scenario(workloads=[self.workload(answers={})])])) == 1

    def test_its_workloads_differ(self):
        assert sentences(scenarios=[self.scenario(workloads=[self.workload(), self.workload()])]) == [
            "scenario erp: workload reports stands there 2 times"
        ]


def test_keys_stand_once():
    assert sentences(layers=[*entries()["layers"], *entries()["layers"]]) == ["layers: hosts stands there 2 times"]


def test_corrections_differ_across_the_article():
    first = entries()["article_facts"][0]

    assert sentences(article_facts=[first, first | {"key": "other"}]) == [
        "corrections: boot_time_today stands there 2 times"
    ]


def test_an_article_fact_became_something():
    article_fact = entries()["article_facts"][0] | {"criteria": []}

    assert sentences(article_facts=[article_fact]) == ["article fact boot_time is linked to nothing"]


def test_article_facts_link_to_what_exists():
    article_fact = entries()["article_facts"][0] | {"trends": ["flying_cars"]}

    assert sentences(article_facts=[article_fact]) == ["article fact boot_time: there is no trend flying_cars"]


def test_a_document_cannot_be_changed_after_reading():
    with pytest.raises(ValidationError, match="frozen"):
        document().key = "other"


def test_a_measurement_is_read():
    (small,) = document().measurements

    assert small.platforms == ("vmware", "docker")
    assert small.figure("docker", "start").typical == 1000


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"inputs": {"size": "start"}}, "measurement start_time: start_time takes allowed"),
        ({"anchors": [{"at": 9, "value": 1}, {"at": 9, "value": 0}]}, "anchors stand at rising measures"),
        ({"anchors": [{"at": 9, "value": 1}]}, "at least 2"),
        ({"anchors": [{"at": 9, "value": 1.1}, {"at": 10, "value": 0}]}, "less than or equal to 1"),
        ({"figures": [figure("vmware"), figure("vmware"), figure("docker")]}, "vmware/start stands there 2 times"),
        ({"figures": [figure("vmware", quantity="guest"), figure("docker")]}, "start_time takes start of vmware"),
        ({"figures": [figure("vmware", low=70_000), figure("docker")]}, "low, typical, high must not fall"),
        ({"figures": [figure("vmware")]}, "the core platform docker has no figures"),
        ({"figures": [figure("vmware"), figure("docker"), figure("xen")]}, "there is no platform xen"),
        ({"figures": [figure("vmware"), figure("docker", evidence=["rumour"])]}, "there is no evidence rumour"),
        ({"criterion": "beauty"}, "there is no criterion beauty"),
        ({"inputs": {"allowed": "patience"}}, "there is no question patience"),
        ({"inputs": {"allowed": "instances"}}, "instances is not answered in seconds"),
        ({"inputs": {"allowed": "tenant_trust"}}, "tenant_trust is not answered in seconds"),
    ],
)
def test_a_measurement_that_could_not_be_worked_out_is_refused(changes, sentence):
    assert sentence in " ".join(sentences(measurements=[measurement(**changes)]))


def test_a_measurement_takes_a_number_that_is_always_asked_for():
    hidden = timed(shown_if={"question": "tenant_trust", "in": ["hostile"]}, default="soon")

    refused = sentences(questions=[need(), fact(), gated(), hidden], measurements=[measurement()])

    assert "start must have one answer and always be shown" in refused[0]


def test_only_one_figure_stands_for_the_rating_of_a_criterion():
    twice = [measurement(), measurement(key="again")]

    assert "criteria measured instead of rated: isolation stands there 2 times" in sentences(measurements=twice)[0]


def test_figures_that_only_limit_stand_beside_it():
    limits = [measurement(key=key, limits=True) for key in ("again", "and_again")]

    assert len(document(measurements=[measurement(), *limits]).measurements) == 3


def test_a_figure_that_is_divided_by_is_above_zero():
    line = [figure(platform, quantity="line", low=1) for platform in ("vmware", "docker")]
    passed = [figure(platform, quantity="passed", low=0) for platform in ("vmware", "docker")]
    network = measurement(formula="network_use", inputs={"needed": "start"}, figures=[*line, *passed])

    assert "vmware/passed: network_use divides by it; it is 0" in sentences(measurements=[network])[0]
