"""Evaluation step: a voice beside natural speech, flite and espeak-ng, into tables and pictures.

Only clips of the reporting half are used, which no training or tuning has seen.
"""

import json
import logging
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from sotto_models.card import put_section
from sotto_models.config import Paths
from sotto_models.evaluation.report import as_markdown, as_rows
from sotto_models.evaluation.tasks import FEW, Bench, Task, carry_out, plan
from sotto_models.readers import Split

log = logging.getLogger(__name__)


def _alone() -> None:
    """Keep one worker to one core: several threads each would only wait for one another."""
    import torch

    torch.set_num_threads(1)


def measure_all(bench: Bench, tasks: list[Task], jobs: int) -> dict[Task, dict[str, object]]:
    """Carry tasks out in processes of their own, and return results in the tasks' order."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    with ProcessPoolExecutor(jobs, initializer=_alone) as pool:
        runs = [pool.submit(carry_out, bench, task) for task in tasks]
        return {task: run.result() for task, run in zip(tasks, runs, strict=True)}


def evaluate_voice(paths: Paths, folder: Path, jobs: int, is_quick: bool = False) -> None:
    """Measure the voice in `folder`; write tables, figures and pictures beside it.

    A quick evaluation uses few sentences and prints its tables only.
    """
    if not paths.latents.exists():
        from sotto_models.vocoder import fit_latents, load_split

        fit_latents(paths, load_split(paths, Split.TRAIN))
    bench = Bench(paths, folder, FEW if is_quick else 0)
    results = measure_all(bench, plan(is_quick), jobs)
    tables = as_markdown(results)
    log.info("\n%s", tables)
    if is_quick:
        (paths.work / "evaluation" / "quick.md").write_text(tables, encoding="utf-8")
        return
    from sotto_models.evaluation.pictures import draw_pictures

    text = json.dumps(as_rows(results), ensure_ascii=False, indent=1)
    (folder / "evaluation.json").write_text(text + "\n", encoding="utf-8")
    (folder / "evaluation.md").write_text(tables, encoding="utf-8")
    draw_pictures(bench, folder / "pictures")
    put_section(folder / "MODEL_CARD.md", "Evaluation", tables)
