"""The house rules, held against the source itself: who may know whom, and what is not done at all."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "gc25map"
ROOMS = ("read", "split", "tag", "measure", "report", "taxonomy")
# What everyone may import: the nouns, the errors, where things lie, the words and reasons, how pages are
# said, and the norm.
SHARED = {
    "law",
    "records",
    "decisions",
    "findings",
    "comparison",
    "crosschecks",
    "differences",
    "quotes",
    "errors",
    "resources",
    "words",
    "reasons",
    "pages",
    "taxonomy",
}
LONGEST_MODULE = 400

# Beyond SHARED and its own room, what each part may import; "*" is everything.
MAY_IMPORT: dict[str, set[str]] = {
    "agreement": set(),
    "api": {"pipeline", "read"},
    "baselines": {"measure", "tag"},
    "check": {"kinds", "tag"},
    "cli": {"*"},
    "columns": set(),
    # The floor plan of many laws, as `pipeline` is that of one.
    "compare": {
        "dataset",
        "exchange",
        "frameworks",
        "inputs",
        "manifest",
        "measure",
        "packed",
        "pipeline",
        "read",
        "report.countries",
        "report.files",
        "whole",
    },
    "comparison": {"whole"},
    "corpora": {"tag.features", "tag.words"},
    # Its own rooms of tables; how a workbook is laid out; and what `verify` runs again, one country's whole way.
    "dataset": {
        "columns",
        "kinds",
        "exchange",
        "frameworks",
        "inputs",
        "pipeline",
        "read",
        "report.checks",
        "report.matrix",
        "report.sheets",
        "report.workbook",
        "tables",
        "whole",
    },
    "crosscheck": {"agreement", "exchange", "strict", "tables"},
    # The convenience methods of the records, each with its import inside.
    "crosschecks": {"crosscheck"},
    "decisions": set(),
    "diff": {"editions"},
    "differences": {"diff"},
    "editions": set(),
    "errors": set(),
    "findings": set(),
    "evaluate": {"baselines", "measure", "pipeline", "read", "tag.decide", "tag.words"},
    "exchange": {"strict"},
    "export": {"tables"},
    "frameworks": set(),
    "kinds": {"tag.words"},
    "law": set(),
    "inputs": {"manifest", "pipeline", "read"},
    "manifest": set(),
    # The one room that imports from another: a tagged law holds a `Tagging`.
    "measure": {"tag.decide"},
    "memory": set(),
    "model": {"tag.bearings", "tag.features"},
    "packed": {"strict"},
    "pages": set(),
    "pipeline": {"measure", "memory", "model", "read", "split", "tag", "train"},
    "quotes": set(),
    "countries": set(),
    "read": {"countries", "packed"},
    "reasons": set(),
    # The convenience methods of Coverage, each with its import inside.
    "records": {"tables", "exchange", "frameworks", "report.notebook"},
    "report": {"exchange", "kinds", "tables", "whole"},
    "resources": set(),
    "ridge": set(),
    "review": {"agreement", "editions", "strict"},
    "split": set(),
    "strict": set(),
    "tables": {"columns"},
    "tag": {"model"},
    "taxonomy": set(),
    "train": {
        "corpora",
        "memory",
        "model",
        "ridge",
        "tag.bearings",
        "tag.features",
        "tag.limbs",
        "tag.words",
    },
    "whole": set(),
    "words": set(),
    "__init__": {"*"},
    "__main__": {"cli"},
}
FORBIDDEN_MODULES = {
    "pickle",
    "cPickle",
    "dill",
    "cloudpickle",
    "joblib",
    "shelve",
    "marshal",
    "socket",
    "ssl",
    "http",
    "ftplib",
    "smtplib",
    "asyncio",
    "requests",
    "httpx",
    "aiohttp",
    "urllib3",
    "urllib.request",
    "webbrowser",
}
# joblib moves arguments and results between our own processes as pickles; it reads no file with them.
EXCUSED = {"compare/engine.py": {"joblib"}, "train.py": {"joblib"}}
FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__"}


@cache
def modules() -> tuple[Path, ...]:
    """Every module of the package."""
    return tuple(sorted(p for p in PACKAGE.rglob("*.py") if "__pycache__" not in p.parts))


def name_of(path: Path) -> str:
    """A short name for a test: the path within the package."""
    return path.relative_to(PACKAGE).as_posix()


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """All nodes of the syntax tree of a file, itself first."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"), path.name)))


def calls_of(path: Path) -> list[ast.Call]:
    """Every call in a file."""
    return [node for node in nodes_of(path) if isinstance(node, ast.Call)]


@cache
def imports_of(path: Path) -> tuple[str, ...]:
    """The full name of everything that a module imports, also within functions."""
    found: list[str] = []
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: imports are written in full"
            found += [f"{node.module}.{alias.name}" for alias in node.names]
    return tuple(found)


def part_of(path: Path) -> str:
    """The room or module at the top of the package to which a file belongs."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def permitted(part: str, imported: str) -> bool:
    """Whether a part of the house may import this name of the package."""
    if not imported.startswith("gc25map.") or imported == "gc25map.__version__":
        return True
    inner = imported.removeprefix("gc25map.")
    allowed = SHARED | MAY_IMPORT[part] | {part}
    return "*" in allowed or any(inner == name or inner.startswith(f"{name}.") for name in allowed)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_each_room_imports_only_what_it_may(path: Path) -> None:
    """Rooms know the records and the taxonomy, not each other; few see several."""
    part = part_of(path)
    assert part in MAY_IMPORT, f"{part}: say in this test what it may import"
    strangers = [name for name in imports_of(path) if not permitted(part, name)]
    assert strangers == []


def test_exceptions_are_still_needed() -> None:
    """A permission that nobody uses any more is taken back."""
    used = {
        part: {n for p in modules() if part_of(p) == part for n in imports_of(p)}
        for part in MAY_IMPORT
    }
    for part, allowed in MAY_IMPORT.items():
        for name in allowed - {"*"}:
            full = f"gc25map.{name}"
            assert any(n == full or n.startswith(f"{full}.") for n in used[part]), (part, name)


def test_the_rooms_are_where_the_design_puts_them() -> None:
    """The names of the rooms are those of the plan."""
    for room in ROOMS:
        assert (PACKAGE / room).is_dir() or (PACKAGE / f"{room}.py").is_file(), room


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_nothing_runs_code_from_data_or_reaches_a_network(path: Path) -> None:
    """No pickles and their like, no eval, no module that could open a connection."""
    for name in imports_of(path):
        parts = name.split(".")
        prefixes = {".".join(parts[:n]) for n in range(1, len(parts) + 1)}
        forbidden = FORBIDDEN_MODULES - EXCUSED.get(name_of(path), set())
        assert not prefixes & forbidden, name
    for node in calls_of(path):
        if isinstance(node.func, ast.Name):
            assert node.func.id not in FORBIDDEN_CALLS, ast.unparse(node)
        keywords = {k.arg: ast.unparse(k.value) for k in node.keywords}
        assert keywords.get("allow_pickle", "False") == "False", ast.unparse(node)
        assert keywords.get("shell", "False") == "False", ast.unparse(node)
        assert ast.unparse(node.func) not in ("yaml.load", "yaml.unsafe_load", "os.system")


def test_every_library_that_is_imported_is_declared() -> None:
    """Nothing is leant on that only happens to be there: each import is a dependency or an extra."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    optional = (line for name in ("cluster", "frame", "ocr") for line in extras[name])
    listed = [*project["dependencies"], *optional]
    declared = {re.split(r"[^\w.-]", line)[0].lower() for line in listed}
    imported = {name.split(".")[0] for path in modules() for name in imports_of(path)}
    libraries = imported - sys.stdlib_module_names - {"gc25map"}
    assert libraries
    owners = packages_distributions()
    assert [n for n in libraries if not {o.lower() for o in owners[n]} & declared] == []


def test_arrays_are_loaded_without_pickles() -> None:
    """Every call of numpy's load says so itself."""
    calls = [
        node
        for path in modules()
        for node in calls_of(path)
        if ast.unparse(node.func) in ("np.load", "numpy.load")
    ]
    assert calls
    for call in calls:
        assert "allow_pickle=False" in ast.unparse(call)


def test_templates_escape_everything() -> None:
    """Every Jinja environment has autoescape on, and no template switches it off."""
    environments = [
        node
        for path in modules()
        for node in calls_of(path)
        if ast.unparse(node.func).endswith("Environment")
    ]
    assert environments
    for call in environments:
        assert {k.arg: ast.unparse(k.value) for k in call.keywords}.get("autoescape") == "True"
    for template in (PACKAGE / "report" / "templates").iterdir():
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape", text), template.name


def test_only_our_own_text_is_marked_as_safe() -> None:
    """`Markup` is made of our style and scripts as they stand, and of formats that escape what they take."""
    for path in modules():
        for node in calls_of(path):
            if ast.unparse(node.func) == "Markup":
                own = name_of(path) == "report/html.py" and "loader.get_source" in ast.unparse(node)
                literal = all(isinstance(argument, ast.Constant) for argument in node.args)
                assert own or literal, f"{name_of(path)}: {ast.unparse(node)}"


def test_the_reading_child_stays_light() -> None:
    """The child's memory is limited, so nothing it imports loads spaCy, numpy or scikit-learn."""
    script = (
        "import sys, gc25map.read.child, gc25map.read.engines, gc25map.read.plumber\n"
        "print([m for m in ('spacy', 'numpy', 'scipy', 'sklearn', 'py3langid', 'pydantic', 'jinja2',"
        " 'lxml', 'markdown_it')"
        " if m in sys.modules])"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"


def test_importing_the_package_costs_nothing() -> None:
    """`import gc25map` loads none of the libraries; its public names do, when they are used."""
    script = "import sys, gc25map; print(sorted(m for m in sys.modules if m.startswith('gc25map')))"
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "['gc25map']"


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_modules_are_short_and_say_what_they_are_for(path: Path) -> None:
    """A module fits in a reader's head and opens with a docstring."""
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_MODULE
    assert ast.get_docstring(ast.parse(text))


def test_every_test_says_in_a_sentence_what_it_holds_down() -> None:
    """Each test function has a docstring that ends like a sentence."""
    functions = [
        (path.name, node)
        for path in sorted(Path(__file__).parent.glob("test_*.py"))
        for node in nodes_of(path)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    assert len(functions) > 100
    silent = [
        f"{name}: {node.name}"
        for name, node in functions
        if not (ast.get_docstring(node) or "").strip().endswith(".")
    ]
    assert silent == []


def project_files() -> list[Path]:
    """The files that are or will be tracked; outside a clone, all files of the project's folders."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        names = listed.stdout.decode("utf-8").split("\0")
        return [ROOT / name for name in names if name and (ROOT / name).is_file()]
    folders = [ROOT / name for name in ("gc25map", "taxonomy", "corpora", "tests")]
    return [p for folder in folders for p in folder.rglob("*") if p.is_file()]


def test_no_file_names_a_place_on_one_machine() -> None:
    """Nothing in the project refers to a home or working folder of whoever wrote it."""
    place = re.compile(rb"(?<![\w.:/])/(?:work|root|home|Users|tmp|mnt)/[\w.]+|\b[A-Z]:\\Users")
    found = []
    for path in project_files():
        if path.suffix in (".pdf", ".npz", ".png"):
            continue
        match = place.search(path.read_bytes())
        if match:
            found.append(f"{path.relative_to(ROOT)}: {match.group().decode()}")
    assert found == []
