/* evaluate-alterations.h - the alterations of "evaluate --copies" by their names
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/evaluate/evaluate-job.h"

G_BEGIN_DECLS

/* Restricts the job to the named alterations. @text: names, which may contain commas, separated by
 * semicolons. Returns: %FALSE where a name is not one of an alteration */
gboolean evaluate_choose_alterations (EvaluateJob *job, const char *text);

/* (transfer full): all names, in the same way. */
char *evaluate_list_alterations (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
