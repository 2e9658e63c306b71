/* assignment.h - which of a few items goes to which of as many places
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SEM_ASSIGNMENT_MOST 16

/**
 * sem_assignment_solve:
 * @costs: (array): shape (n, n), row-major: the cost of item i at place j; finite
 * @n: from 1 to %SEM_ASSIGNMENT_MOST
 * @places: (out caller-allocates): shape (n): the place of each item, each place once, such that
 *   the sum of the costs is the least
 *
 * Adds one item after the other by a shortest augmenting path (Jonker and Volgenant, Computing 38,
 * 1987). Takes time in proportion to n³. The same costs give the same places.
 */
void sem_assignment_solve (const float *costs, guint n, guint8 *places);

G_END_DECLS
