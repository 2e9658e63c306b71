/* altered-report.h - the results of altered copies as text
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/evaluate/copies/altered.h"

G_BEGIN_DECLS

/* (transfer full): tables in fixed-width text; ends with a newline. */
char *sem_altered_to_text (const GArray *rows, guint n_asked, guint64 seed);

G_END_DECLS
