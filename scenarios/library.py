"""Read decision models from files, and write them as one.

A decision model is the YAML in `scenarios/library/<key>/`: every file directly in the folder and in `questions/` is
a mapping whose keys are fields of `schema.DecisionModel`, and lists that several files give under one key are joined
in the order of the file names. `cases/` holds sample workloads, which are no part of the model.
"""

import hashlib
import json
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from scenarios import schema

try:
    from yaml import CSafeLoader as SafeLoader  # ten times faster, where libyaml is there
except ImportError:
    from yaml import SafeLoader  # type: ignore[assignment]

LIBRARY = Path(__file__).parent / "library"
FOLDERS = frozenset({"questions", "cases"})

Place: TypeAlias = tuple[str, int]  # the file that an entry of a list stands in, and its position there


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file is refused: where the reason stands, and a sentence."""

    file: str
    path: str
    sentence: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.path, self.sentence) if part)


class LibraryFault(Exception):
    """The files do not make a decision model."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def keys(root: Path = LIBRARY) -> list[str]:
    return sorted(folder.name for folder in root.iterdir() if (folder / "model.yaml").is_file())


def read(key: str, root: Path = LIBRARY) -> schema.DecisionModel:
    """Read the decision model that the folder of this name holds."""
    if key not in keys(root):
        raise LibraryFault([Fault(key, "", f"there is no such decision model; there are: {', '.join(keys(root))}")])
    folder = root / key
    strays = [entry for entry in sorted(folder.iterdir()) if is_stray(entry)]
    if strays:
        raise LibraryFault(
            Fault(f"{key}/{entry.name}", "", "nothing here is read; move or rename it") for entry in strays
        )
    draft = Draft()
    for path in (*sorted(folder.glob("*.yaml")), *sorted(folder.glob("questions/*.yaml"))):
        draft.add(f"{key}/{path.relative_to(folder).as_posix()}", read_yaml(path, root))
    document = draft.document(home=f"{key}/model.yaml")
    if document.key != key:
        raise LibraryFault([Fault(f"{key}/model.yaml", "key", f"is {document.key}, but its folder is called {key}")])
    return document


def is_stray(entry: Path) -> bool:
    return entry.name not in FOLDERS if entry.is_dir() else entry.suffix in {".yml", ".json"}


def read_file(path: Path) -> schema.DecisionModel:
    """Read a decision model from one file, such as `write` makes."""
    draft = Draft()
    draft.add(path.name, read_yaml(path, path.parent))
    return draft.document(home=path.name)


def write(document: schema.DecisionModel) -> str:
    """Return the decision model as one YAML file in both languages; what is left at its default is left out."""
    entries = document.model_dump(by_alias=True, exclude_defaults=True)
    return yaml.dump(entries, Dumper=ReadableDumper, sort_keys=False, allow_unicode=True, width=110)


def digest(document: schema.DecisionModel) -> str:
    """Return the digest of the document's content.

    What is left at its default does not count, so that an optional field that the schema gains later leaves the
    digest of what is published as it is.
    """
    entries = document.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    canonical = json.dumps(entries, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f"sha256:{hashlib.sha256(canonical.encode()).hexdigest()}"


class Draft:
    """What the files say so far, and where they say it."""

    def __init__(self) -> None:
        self.entries: dict[str, Any] = {}
        self.files: dict[str, str] = {}  # of each key: the file that gave it first
        self.places: dict[str, list[Place]] = {}  # of each list: where each of its entries stands

    def add(self, file: str, content: dict[str, Any]) -> None:
        for key, value in content.items():
            if isinstance(value, list) and isinstance(self.entries.setdefault(key, []), list):
                self.entries[key].extend(value)
                self.places.setdefault(key, []).extend((file, position) for position in range(len(value)))
            elif key in self.entries:
                raise LibraryFault([Fault(file, key, f"stands already in {self.files[key]}")])
            else:
                self.entries[key] = value
            self.files.setdefault(key, file)

    def document(self, home: str) -> schema.DecisionModel:
        """Return the document; `home` is the file to name for what stands nowhere."""
        try:
            # JSON, because pydantic can be strict about it: no text for a number, and yet lists for tuples
            return schema.DecisionModel.model_validate_json(json.dumps(self.entries, default=str), strict=True)
        except ValidationError as refused:
            raise LibraryFault(self._faults(refused, home)) from refused

    def _faults(self, refused: ValidationError, home: str) -> Iterable[Fault]:
        for error in refused.errors():
            if error["type"] == "parts_disagree":
                for path, sentence in error["ctx"]["faults"]:
                    yield self._fault(path, sentence, home)
            else:
                yield self._fault(self._path(error), sentence_of(error), home)

    def _fault(self, path: schema.Path, sentence: str, home: str) -> Fault:
        file = self.files.get(str(path[0]), home) if path else home
        if len(path) > 1 and isinstance(path[1], int):
            file, position = self.places[str(path[0])][path[1]]
            path = (path[0], position, *path[2:])
        return Fault(file, ".".join(map(str, path)), sentence)

    def _path(self, error: ErrorDetails) -> schema.Path:
        """Follow pydantic's path through the entries, leaving out the names that it gives to branches of a union."""
        path: list[str | int] = []
        here: Any = self.entries
        for step in error["loc"]:
            inside = dict(enumerate(here)) if isinstance(here, list) else here
            if isinstance(inside, dict) and step in inside:
                here = inside[step]
                path.append(step)
            elif error["type"] == "missing":
                path.append(step)
        return tuple(path)


def sentence_of(error: ErrorDetails) -> str:
    match error["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            return "is not known here"
        case "tuple_type":
            return "must be a list"
        case "value_error":
            return str(error["ctx"]["error"])
        case "model_type" if error["ctx"]["class_name"] == "Bilingual":
            return "must be given in both languages, as {en: …, zh-hans: …}"
        case _:
            found = error["input"]
            given = f" (it is {found!r})" if isinstance(found, str | int | float | bool | None) else ""
            return f"{error['msg'][0].lower()}{error['msg'][1:]}{given}"


def read_yaml(path: Path, root: Path) -> dict[str, Any]:
    """Read a mapping from a YAML file; faults name the file as it is seen from `root`."""
    name = path.relative_to(root).as_posix()
    try:
        content = yaml.load(path.read_text("utf-8"), Loader=StrictLoader)  # noqa: S506 a safe loader
    except yaml.MarkedYAMLError as refused:
        line = f"line {refused.problem_mark.line + 1}" if refused.problem_mark else ""
        raise LibraryFault([Fault(name, line, str(refused.problem))]) from refused
    except OSError as refused:
        raise LibraryFault([Fault(name, "", str(refused.strerror))]) from refused
    except (yaml.YAMLError, UnicodeDecodeError) as refused:
        raise LibraryFault([Fault(name, "", str(refused))]) from refused
    if not isinstance(content, dict) or not all(isinstance(key, str) for key in content):
        raise LibraryFault([Fault(name, "", "must be a mapping from names to entries")])
    return content


class StrictLoader(SafeLoader):
    """A safe loader for which a key is text, and stands once: YAML itself would keep the last of two."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key_node, _ in node.value:
            if key_node.tag != "tag:yaml.org,2002:str":
                raise refusal(key_node, "a name must be text; put it in quotes")
            if key_node.value in seen:
                raise refusal(key_node, f"{key_node.value} stands there twice")
            seen.add(key_node.value)
        return super().construct_mapping(node, deep)


def refusal(node: yaml.Node, problem: str) -> yaml.MarkedYAMLError:
    return yaml.constructor.ConstructorError(problem=problem, problem_mark=node.start_mark)


class ReadableDumper(yaml.SafeDumper):
    """Writes blocks, with the entries of lists set in under their names."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)
