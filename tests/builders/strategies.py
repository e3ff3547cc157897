"""Decision models that vary in everything that may vary, for hypothesis."""

from typing import Any

from hypothesis import strategies as st

from scenarios import schema
from tests.builders.documents import CRITERIA, both, entries

english = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u3000", max_codepoint=0x2FFF), min_size=1
).filter(str.strip)
chinese = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20).map(lambda text: f"中{text}")
texts = st.builds(both, english, chinese)
numbers = st.floats(allow_nan=False, allow_infinity=False)


def optional(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


@st.composite
def intervals(draw: st.DrawFn) -> dict[str, Any]:
    ends = sorted(draw(st.lists(numbers, min_size=1, max_size=3)))
    return dict(zip(("low", "typical", "high"), ends, strict=False)) | {"unit": draw(optional(texts))}


@st.composite
def documents(draw: st.DrawFn) -> schema.DecisionModel:
    """Vary the small decision model without breaking its links."""
    stars = st.lists(st.floats(1, 5), min_size=3, max_size=3).map(sorted)
    small = entries(
        label=draw(texts),
        summary=draw(texts),
        version=f"{draw(st.integers(1000, 9999))}.{draw(st.integers(1, 12))}.{draw(st.integers(0, 9999))}",
    )
    for rating in small["ratings"]:
        rating |= dict(zip(("low", "typical", "high"), draw(stars), strict=True))
        rating["article_stars"] = draw(optional(st.floats(1, 5)))
        rating["rationale"] = draw(texts)
    for kind in small["facts"]:
        kind["unit"] = draw(optional(english))
    for platform in small["platforms"]:
        platform["facts"]["cold_start_ms"]["number"] = draw(numbers)
        platform["facts"]["needs_own_kernel"]["flag"] = draw(st.booleans())
    for entry in small["evidence"]:
        entry["figure"] = draw(optional(intervals()))
        entry["article_figure"] = draw(optional(intervals()))
        entry["note"] = draw(optional(texts))
        entry["platforms"] = draw(st.lists(st.sampled_from(["vmware", "docker", "microvm"]), unique=True))
        entry["source"] = {"title": draw(english), "authors": draw(optional(english)), "venue": draw(optional(english))}
        entry["verified"] = draw(st.booleans())
    need, fact, gated, _timed = small["questions"]
    need["may_be_unsure"] = draw(st.booleans())
    need["options"][1]["importance"] = draw(st.dictionaries(st.sampled_from(CRITERIA), st.floats(-10, 10)))
    fact["strictest"] = draw(st.booleans())
    fact["share"] = draw(st.floats(0, 1, exclude_min=True))
    shifts = st.dictionaries(st.sampled_from(["vmware", "docker", "microvm"]), st.floats(-4, 4), min_size=1)
    fact["options"][0]["effects"] = draw(st.dictionaries(st.just("cost"), shifts))
    gated["hint"] = draw(optional(texts))
    gated["options"][0]["below"] = draw(numbers)
    small["scenarios"][0]["answers"] = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "tenant_trust": st.sampled_from(["one_team", "hostile"]),
                "team": st.lists(st.sampled_from(["vsphere", "kubernetes"]), unique=True),
            },
        )
    )
    small["countermeasures"][0]["tools"] = draw(st.lists(english, max_size=3))
    small["trends"][0]["as_of"] = draw(st.dates())
    small["article_facts"][0]["paths"] = draw(st.lists(english, min_size=1, max_size=3))
    for figure in small["measurements"][0]["figures"]:
        ends = sorted(draw(st.lists(st.floats(0, 1e300), min_size=3, max_size=3)))
        figure |= dict(zip(("low", "typical", "high"), ends, strict=True))
    small["measurements"][0]["anchors"] = [
        {"at": at, "value": draw(st.floats(0, 1))} for at in sorted(draw(st.sets(numbers, min_size=2, max_size=4)))
    ]
    parts = ["constraints", "contradictions", "measurements", "countermeasures", "layers", "article_facts"]
    for part in draw(st.sets(st.sampled_from(parts))):
        del small[part]
    return schema.DecisionModel.model_validate(small)
