"""The figures of each provision as the taxonomy keeps them, so that a report can say them beside it.

In:  figures by provision, and the documents on which they were measured.
Out: the text of `reliability.json`, the same bytes for the same run.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from gc25map import __version__
from gc25map.evaluate.figures import Pair, by_provision
from gc25map.taxonomy import Measured, Reliability, Taxonomy, fingerprint

COMMAND = "gc25map evaluate JUDGED_DIR --laws LAWS_DIR --reliability FILE"


def reliability_of(pairs: Sequence[Pair], taxonomy: Taxonomy, model: str) -> Reliability:
    """What was measured of each provision; `taxonomy` is the one that was read from a folder."""
    assert taxonomy.folder is not None
    return Reliability(
        tool=__version__,
        taxonomy=taxonomy.version,
        model=model,
        rules=fingerprint(taxonomy.folder),
        command=COMMAND,
        documents=[judged.name for judged, _ in pairs],
        provisions=[
            Measured(provision=f.provision, judged=f.support, given=f.given, both=f.both)
            for f in by_provision(pairs)
        ],
    )


def reliability_json(reliability: Reliability) -> str:
    """The file: a line for each provision, so that a change can be read in a comparison of versions."""
    head = reliability.model_dump(exclude={"provisions"})
    lines = ",\n".join(json.dumps(item.model_dump()) for item in reliability.provisions)
    text = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    return f'{text},\n "provisions": [\n{lines}\n]}}\n'
