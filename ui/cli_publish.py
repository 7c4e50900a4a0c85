"""`lovp publish`: a copy of the records for machines that only answer."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.settings import Settings
from ui.cli_output import dumped

if TYPE_CHECKING:
    from index.published import Copy


def publish_arguments(options: Any) -> None:
    """The arguments of `lovp publish`."""
    options.add_argument("folder", type=Path, metavar="MAP", help="map waar de andere machines de kopie lezen")
    options.add_argument(
        "--drop-older", action="store_true", help="bewaar geen oudere kopie, bijvoorbeeld nadat een verslag is gewist"
    )
    options.add_argument("--json", action="store_true", help="toon als JSON")


def publish_copy(settings: Settings, options: argparse.Namespace) -> int:
    """Publishes a copy of the records; the exit code.

    Raises:
        PublishError: the folder can't be written, or this machine reads a copy itself.
        ChromaServerError: with `--drop-older`: the copy is published, but what is older is still on the server.
        index.recipe.StoreError: there is no index, or it can't be used.
    """
    from index.chroma_address import address_in
    from index.chroma_collections import drop_older, mark_published
    from index.published import publish, refuse_here
    from index.search import store_path
    from index.sqlite_published import copy_published
    from index.store import Store

    refuse_here(settings.published)
    address = address_in(settings)
    source = store_path(settings.home)
    store = Store(source)
    try:
        mark_published(store)
        copy = publish(
            options.folder.expanduser().absolute(),
            lambda target: copy_published(source, target),
            drop_older=options.drop_older,
        )
        if options.drop_older and address is not None:
            drop_older(address, store)
    finally:
        store.close()
    print(dumped(_json(copy)) if options.json else _told(copy))
    return 0


def _told(copy: "Copy") -> str:
    size = f"{copy.bytes / 1e6:.1f}".replace(".", ",")
    return f"Gepubliceerd: versie {copy.version} ({size} MB), in {copy.path}."


def _json(copy: "Copy") -> dict[str, Any]:
    return {"file": str(copy.path), "version": copy.version, "bytes": copy.bytes, "sha256": copy.sha256}
