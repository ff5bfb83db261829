"""The desk: everything in a browser, on this computer."""

import socket
import webbrowser
from pathlib import Path

import click

from briefing import pipeline
from briefing.cli.group import main
from briefing.cli.options import workspace_path
from briefing.errors import ConfigError
from briefing.progress import Progress
from briefing.workspace import SETTINGS_FILE, open_workspace, workspace_at

_ADDRESS = "127.0.0.1"


@main.command()
@click.option("--port", type=click.IntRange(min=0, max=65535), default=8765, show_default=True)
@click.option("--demo", is_flag=True, help="Make the sample workspace in ./demo first, unless it is there.")
@click.option("--no-browser", is_flag=True, help="Print the link alone; open no browser.")
@workspace_path
def web(port: int, demo: bool, no_browser: bool, workspace: Path | None) -> None:
    """Open the desk: what needs you, meetings, files and figures in your browser, on this computer alone.

    It prints a link that opens the desk once. Ctrl-C closes it; nothing is lost.

    \b
    Examples:
      briefing web
      briefing web --demo
    """
    import uvicorn  # here: no other command needs a server

    from briefing.web.desk import desk
    from briefing.web.guard import SIGN_IN, Keys

    opened = open_workspace(_demo(Path("demo"))) if demo else workspace_at(workspace)
    keys = Keys()
    listening = _listening(port)
    link = f"http://{_ADDRESS}:{listening.getsockname()[1]}{SIGN_IN}?key={keys.new_link()}"
    click.echo(f"The desk of {opened.folder} is open at:\n  {link}\nCtrl-C closes it.")
    if not no_browser:
        webbrowser.open(link)
    server = uvicorn.Server(
        uvicorn.Config(desk(opened, keys=keys), log_level="warning", server_header=False, access_log=False)
    )
    server.run(sockets=[listening])


def _demo(folder: Path) -> Path:
    if not (folder / SETTINGS_FILE).is_file():
        with Progress("Demo") as progress:
            for _ in pipeline.demo(folder, progress=progress):
                pass
    return folder


def _listening(port: int) -> socket.socket:
    """Take the port, so that the link is right before anybody follows it."""
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((_ADDRESS, port))
    except OSError:
        opened.close()
        raise ConfigError(
            f"--port: found {port} in use; wanted a free one. Is the desk open already? Or name another, "
            "such as --port 0 for any."
        ) from None
    return opened
