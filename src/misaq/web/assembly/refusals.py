"""What an act answers when it cannot be done: a sentence for the page it was asked on."""


class RefusedError(Exception):
    """Why an act was not done, in the page's language."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text
