"""What ``assay inspect`` prints: the behaviours, chains and decoded texts of one package, as a tree."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text
from rich.tree import Tree

from assay.model.location import Location
from assay.model.reading import Reading
from assay.model.report import Assessed
from assay.model.source import ON_INSTALL, Behaviour, BehaviourKind, Flow, Layer, SourceFile, Trait
from assay.reports.terminal.style import LEVEL_STYLE, line
from assay.reports.visible import defanged

#: Chains and behaviours shown of one file, files of one group, characters of one text.
MAX_LINES, MAX_FILES, MAX_TEXT = 24, 20, 160
#: Characters of a decoded layer, and behaviours of one kind in a line.
MAX_DECODED, MAX_OF_KIND = 400, 5


def reading_tree(assessed: Assessed, reading: Reading) -> Tree:
    """The package with its files, grouped by what starts them; every text is defanged."""
    verdict = assessed.verdict
    title = Text("")
    title.append_text(line(f"{reading.ref}  ", "bold", MAX_TEXT))
    title.append_text(line(verdict.level.value, LEVEL_STYLE[verdict.level]))
    title.append_text(line(f": {defanged(verdict.because)}", limit=2 * MAX_TEXT))
    tree = Tree(title, guide_style="dim")
    for name, files in _groups(reading):
        _add_group(tree, name, files, reading.scripts)
    if reading.gaps:
        branch = tree.add(line("could not be read", "magenta"))
        for gap in reading.gaps[:MAX_LINES]:
            branch.add(line(f"{gap.what}: {gap.why}", limit=2 * MAX_TEXT))
    counted = f"{_files(reading.file_count)}, {len(reading.files)} read as code"
    tree.add(line(counted, "dim"))
    return tree


def _groups(reading: Reading) -> Iterator[tuple[str, list[SourceFile]]]:
    on_install = [file for file in reading.files if not ON_INSTALL.isdisjoint(file.reached_by)]
    used = [file for file in reading.files if file.reached_by and ON_INSTALL.isdisjoint(file.reached_by)]
    unreached = [file for file in reading.files if not file.reached_by]
    yield "runs on installation", on_install
    yield "runs when it is used", used
    yield "no entry point is known to reach", unreached


def _add_group(tree: Tree, name: str, files: list[SourceFile], scripts: dict[str, str]) -> None:
    commands = {key: text for key, text in scripts.items() if key in ON_INSTALL} if "installation" in name else {}
    if not files and not commands:
        return
    telling = [file for file in files if file.behaviours or file.flows or file.traits or file.unread]
    quiet = len(files) - len(telling)
    if not telling and not commands:
        tree.add(line(f"{name}: {_files(quiet)} with nothing to tell", "dim"))
        return
    branch = tree.add(line(name, "bold"))
    for key, text in commands.items():
        branch.add(line(f"{key}: {defanged(text)}", "cyan", 2 * MAX_TEXT))
    for file in telling[:MAX_FILES]:
        _add_file(branch, file)
    if len(telling) > MAX_FILES:
        branch.add(line(f"and {len(telling) - MAX_FILES} more files; --format json lists them", "dim"))
    if quiet:
        branch.add(line(f"{_files(quiet, 'more ')} with nothing to tell", "dim"))


def _files(number: int, more: str = "") -> str:
    return f"{number} {more}{'file' if number == 1 else 'files'}"


def _add_file(branch: Tree, file: SourceFile) -> None:
    head = Text("")
    head.append_text(line(file.path, "bold", MAX_TEXT))
    about = [", ".join(file.reached_by[:3]), f"{file.size_bytes:,} bytes", "minified" if file.is_minified else ""]
    head.append_text(line(f"  {'; '.join(filter(None, about))}", "dim", MAX_TEXT))
    leaf = branch.add(head)
    layers = [_layer(each) for each in file.layers]
    lines = [*map(_trait_line, file.traits), *layers, *(_chain(each, file.path) for each in file.flows)]
    lines += _capabilities(_single(file))
    for each in lines[:MAX_LINES]:
        leaf.add(each)
    if len(lines) > MAX_LINES:
        leaf.add(line(f"and {len(lines) - MAX_LINES} more; --format json lists them", "dim"))
    if file.unread:
        leaf.add(line(f"not followed to its end: {file.unread}", "magenta", MAX_TEXT))


def _single(file: SourceFile) -> list[Behaviour]:
    """Behaviours that are in no chain."""
    chained = {each for flow in file.flows for each in (flow.source, flow.sink)}
    return [each for each in file.behaviours if each not in chained]


def _trait_line(trait: Trait) -> Text:
    return line(f"{trait.location.line}  hidden: {trait.detail}", "yellow", MAX_TEXT)


def _layer(layer: Layer) -> Text:
    """How code was hidden, and what it begins with."""
    text = line(f"{layer.location.line}  ", "cyan")
    text.append_text(line(f"layer {layer.depth}, {layer.decoding}: ", limit=MAX_TEXT))
    text.append_text(line(defanged(_in_one_line(layer.decoded)), "yellow", MAX_DECODED))
    return text


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _chain(flow: Flow, path: str) -> Text:
    """Source, steps and sink in one line, the decoded text behind the source; what stands in another file says so."""
    text = Text("")
    text.append_text(line(f"{_place(flow.source.location, path)}  ", "cyan"))
    text.append_text(_named(flow.source))
    for step in flow.steps:
        text.append_text(line(f" → {step}", "dim", MAX_TEXT))
    text.append_text(line(f" → {_place(flow.sink.location, path)}  ", "cyan"))
    text.append_text(_named(flow.sink, "red"))
    if flow.hidden:
        text.append_text(line(f" (in layer {len(flow.hidden)})", "dim"))
    return text


def _place(location: Location, path: str) -> str:
    """The line, with the file's name before it where that is another file."""
    return str(location.line) if location.file == path else f"{location.file}:{location.line}"


def _capabilities(behaviours: list[Behaviour]) -> list[Text]:
    """What alarms line by line, then everything else, one line for each kind."""
    alarming = [each for each in behaviours if each.decoded]
    kinds: dict[BehaviourKind, list[Behaviour]] = {}
    for each in behaviours:
        if not each.decoded:
            kinds.setdefault(each.kind, []).append(each)
    lines = [_behaviour(each) for each in alarming]
    for kind, found in kinds.items():
        words = [f"{each.location.line} {defanged(each.detail)}" for each in found[:MAX_OF_KIND]]
        more = f", and {len(found) - MAX_OF_KIND} more" if len(found) > MAX_OF_KIND else ""
        lines.append(line(f"{kind.value}: {', '.join(words)}{more}", limit=2 * MAX_TEXT))
    return lines


def _behaviour(behaviour: Behaviour) -> Text:
    text = Text("")
    text.append_text(line(f"{behaviour.location.line}  ", "cyan"))
    text.append_text(_named(behaviour))
    return text


def _named(behaviour: Behaviour, style: str = "") -> Text:
    text = Text("")
    text.append_text(line(f"{behaviour.kind.value}: {defanged(behaviour.detail)}", style, MAX_TEXT))
    if behaviour.decoded:
        text.append_text(line(f" = {defanged(_in_one_line(behaviour.decoded))}", "yellow", MAX_TEXT))
    return text
