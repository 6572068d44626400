"""From the papers of a participation process to statements, themes, tables, charts and candidate guidelines.

Numerical libraries choose their kernels by processor and by the number of threads, and sums then differ in the
last digit. The same papers must give the same bytes on every machine, so the choice is fixed here, before any
of them is imported.
"""

import os

for _name, _value in {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_CORETYPE": "Haswell",
    "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR",
    "TOKENIZERS_PARALLELISM": "false",
    "HF_HUB_OFFLINE": "1",
    "MPLBACKEND": "Agg",
}.items():
    os.environ.setdefault(_name, _value)
