"""The house rules that a machine can check: direction of imports, sizes, no cycles between packages."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOP = ("portal", "meetings", "documents", "search_index")
MAY_IMPORT = {
    "portal": {"portal", "templates"},
    "meetings": {"meetings", "portal", "templates"},
    "documents": {"documents", "portal", "templates"},
    "search_index": {"search_index", "portal", "templates"},
}
FILES = [path for top in TOP for path in sorted((ROOT / top).rglob("*.py")) if "versions" not in path.parts]


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{name.name}" for name in node.names}
    return found


@pytest.mark.parametrize("path", FILES, ids=_module)
def test_imports_point_one_way(path):
    own = path.relative_to(ROOT).parts[0]
    tops = {name.partition(".")[0] for name in _imports(path)} & {*TOP, "templates", "tests", "bench"}
    assert tops <= MAY_IMPORT[own]


@pytest.mark.parametrize("path", FILES, ids=_module)
def test_rooms_of_a_feature_are_entered_one_way(path):
    """Views call services, services use models; never the other way round."""
    forbidden = {"models": {"services", "views", "schemas", "office"}, "services": {"views"}, "schemas": {"views"}}
    wrong = {
        name
        for name in _imports(path)
        if name.partition(".")[0] in TOP and name.rpartition(".")[2] in forbidden.get(path.stem, set())
    }
    assert not wrong


def _cycle(graph: dict[str, set[str]]) -> list[str]:
    """A cycle in the graph, or an empty list."""
    done: set[str] = set()

    def walk(at: str, trail: list[str]) -> list[str]:
        if at in trail:
            return [*trail[trail.index(at) :], at]
        if at in done:
            return []
        for following in sorted(graph.get(at, ())):
            found = walk(following, [*trail, at])
            if found:
                return found
        done.add(at)
        return []

    for start in sorted(graph):
        found = walk(start, [])
        if found:
            return found
    return []


def test_no_module_imports_itself_through_others():
    modules = {_module(path): path for path in FILES}
    graph = {name: (_imports(path) & set(modules)) - {name} for name, path in modules.items()}
    for (
        name,
        imported,
    ) in graph.items():  # "from package import module" names both; the package itself is only its __init__
        graph[name] = {one for one in imported if not name.startswith(f"{one}.")}
    assert _cycle(graph) == []


def test_modules_and_functions_can_be_read_in_one_sitting():
    lines = {_module(path): path.read_text(encoding="utf-8").count("\n") for path in FILES}
    assert {name: count for name, count in lines.items() if count > 400} == {}
    ordered = sorted(lines.values())
    assert ordered[len(ordered) // 2] <= 100
    assert sum(count > 200 for count in ordered) <= len(ordered) // 10
    spans = {
        f"{_module(path)}.{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: span for name, span in spans.items() if span > 60} == {}
    assert sum(span > 30 for span in spans.values()) <= len(spans) // 10


def test_no_drawer_modules():
    assert [_module(path) for path in FILES if path.stem in {"utils", "util", "helpers", "manager", "managers"}] == []


def test_versions_of_the_schema_follow_one_another():
    """Two of one number, written at the same time by two people, would leave no way to upgrade."""
    numbers = sorted(path.name[:4] for path in (ROOT / "portal/migrations/versions").glob("[0-9]*.py"))
    assert numbers == [f"{n:04}" for n in range(1, len(numbers) + 1)]
