"""Rules of the house that a reader can rely on, checked on the code itself."""

import ast
from pathlib import Path

import pytest

from shared.contracts.codes import CODES
from shared.texts import _polish

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*ROOT.glob("services/**/*.py"), *ROOT.glob("shared/**/*.py")])
TREES = {path.relative_to(ROOT): ast.parse(path.read_text()) for path in SOURCES}
PATHS = pytest.mark.parametrize("path", TREES, ids=str)

LARGEST = 300  # lines


@PATHS
def test_only_fire_changes_a_state(path):
    if path == Path("shared/lifecycle.py"):
        pytest.skip("the one door")

    targets = []
    for node in ast.walk(TREES[path]):
        if isinstance(node, ast.Assign):
            targets += node.targets
        if isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets.append(node.target)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert not (node.func.id == "setattr" and "state" in ast.dump(node))

    assert "state" not in {t.attr for t in targets if isinstance(t, ast.Attribute)}


@PATHS
def test_every_module_says_what_is_in_it(path):
    source = (ROOT / path).read_text()
    if source.strip():
        assert ast.get_docstring(TREES[path])


@PATHS
def test_no_file_holds_two_nouns(path):
    if "migrations" in path.parts:
        pytest.skip("written by the tool, read once")

    assert len((ROOT / path).read_text().splitlines()) <= LARGEST


@PATHS
def test_no_module_is_named_after_nothing(path):
    assert path.stem not in {"utils", "helpers", "common", "manager", "base", "misc"}


def test_every_text_for_people_is_in_polish_too():
    missing = sorted(text for text in _marked_texts() if text not in _polish())

    assert missing == []


def test_every_polish_text_keeps_its_places():
    for english, polish in _polish().items():
        assert _places(english) == _places(polish), english


def test_no_polish_text_is_left_over():
    assert sorted(set(_polish()) - _marked_texts()) == []


def test_every_code_that_is_raised_is_documented():
    raised = set()
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) in RAISED:
                raised |= {
                    keyword.value.value
                    for keyword in node.keywords
                    if keyword.arg == "code" and isinstance(keyword.value, ast.Constant)
                }

    assert raised <= CODES.keys()


def test_no_business_word_stands_in_shared_outside_the_contracts():
    for path, tree in TREES.items():
        if path.parts[0] != "shared" or path.parts[1] == "contracts":
            continue
        names = {node.name for node in ast.walk(tree) if isinstance(node, NAMED)}
        words = {word for name in names for word in name.lower().split("_")}
        assert not words & {"client", "bureau", "invoice", "package", "seat", "handover"}, path


NAMED = ast.FunctionDef | ast.ClassDef
RAISED = {"Refused", "Missing", "Invalid", "Forbidden", "Refusal", "Unavailable"}


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")


def _marked_texts() -> set[str]:
    texts = set()
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) == "N_":
                texts |= {a.value for a in node.args if isinstance(a, ast.Constant)}
            if isinstance(node, ast.Call) and _name(node.func) == "StepRefused":
                texts |= {
                    a.value
                    for a in node.args
                    if isinstance(a, ast.Constant) and isinstance(a.value, str)
                }
    return texts


def _places(text: str) -> list[str]:
    return sorted(part.partition(")")[0] for part in text.split("%(")[1:])
