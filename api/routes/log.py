"""The signed log over HTTP: checkpoints, proofs and tiles, in the forms that C2SP specifies."""

from __future__ import annotations

import re
from typing import Annotated, Final

import msgspec
from fastapi import Path, Query, Response
from fastapi.responses import PlainTextResponse

from api.answering import JSON
from api.caching import ASK_AGAIN, FOR_EVER
from api.dependencies import POSITIONS, Service
from api.documented import binary, plain, proofs
from api.routing import a_router
from api.schemas import ConsistencyTold
from timeline.errors import UnknownError

router = a_router("/v1/log", "log")
_NOW: Final = {"Cache-Control": ASK_AGAIN}
_KEPT: Final = {"Cache-Control": FOR_EVER}
_TEXT: Final = "text/plain; charset=utf-8"
_TILE: Final = re.compile(
    r"(?P<kind>[0-9]|[1-5][0-9]|6[0-3]|entries)/(?P<number>(?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)
_WHOLE: Final = 256
_EXAMPLE: Final = (
    "asknown/9f86d081884c7d65\n1204\n5Yv4Y0k3vQ0nJr0m0bqzZ1m0h1m2dJ8w7cG4S1tq0bE=\n\n— asknown/9f86d081884c7d65 mJ2k…\n"
)
Position = Annotated[int, Path(ge=0, le=POSITIONS, description="The position of a fact.", examples=[412])]
Size = Annotated[
    int | None,
    Query(
        ge=1,
        le=POSITIONS,
        description="How many facts lie under the checkpoint, one of those that were signed; default: the newest.",
        examples=[1204],
    ),
]


@router.get(
    "/checkpoint",
    name="get_checkpoint",
    summary="The newest checkpoint",
    responses=plain(_EXAMPLE),
    response_class=PlainTextResponse,
)
def get_checkpoint(timelines: Service) -> Response:
    """Tell size and root of the tree over all facts, signed (c2sp.org/tlog-checkpoint). 503 before the first."""
    return Response(timelines.checkpoint(), headers=_NOW, media_type=_TEXT)


@router.get(
    "/key",
    name="get_log_key",
    summary="The public key",
    responses=plain("asknown/9f86d081884c7d65+98db8b24+Adi4BPGA…\n"),
    response_class=PlainTextResponse,
)
def get_log_key(timelines: Service) -> Response:
    """Tell the key that checkpoints are signed with, as a vkey (c2sp.org/signed-note): compare it with a copy."""
    return Response(f"{timelines.log_key()}\n", headers=_NOW, media_type=_TEXT)


@router.get("/facts/{position}", name="get_fact_proof", summary="A proof of one fact", responses=proofs("FactProof"))
def get_fact_proof(timelines: Service, position: Position, size: Size = None) -> Response:
    """Tell everything there is to check one fact: its header, its wording, and that it lies under a checkpoint."""
    return Response(msgspec.json.encode(timelines.fact_proof(position, size)), headers=_NOW, media_type=JSON)


@router.get(
    "/facts/{position}/inclusion",
    name="get_inclusion",
    summary="That a fact is in the log",
    responses=plain("c2sp.org/tlog-proof@v1\nindex 411\n…\n", 404),
    response_class=PlainTextResponse,
)
def get_inclusion(timelines: Service, position: Position, size: Size = None) -> Response:
    """Tell the path from a fact's leaf to a checkpoint (c2sp.org/tlog-proof)."""
    return Response(timelines.inclusion(position, size), headers=_NOW, media_type=_TEXT)


@router.get(
    "/consistency",
    name="get_consistency",
    summary="That one tree continues another",
    responses=proofs("ConsistencyTold"),
)
def get_consistency(
    timelines: Service,
    old: Annotated[int, Query(alias="from", ge=0, le=POSITIONS, description="Leaves of the older tree.")],
    new: Annotated[int, Query(alias="to", ge=0, le=POSITIONS, description="Leaves of the newer one.")],
) -> Response:
    """Tell what shows that nothing under an older checkpoint was changed or removed (RFC 6962, section 2.1.2)."""
    told = ConsistencyTold(begin=old, end=new, proof=timelines.consistency(old, new))
    return Response(msgspec.json.encode(told), headers=_KEPT, media_type=JSON)


@router.get(
    "/tile/{tile:path}",
    name="get_tile",
    summary="A tile of the tree, or its headers",
    responses=binary(404),
    response_class=Response,
)
def get_tile(
    timelines: Service,
    tile: Annotated[
        str,
        Path(
            description="Level and number, as 0/x001/067, with .p/ and a width where it is not full; in place of the "
            "level, entries for the headers of leaves.",
            examples=["0/000.p/17", "entries/000"],
        ),
    ],
) -> Response:
    """Tell up to 256 hashes of a level, or headers of leaves (c2sp.org/tlog-tiles)."""
    found = _TILE.fullmatch(tile)
    if found is None:
        raise UnknownError("tile", tile[:60])
    number, width = int(re.sub(r"\D", "", found["number"])), int(found["width"] or _WHOLE)
    kind = found["kind"]
    content = timelines.headers(number, width) if kind == "entries" else timelines.tile(int(kind), number, width)
    return Response(content, headers=_KEPT, media_type="application/octet-stream")
