"""What all routes share: numbers in paths, pages of lists, bodies, and the faults of a route."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from scord.actions.looking.pages import LAST_ID, MOST, USUAL, Window
from scord.api.faults import Fault, status_of
from scord_shared.errors import Code

PDF = "application/pdf"
ZIP = "application/zip"

Number = Annotated[int, Field(ge=1, le=LAST_ID)]
Id = Annotated[int, Path(ge=1, le=LAST_ID)]
# bounded, because only then are half characters refused, which no database takes
Words = Annotated[str, Field(max_length=200)]
Absent = SkipJsonSchema[None]  # a parameter may be left out, and has no way to say null


@dataclass(frozen=True)
class Changed:
    """False: it was so already."""

    changed: bool


class Asked(BaseModel):
    """A request's body: what it does not know is refused, lest a misspelt name mean nothing."""

    model_config = ConfigDict(extra="forbid")


def gives(media_type: str) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route whose answer is no JSON; its response_class is a bare Response,
    else its faults would count as of that type too.
    """
    return {200: {"content": {media_type: {"schema": {"type": "string", "format": "binary"}}}}}


def faults(*codes: Code) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route: the faults of its own, beside those that any request may meet."""
    by_status: defaultdict[int | str, list[str]] = defaultdict(list)
    for code in codes:
        by_status[status_of(code)].append(code.value)
    return {
        status: {"model": Fault, "description": " · ".join(names)}
        for status, names in by_status.items()
    }


async def _window(
    after: Annotated[Number | Absent, Query(description="The `next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = USUAL,
) -> Window:
    return Window(LAST_ID if after is None else after, limit)


async def _body(request: Request) -> bytes:
    """As it came; the guard has seen to its size."""
    return await request.body()


Open = Annotated[bool | Absent, Query(alias="open", description="Still, or no longer.")]
Page = Annotated[Window, Depends(_window)]
Body = Annotated[bytes, Depends(_body)]  # after the caller, so that nobody is read in vain


def takes(media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    """The `openapi_extra` of a route that has a Body."""
    return {"requestBody": {"required": True, "content": {media_type: {"schema": schema}}}}


# The guard wants to see JSON announced with every change, also where nothing is asked for.
NOTHING = takes("application/json", {"description": "Nothing is read of it."})
ANNOUNCED = {"requestBody": {"required": True}}
