"""The arithmetic of the metrics, and whether its checks would notice a wrong metric."""

from __future__ import annotations

import ast
import inspect
from types import FunctionType, ModuleType

import pytest

from eval.metrics import abstention, calibration, citations, cost, nuggets, ranking, texts
from eval.selftest import arithmetic

MODULES = (abstention, calibration, citations, cost, nuggets, ranking, texts)
_FLIPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Lt: ast.GtE, ast.GtE: ast.Lt,
    ast.Gt: ast.LtE, ast.LtE: ast.Gt,
}  # fmt: skip


def comparisons(module: ModuleType) -> list[int]:
    """Return the numbers of the comparisons in a module's source."""
    tree = ast.parse(inspect.getsource(module))
    return [number for number, _ in enumerate(_compares(tree))]


def flipped(module: ModuleType, number: int) -> dict[str, object]:
    """Return the module's names as they are with one comparison the other way round."""
    tree = ast.parse(inspect.getsource(module))
    compare = _compares(tree)[number]
    compare.ops = [_FLIPPED[type(compare.ops[0])](), *compare.ops[1:]]
    names: dict[str, object] = {"__name__": module.__name__}
    exec(compile(ast.fix_missing_locations(tree), module.__name__, "exec"), names)
    return names


def _compares(tree: ast.AST) -> list[ast.Compare]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Compare)]


def test_all_figures_are_as_worked_by_hand() -> None:
    wrong = [check for check in arithmetic.checks() if not check.holds]
    assert wrong == []


@pytest.mark.parametrize(
    ("module", "number"),
    [(module, number) for module in MODULES for number in comparisons(module)],
    ids=lambda value: value.__name__.rpartition(".")[2] if isinstance(value, ModuleType) else None,
)
def test_a_flipped_comparison_is_noticed(
    module: ModuleType, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in flipped(module, number).items():
        if isinstance(value, FunctionType) and value.__module__ == module.__name__:
            monkeypatch.setattr(module, name, value)
    try:
        noticed = any(not check.holds for check in arithmetic.checks())
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        noticed = True
    assert noticed
