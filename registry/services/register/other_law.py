"""A context under another law of the office's own than the one that stands in the register."""

from dataclasses import replace

from registry.checks.context import Context
from registry.checks.on_day.contexts import small_limit_m, with_small
from registry.law import OwnLaw


def under(context: Context, own: OwnLaw) -> Context:
    """Return a context judged by another law of the office's own, all else as it is."""
    limit_m = small_limit_m(own, context.province, context.as_of)
    return replace(context, own_law=own, masts=with_small(context.masts, limit_m))
