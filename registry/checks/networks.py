"""Networks: the operators that a proposed mast is meant for, as a mask like that of ``Masts.networks``."""

import numpy as np
import numpy.typing as npt

from registry.checks.context import Context, Ints
from registry.checks.proposals import Proposals


def networks_of(proposals: Proposals, context: Context) -> Ints:
    """Return one mask per proposal, not to be changed: its operator and those it will be shared with.

    A mast is proposed for every operator that will stand on it, so each of them is its network. 0 where
    the row's own operator is not known: then nothing can be said about "same" or "different".
    """
    if proposals.masks is None:
        known = proposals.operator >= 0
        masks = np.where(known, np.left_shift(1, np.maximum(proposals.operator, 0)), 0)
        for index, others in enumerate(proposals.told("shared_with")):
            if others and known[index]:
                for code in others:
                    shared = context.operator_index(code)
                    masks[index] |= 1 << shared if shared >= 0 else 0
        proposals.masks = masks
    return proposals.masks


def operator_codes(mask: int, context: Context) -> list[str]:
    """Return the codes of the operators in ``mask``, in the fixed order of the context."""
    return [operator.code for bit, operator in enumerate(context.operators) if mask >> bit & 1]


class OperatorWords:
    """The codes ("VTL+VNPT") and the names ("Viettel, VNPT") of masks; each is spelt once."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._spelt: dict[int, tuple[str, str]] = {}
        self._named: dict[tuple[str, ...], str] = {}

    def of(self, mask: int) -> tuple[str, str]:
        """Return (codes joined by +, names joined by commas)."""
        if mask not in self._spelt:
            codes = operator_codes(mask, self._context)
            self._spelt[mask] = ("+".join(codes), operator_names(codes, self._context))
        return self._spelt[mask]

    def columns(self, masks: Ints) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_]]:
        """Return the codes and the names of many masks, each spelt once."""
        some, at = np.unique(masks, return_inverse=True)
        spelt = np.array([self.of(mask) for mask in some.tolist()], dtype=object).reshape(-1, 2)
        return spelt[at, 0], spelt[at, 1]

    def named(self, codes: tuple[str, ...]) -> str:
        """Return the names of operators by their codes, joined by commas."""
        if codes not in self._named:
            self._named[codes] = operator_names(list(codes), self._context)
        return self._named[codes]


def operator_names(codes: list[str], context: Context) -> str:
    """Return the operators' names as a reader knows them, comma-separated; "?" where there is none."""
    names = {operator.code: operator.name for operator in context.operators}
    return ", ".join(names.get(code, code) for code in codes) or "?"
