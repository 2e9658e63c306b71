/* rate.h - upper confidence bound of a rate
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The largest rate with which at most @n_events of @n trials still happen with a probability of 5
 * %: the one-sided upper bound of Clopper and Pearson, "The use of confidence or fiducial limits",
 * Biometrika 1934. From 0 to 1; 1 without trials. */
double sem_rate_upper (guint n_events, guint n);

G_END_DECLS
