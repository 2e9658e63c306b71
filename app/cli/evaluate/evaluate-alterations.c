/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/evaluate/evaluate-alterations.h"
#include "engine/evaluate/pictures/alteration.h"

gboolean
evaluate_choose_alterations (EvaluateJob *job, const char *text)
{
  guint n;
  const SemAlteration *alterations = sem_alteration_list (&n);

  job->only = g_strsplit (text, ";", -1);
  job->altering.only = (const char *const *) job->only;
  for (guint i = 0; job->only[i]; i++)
    {
      gboolean known = FALSE;

      g_strstrip (job->only[i]);
      for (guint k = 0; k < n; k++)
        known |= g_str_equal (job->only[i], alterations[k].id);
      if (!known)
        return FALSE;
    }
  return TRUE;
}

char *
evaluate_list_alterations (void)
{
  GString *names = g_string_new (NULL);
  guint n;
  const SemAlteration *alterations = sem_alteration_list (&n);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? "; " : "", alterations[i].id);
  return g_string_free (names, FALSE);
}
