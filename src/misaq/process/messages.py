"""Texts of the journey's own codes: stages, steps of a run, what a check of a run found."""

from misaq.foundation.messages import N_, Message, register

register(
    "process",
    {
        "stage.none": Message(N_("not yet begun")),
        "stage.follow_up.none": Message(N_("begins when a charter is adopted")),
        "step.check": Message(N_("Checking the folder")),
        "step.rooms": Message(N_("Computing the rooms")),
        "step.site": Message(N_("Writing the pages")),
        "step.verify": Message(N_("Computing again")),
        "nothing_to_run": Message(
            N_("The folder {path} has a process.toml but no input for any room."),
            N_(
                "Add a table, for example dialogue/votes.csv; `misaq new` shows an empty example of each."
            ),
        ),
        "out_not_ours": Message(
            N_("{path} is not empty and holds no earlier run."),
            N_("Choose an empty folder for --out, or delete this one yourself."),
        ),
        "no_run": Message(
            N_("{path} holds no run: there is no {file} in it."),
            N_("Give the folder that `misaq run FOLDER --out OUT` wrote."),
        ),
        "no_source_folder": Message(
            N_("This release was loaded without the folder it came from."),
            N_("Load it again together with its folder: misaq load OUT --folder FOLDER."),
        ),
        "run_interrupted": Message(
            N_("The site was stopped while this run was under way."),
            N_("Ask for it once more."),
        ),
        "not_json": Message(
            N_("{path} is not a result document: {reason}."),
            N_("Get the file again from where it was published."),
        ),
    },
)
