# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What make-lookalikes.py makes: a function for each kind.

Each takes the random numbers of its template, its own, NumPy's generator for its noise, and the
photos, and returns an image. It draws all that the pictures of a template share from the first.
"""
