"""An act that is not done, and why, in the reader's language."""


class RefusedError(Exception):
    """The act was not done; the text says why and what to do instead. Holds no value of any restricted field."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text
