#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""embed.py INPUT OUTPUT NAME - turn a file into a C file with NAME_data and NAME_size"""

import sys

source, output, name = sys.argv[1:]
with open(source, "rb") as file:
    data = file.read()
with open(output, "w", encoding="ascii") as file:
    file.write("#include <glib.h>\n\n")
    file.write(f"extern const guint8 {name}_data[];\nextern const gsize {name}_size;\n\n")
    file.write(f"const guint8 {name}_data[] = {{\n")
    for at in range(0, len(data), 20):
        file.write(",".join(str(byte) for byte in data[at:at + 20]) + ",\n")
    file.write(f"}};\nconst gsize {name}_size = sizeof {name}_data;\n")
