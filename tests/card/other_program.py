"""Another program at the card, in a process of its own: as the billing software would be.

It does one thing to the first reader, says so on a line, and does the next for each line it hears:
`python other_program.py READER share|alone|keep`, then `ask`, `let-go`, `power-down`.
"""

import sys

from smartcard import scard  # type: ignore[import-untyped]


def fine(number: int) -> None:
    if number:
        raise SystemExit(hex(number & 0xFFFFFFFF))


def main(reader: str, how: str) -> None:
    number, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    fine(number)
    mode = scard.SCARD_SHARE_EXCLUSIVE if how == "alone" else scard.SCARD_SHARE_SHARED
    protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
    number, card, protocol = scard.SCardConnect(context, reader, mode, protocols)
    fine(number)
    if how == "keep":
        fine(scard.SCardBeginTransaction(card))
    print(how, flush=True)  # noqa: T201 -- what the test waits for
    for line in sys.stdin:
        match line.strip():
            case "ask":
                number, _ = scard.SCardTransmit(card, protocol, [0, 0xB0, 0, 0, 1])
                print(hex(number & 0xFFFFFFFF), flush=True)  # noqa: T201 -- as above
            case "let-go":
                fine(scard.SCardEndTransaction(card, scard.SCARD_LEAVE_CARD))
                print("let go", flush=True)  # noqa: T201 -- as above
            case "power-down":
                fine(scard.SCardDisconnect(card, scard.SCARD_UNPOWER_CARD))
                print("down", flush=True)  # noqa: T201 -- as above


if __name__ == "__main__":
    main(*sys.argv[1:])
