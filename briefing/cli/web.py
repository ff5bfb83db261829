"""The desk: everything in a browser, on this computer or on a server for a team."""

import errno
import logging
import socket
import webbrowser
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import click

from briefing import formats, pipeline
from briefing.cli.group import main
from briefing.cli.options import workspace_path
from briefing.errors import ConfigError
from briefing.progress import Progress
from briefing.workspace import SETTINGS_FILE, Workspace, open_workspace, workspace_at
from briefing.workspace.settings import Web

_ADDRESS = "127.0.0.1"
_MOST_AT_ONCE = 400
"""More are told to come again."""


@main.command()
@click.option("--port", type=click.IntRange(min=0, max=65535), help="Else what briefing.toml says, or 8765.")
@click.option("--demo", is_flag=True, help="Make the sample workspace in ./demo first, unless it is there.")
@click.option("--no-browser", is_flag=True, help="Print the link alone; open no browser.")
@click.option("--server", is_flag=True, help="Serve a team that signs in, as [web] in briefing.toml says.")
@workspace_path
def web(port: int | None, demo: bool, no_browser: bool, server: bool, workspace: Path | None) -> None:
    """Open the desk: what needs you, meetings, files and figures in your browser, on this computer alone.

    It prints a link that opens the desk once. Ctrl-C closes it; nothing is lost.

    \b
    Examples:
      briefing web
      briefing web --demo
      briefing web --server
    """
    opened = open_workspace(_demo(Path("demo"))) if demo else workspace_at(workspace)
    wanted = opened.settings.web
    if server or wanted.server:
        _serve_team(opened, wanted.port if port is None else port)
        return
    from briefing.web.desk import desk  # here: no other command needs a server
    from briefing.web.guard import SIGN_IN, Keys

    keys = Keys()
    listening = _listening(_ADDRESS, wanted.port if port is None else port)
    link = f"http://{_ADDRESS}:{listening.getsockname()[1]}{SIGN_IN}?key={keys.new_link()}"
    click.echo(f"The desk of {opened.folder} is open at:\n  {link}\nCtrl-C closes it.")
    if not no_browser:
        webbrowser.open(link)
    _run(desk(opened, keys=keys), listening)


def _serve_team(workspace: Workspace, port: int) -> None:
    """Serve those who sign in with the provider that the settings name, until the process is told to stop."""
    from briefing.web.desk import desk
    from briefing.web.guard import Keys
    from briefing.web.provider import LOCAL, Provider

    settings = workspace.settings.web
    _refuse_half_settings(settings)
    provider = Provider(workspace)
    listening = _listening(settings.address, port)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(message)s")
    logging.getLogger("briefing.desk").setLevel(logging.INFO)
    click.echo(
        f"The desk of {workspace.folder} listens on {settings.address}, port {listening.getsockname()[1]}."
    )
    keys = Keys(hours=settings.hours, idle_minutes=settings.idle_minutes)
    hosts = LOCAL | {*settings.hosts}
    _run(desk(workspace, keys=keys, hosts=hosts, provider=provider), listening, proxies=settings.proxies)


def _refuse_half_settings(settings: Web) -> None:
    """Refuse to serve before it is said by which names, and who says who it is."""
    missing = [name for name in ("hosts", "issuer", "client") if not getattr(settings, name)]
    if missing:
        raise ConfigError(
            f"{SETTINGS_FILE}, [web]: found no {formats.listed(missing)}; wanted each before a team can sign in."
        )
    issuer = urlsplit(settings.issuer or "")
    if issuer.scheme != "https" and issuer.hostname not in ("127.0.0.1", "localhost"):
        raise ConfigError(f"{SETTINGS_FILE}, [web]: found the issuer {settings.issuer}; wanted https.")


def _run(
    application: Callable[..., Awaitable[None]], listening: socket.socket, *, proxies: Sequence[str] = ()
) -> None:
    import uvicorn

    config = uvicorn.Config(
        application,
        log_level="warning",
        server_header=False,
        access_log=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        timeout_graceful_shutdown=10,
        limit_concurrency=_MOST_AT_ONCE,
    )
    uvicorn.Server(config).run(sockets=[listening])


def _demo(folder: Path) -> Path:
    if not (folder / SETTINGS_FILE).is_file():
        with Progress("Demo") as progress:
            for _ in pipeline.demo(folder, progress=progress):
                pass
    return folder


def _listening(address: str, port: int) -> socket.socket:
    """Take the port, so that the link is right before anybody follows it."""
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((address, port))
    except OSError as error:
        opened.close()
        if error.errno != errno.EADDRINUSE:
            raise ConfigError(
                f"{address}, port {port}: can't be listened on ({error.strerror or error}); wanted an address "
                "of this computer, and a port that this account may use."
            ) from None
        raise ConfigError(
            f"--port: found {port} in use; wanted a free one. Is the desk open already? Or name another, "
            "such as --port 0 for any."
        ) from None
    return opened
