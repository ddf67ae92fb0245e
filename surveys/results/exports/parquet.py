"""The cells of an edition as Parquet; needs the optional packages of `exports`."""

import io
import json

from surveys.questionnaires.structure import Form
from surveys.results.exports.about import About
from surveys.results.exports.columns import CELLS
from surveys.results.exports.csvw import cell_rows, metadata_of
from surveys.results.exports.table import View


def write(view: View, about: About, form: Form) -> bytes:
    """The table of cells.csv with typed columns; its CSVW description stands in the metadata."""
    import pyarrow as pa  # noqa: PLC0415 optional
    from pyarrow import parquet  # noqa: PLC0415 optional

    kinds = {"string": pa.string(), "integer": pa.int32(), "decimal": pa.float64()}
    described = json.dumps(metadata_of(about, {"cells.csv": CELLS}, form), ensure_ascii=False)
    schema = pa.schema(
        [
            pa.field(each.name, kinds[each.datatype], metadata={"description": each.about})
            for each in CELLS
        ],
        metadata={"csvw": described, "source": about.source},
    )
    columns = list(zip(*cell_rows(view), strict=True)) or [()] * len(CELLS)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    out = io.BytesIO()
    parquet.write_table(pa.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    return out.getvalue()
