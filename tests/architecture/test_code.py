"""Rules of the house that a reader can rely on, checked on the code itself."""

import ast
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from jinja2 import Environment
from jinja2.ext import extract_from_ast

from shared.contracts.codes import CODES
from shared.texts import polish, polish_forms

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*ROOT.glob("services/**/*.py"), *ROOT.glob("shared/**/*.py")])
TREES = {path.relative_to(ROOT): ast.parse(path.read_text()) for path in SOURCES}
TEMPLATES = sorted(
    [
        *ROOT.glob("shared/pages/templates/**/*.html"),
        *ROOT.glob("services/*/pages/templates/**/*.html"),
    ]
)

LARGEST = 300  # lines


def test_only_fire_changes_a_state():
    door = Path("shared/lifecycle.py")

    assert [str(path) for path, tree in TREES.items() if path != door and _writes_state(tree)] == []


def test_every_module_says_what_is_in_it():
    assert [str(path) for path, tree in TREES.items() if tree.body and not _docstring(tree)] == []


def test_no_file_is_so_long_that_a_second_noun_lives_in_it():
    written = [path for path in TREES if "migrations" not in path.parts]

    assert [str(path) for path in written if _length(path) > LARGEST] == []


def test_no_module_is_named_after_nothing():
    empty_names = {"utils", "helpers", "common", "manager", "base", "misc"}

    assert [str(path) for path in TREES if path.stem in empty_names] == []


def test_every_text_for_people_is_in_polish_too():
    missing = sorted(text for text in _marked_texts() if text not in polish())

    assert missing == []


def test_every_text_about_a_number_has_its_three_polish_forms():
    assert _marked_forms() - set(polish_forms()) == set()
    assert all(len(forms) == 3 and all(forms) for forms in polish_forms().values())


def test_every_polish_text_keeps_its_places():
    for english, translated in polish().items():
        assert _places(english) == _places(translated), english
    for english, forms in polish_forms().items():
        assert {tuple(_places(form)) for form in forms} <= {tuple(_places(english[1]))}, english


def test_no_text_has_two_translations():
    """All catalogues are one where all services run from one checkout."""
    found: dict[str, set[str]] = {}
    for path in ROOT.glob("s*/**/translations/pl.po"):
        for message in _catalogue(path):
            found.setdefault(str(message.id), set()).add(str(message.string))

    assert {text: said for text, said in found.items() if text and len(said) > 1} == {}


def test_no_polish_text_is_left_over():
    assert sorted(set(polish()) - _marked_texts()) == []
    assert sorted(set(polish_forms()) - _marked_forms()) == []


@pytest.mark.parametrize("service", ["accounts", "bureau", "exports"])
def test_a_service_that_is_alone_has_the_polish_of_its_pages(service):
    """An image holds shared and one service."""
    files = [ROOT / "shared/translations/pl.po", ROOT / f"services/{service}/translations/pl.po"]
    with_it = {str(message.id) for path in files for message in _catalogue(path)}
    shown = {text for path in TEMPLATES if service in path.parts for text in _texts_of(path)}

    assert shown - with_it == set()


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


def _docstring(tree: ast.Module) -> str | None:
    return ast.get_docstring(tree)


def _length(path: Path) -> int:
    return len((ROOT / path).read_text().splitlines())


def _writes_state(tree: ast.Module) -> bool:
    targets: list[ast.expr] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            targets += node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets.append(node.target)
        elif isinstance(node, ast.Call) and _name(node.func) == "setattr":
            targets += [ast.Attribute(value=a, attr=str(a.value)) for a in node.args if _is_text(a)]
    return "state" in {t.attr for t in targets if isinstance(t, ast.Attribute)}


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _marked_texts() -> set[str]:
    calls = [n for tree in TREES.values() for n in ast.walk(tree) if isinstance(n, ast.Call)]
    marked = [argument for call in calls if _name(call.func) == "N_" for argument in call.args]
    in_code = {argument.value for argument in marked if isinstance(argument, ast.Constant)}
    return in_code.union(*(_texts_of(path) for path in TEMPLATES))


def _catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="pl")


def _calls(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    """The texts that a template marks: the function, and its texts."""
    found = extract_from_ast(Environment().parse(path.read_text()), ("_", "many"))
    texts = [(name, (said,) if isinstance(said, str) else said or ()) for _, name, said in found]
    return [(name, tuple(t for t in said if t)) for name, said in texts]


def _texts_of(path: Path) -> set[str]:
    return {said[0] for name, said in _calls(path) if name == "_" and said}


def _marked_forms() -> set[tuple[str, ...]]:
    calls = [n for tree in TREES.values() for n in ast.walk(tree) if isinstance(n, ast.Call)]
    marked = {
        tuple(argument.value for argument in call.args if isinstance(argument, ast.Constant))
        for call in calls
        if _name(call.func) == "NN_"
    }
    return marked | {said for path in TEMPLATES for name, said in _calls(path) if name == "many"}


def _places(text: str) -> list[str]:
    return sorted(part.partition(")")[0] for part in text.split("%(")[1:])
