"""Texts of what can go wrong when the demonstration is written."""

from misaq.foundation import messages
from misaq.foundation.messages import N_, Message

messages.register(
    "process",
    {
        "demo_folder_not_ours": Message(
            N_("The folder {folder} is not empty and holds no demonstration process."),
            N_("Name an empty or new folder; nothing was written."),
        )
    },
)
