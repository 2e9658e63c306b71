# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Photos of families, which look alike, for programs that play a person."""

import os
import subprocess


def make_photos(make, folder, families=7, variants=6):
    """Photos FAMILY-VARIANT.jpg, so that a name tells what one shows: most of them in a folder
    "library", and the last variant of each family in a folder "aside"."""
    made = os.path.join(folder, "made")
    os.mkdir(made)
    subprocess.run([make, made, str(families), str(variants)], check=True)
    library, aside = os.path.join(folder, "library"), os.path.join(folder, "aside")
    os.mkdir(library)
    os.mkdir(aside)
    for family in sorted(os.listdir(made)):
        for variant in sorted(os.listdir(os.path.join(made, family))):
            last = variant.startswith(f"{variants - 1:03}")
            os.rename(os.path.join(made, family, variant),
                      os.path.join(aside if last else library, f"{family}-{variant}"))
    return library, aside
