"""What a dialogue command is given, worked through: by this process, or by Spark where the votes lie."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np

from misaq.cli.console import Output
from misaq.dialogue import (
    DialogueAnalysis,
    DialogueRules,
    MapAnalysis,
    Mode,
    Statement,
    Translation,
    VoteMatrix,
    analyse_dialogue,
    build_vote_matrix,
    publish_parameters,
)
from misaq.engines.spark import NotParquetError, map_on_spark, open_spark
from misaq.formats import (
    hash_files,
    is_polis_export,
    list_partitions,
    read_partitions,
    read_polis_export,
    read_table,
    read_vote_matrix,
    read_vote_part,
    with_own_headers,
)
from misaq.foundation.progress import Progress
from misaq.process import ProcessFolder, Result, analyse_dialogue_folder

A_co = TypeVar("A_co", bound=MapAnalysis, covariant=True)


@dataclass(frozen=True)
class Answer(Generic[A_co]):
    """An analysis with what its document needs: seed, inputs, seconds."""

    analysis: A_co
    seed: int
    inputs: dict[str, str]
    timing: dict[str, float]

    def document(self, kind: str, publish: Callable[[A_co], dict[str, Any]]) -> Result:
        """The result document of one kind."""
        parameters = publish_parameters(self.analysis.rules)
        return Result(kind, publish(self.analysis), parameters, self.seed, self.inputs)


def analyse_source(
    source: Path,
    seed: int | None,
    bootstrap: int,
    threshold: int,
    mode: Mode | None,
    output: Output,
) -> Answer[DialogueAnalysis]:
    """Work a source through in this process: a process folder, a Polis export, or a table of votes."""
    began = time.perf_counter()
    with output.progress() as bars:
        if (source / "process.toml").is_file():
            folder = ProcessFolder.open(source).with_seed(seed)
            analysis = analyse_dialogue_folder(
                folder, n_resamples=bootstrap, mode=mode, progress=bars
            )
            files = [f for f in folder.files.glob("dialogue/*") if f.endswith((".csv", ".parquet"))]
            inputs, read = folder.input_hashes("process.toml", *files), 0.0
            seed = folder.config.seed
        else:
            matrix, statements, inputs = _read_bare(source)
            read, seed = time.perf_counter() - began, seed or 0
            rules = DialogueRules(threshold, mode or "improved", n_resamples=bootstrap)
            analysis = _bare(matrix, statements, seed, rules, bars)
    took = time.perf_counter() - began - read
    return Answer(analysis, seed, inputs, {"read_s": round(read, 3), "map_s": round(took, 3)})


def analyse_on_spark(
    source: Path,
    seed: int | None,
    bootstrap: int,
    threshold: int,
    mode: Mode | None,
    output: Output,
) -> Answer[MapAnalysis]:
    """Work Parquet votes through on Spark. Its inputs are the hashes of the files: no one place reads all rows."""
    files = list_partitions(source)
    if not files or (source / "process.toml").is_file():
        raise NotParquetError(source=source.name)
    began = time.perf_counter()
    inputs = {name: f"sha256-file:{digest}" for name, digest in hash_files(files).items()}
    rules = DialogueRules(threshold, mode or "improved", n_resamples=bootstrap)
    read = partial(read_vote_part, file=source.name)
    with open_spark() as session, output.progress() as bars:
        started = time.perf_counter() - began
        analysis = map_on_spark(session, files, read, seed=seed or 0, rules=rules, progress=bars)
        took = time.perf_counter() - began - started
    timing = {"read_s": round(started, 3), "map_s": round(took, 3)}
    return Answer(analysis, seed or 0, inputs, timing)


def _bare(
    matrix: VoteMatrix,
    statements: Sequence[Statement],
    seed: int,
    rules: DialogueRules,
    progress: Progress,
) -> DialogueAnalysis:
    return analyse_dialogue(matrix, statements, seed=seed, rules=rules, progress=progress)


def _read_bare(source: Path) -> tuple[VoteMatrix, list[Statement], dict[str, str]]:
    partitions = list_partitions(source) if source.is_dir() else []
    if not partitions and (source.is_dir() or is_polis_export(source)):
        given = read_polis_export(source)
        people, ids = (
            np.array(names, dtype=object) for names in (given.participants, given.statement_ids)
        )
        matrix = build_vote_matrix(
            people[given.person],
            ids[given.statement],
            given.votes,
            all_statements=given.statement_ids,  # Polis counts a statement that nobody answered too
        )
        statements = [
            Statement(name, {"en": Translation(text)}, "", int(moderated), is_meta == "1")
            for name, text, moderated, is_meta in given.statements
        ]
        hashes = {f.name: read_table(f, f.name).canonical_hash() for f in given.files}
        return matrix, statements, {file: f"sha256:{digest}" for file, digest in hashes.items()}
    table = (
        read_partitions(partitions, source.name) if partitions else read_table(source, source.name)
    )
    matrix = read_vote_matrix(with_own_headers(table))
    return matrix, [], {source.name: f"sha256:{table.canonical_hash()}"}
