# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of RESULTS.md: a module for each kind of measurement."""
