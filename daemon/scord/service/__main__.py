"""`python -m scord.service`, for the service controller of Windows.

Image workers are spawned and so import this module again: the service is loaded inside `main`.
"""


def main() -> None:
    from scord.service.windows import main as serve  # noqa: PLC0415 -- not in the workers

    serve()


if __name__ == "__main__":
    main()
