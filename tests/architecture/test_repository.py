"""What may stand in the repository: no host of a registry, no path of one machine, no binary."""

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVICES = ("accounts", "bureau", "exports")
each_service = pytest.mark.parametrize("service", SERVICES)

# Written in parts, since this file is searched as well.
REGISTRIES = re.compile(
    r"pypi\." + r"org|python" + r"hosted|npmjs\." + r"(org|com)|deb\.deb" + r"ian|crates\." + r"io",
    re.IGNORECASE,
)
MACHINES = re.compile(r"(?<![\w.])/(home|root|Users|work|tmp/\w)" + r"/[\w.-]+")
SECRETS = re.compile(r"BEGIN (RSA |EC |OPENSSH )?PRIVATE" + r" KEY|xox[bp]-|ghp" + r"_\w{20}")
LARGEST = 1_000_000  # bytes


def tracked() -> list[Path]:
    """The files that are in the repository, or would be with the next commit."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    paths = [ROOT / line for line in found.stdout.splitlines()]
    return [path for path in paths if path.is_file()]


def texts() -> dict[Path, str]:
    return {path: path.read_text(errors="replace") for path in tracked()}


def found_in_texts(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path, text in texts().items()
        for match in pattern.finditer(text)
    ]


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert found_in_texts(REGISTRIES) == []


def test_no_file_names_a_path_of_one_machine() -> None:
    assert found_in_texts(MACHINES) == []


def test_no_file_holds_a_secret() -> None:
    assert found_in_texts(SECRETS) == []


def test_no_file_is_left_over_or_too_large_to_read() -> None:
    kinds = (".pyc", ".db", ".sqlite", ".log", ".orig", ".rej", ".env", ".pem", ".key", ".zip")

    wrong = [p for p in tracked() if p.name.endswith(kinds) or p.stat().st_size > LARGEST]

    assert wrong == []


@pytest.mark.parametrize(
    "pins", [*(f"services/{service}/requirements.txt" for service in SERVICES),
             "requirements-dev.txt", "deploy/uv.txt"]
)  # fmt: skip
def test_every_pin_names_one_version_and_its_hashes(pins: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / pins).read_text().strip())

    for entry in entries:
        assert re.match(r"[a-z0-9.-]+(\[\w+\])?==[\w.]+", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry


@each_service
def test_a_service_runs_with_the_versions_that_were_tested(service: str) -> None:
    tested = pinned("requirements-dev.txt")

    used = pinned(f"services/{service}/requirements.txt")

    assert used.items() <= tested.items()


@each_service
def test_a_service_asks_for_every_package_that_it_imports_and_for_no_other(service: str) -> None:
    distributions = packages_distributions()
    modules = {name.partition(".")[0] for path in reached_by(service) for name in imports(path)}
    outside = modules - set(sys.stdlib_module_names) - {"shared", "services", "deploy"}

    needed = {normal(distributions[name][0]) for name in outside}

    assert needed - asked_for(service) == set()
    assert asked_for(service) - needed <= {"psycopg", "amqp", "argon2-cffi"}


def pinned(path: str) -> dict[str, str]:
    found = re.findall(r"^([a-z0-9.-]+)(?:\[\w+\])?==(\S+)", (ROOT / path).read_text(), re.M)
    return dict(found)


def asked_for(service: str) -> set[str]:
    """The packages in the service's requirements.in and in the shared one."""
    files = ("shared/requirements.in", f"services/{service}/requirements.in")
    lines = [line for file in files for line in (ROOT / file).read_text().splitlines()]
    return {normal(line.split("[")[0]) for line in lines if line and line[0] not in "-#"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def reached_by(service: str) -> set[Path]:
    """The files of the service, and those of shared that they import, or that these import."""
    reached = set((ROOT / "services" / service).rglob("*.py"))
    new = reached
    while new:
        names = {name for path in new for name in imports(path) if name.startswith("shared.")}
        new = {path for name in names for path in files_of(name)} - reached
        reached |= new
    return reached


def files_of(module: str) -> set[Path]:
    """The file of a module, or of the package that it is, and of the packages around it."""
    parts = module.split(".")
    found = {ROOT.joinpath(*parts[:count], "__init__.py") for count in range(1, len(parts) + 1)}
    return {path for path in found | {ROOT.joinpath(*parts).with_suffix(".py")} if path.exists()}


def imports(path: Path) -> set[str]:
    """The modules that a module imports, wherever in it, and what it takes from them."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found
