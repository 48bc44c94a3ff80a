"""What all commands share: how errors, refusals and progress are told, and the option that names the store."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from ilo_graph import pipeline, queries
from ilo_graph.documents import Refusal
from ilo_graph.errors import IloGraphError

DEFAULT_STORE = "ilo-graph.db"
_F = TypeVar("_F", bound=Callable[..., Any])


class Commands(click.Group):
    """Turns every error of ours, and every path that cannot be used, into one clear line and exit status 2."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except IloGraphError as error:
            message = str(error)
        except BrokenPipeError:
            raise  # whoever read the output has gone, which is no error of the call
        except OSError as error:
            message = f"{error.filename or 'The output'} cannot be used: {error.strerror}. Check the path and the disk"
        except KeyboardInterrupt:
            click.echo("Interrupted: nothing was changed.", err=True)
            raise click.exceptions.Exit(130) from None
        click.echo(f"Error: {message}", err=True)
        raise click.exceptions.Exit(2)


class Asking(click.Command):
    """Lists the named queries below its help, from their headers."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what stands below the help."""
        super().format_epilog(ctx, formatter)
        with formatter.section("Named queries"):
            formatter.write_dl([(" ".join((q.name, *map(str, q.params))), q.summary) for q in queries.list_queries()])


def store_option(command: _F) -> _F:
    """Add the option that names the store to read."""
    where = "The store to use: a folder, or the address of a SPARQL server."
    return click.option("--store", default=DEFAULT_STORE, show_default=True, metavar="DIR|URL", help=where)(command)


def folder_option(command: _F) -> _F:
    """Add the option that names a store which has to be a folder."""
    return click.option("--store", default=DEFAULT_STORE, show_default=True, metavar="DIR", help="The store to use.")(
        command
    )


def say(message: str) -> None:
    """Tell something that is no data."""
    click.echo(message, err=True)


def say_refusals(refused: Iterable[Refusal], verb: str) -> None:
    """Tell each refusal on a line of its own."""
    for refusal in refused:
        say(f"{verb} {refusal.name}: {refusal.reason}")


@contextmanager
def reading_progress() -> Iterator[pipeline.Progress | None]:
    """Show a progress bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
