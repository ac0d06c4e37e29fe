r"""Run by Windows Python: asks the service whose address stands in a folder, rightly and wrongly.

`python -m tests.system.windows_client Z:\…\run`; prints what came of each as a JSON object.
"""

from __future__ import annotations

import http.client
import json
import sys
import time
from pathlib import Path

from scord_shared import signing, trust
from scord_shared.client import Client
from scord_shared.places import Place, own_name


def signed_with(place: Place, token: str) -> int:
    """The HTTP status of a request that is right but for, perhaps, its token."""
    user, body = own_name(), signing.digest(b"")
    claim = signing.Claim(user, "GET", "/v1/status", int(time.time()), signing.new_nonce(), body)
    connection = http.client.HTTPConnection("127.0.0.1", trust.endpoint_of(place).port, timeout=20)
    connection.request("GET", "/v1/status", headers=claim.headers(token))
    return connection.getresponse().status


def main(place: Place) -> None:
    client = Client(place)
    before = client.status()
    client.post("/v1/pause")
    after = client.status(since=before.revision, instance=before.instance, wait=10)
    told = {
        "user": own_name(),
        "you": before.you.name,
        "paused_before": before.status.paused_since is not None,
        "paused_after": after.status.paused_since is not None,
        "right_token": signed_with(place, trust.token_of(place, own_name())),
        "wrong_token": signed_with(place, "wrong"),
        "journal": client.get("/v1/journal"),
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Place(Path(sys.argv[1])))
