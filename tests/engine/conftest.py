"""No property has a deadline: how fast a shared machine is decides nothing."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
