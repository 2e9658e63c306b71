/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/base/error-private.h"

typedef struct
{
  char *record; /* nullable */
} SemErrorPrivate;

static void
sem_error_private_init (SemErrorPrivate *detail)
{
  detail->record = NULL;
}

static void
sem_error_private_copy (const SemErrorPrivate *from, SemErrorPrivate *to)
{
  to->record = g_strdup (from->record);
}

static void
sem_error_private_clear (SemErrorPrivate *detail)
{
  g_free (detail->record);
}

/* clang-format off */
G_DEFINE_EXTENDED_ERROR (SemError, sem_error)
/* clang-format on */

void
sem_error_set_record (GError *error, const char *record)
{
  SemErrorPrivate *detail = sem_error_get_private (error);

  g_free (detail->record);
  detail->record = g_strdup (record);
}

const char *
sem_error_get_record (const GError *error)
{
  return error->domain == SEM_ERROR ? sem_error_get_private (error)->record : NULL;
}
