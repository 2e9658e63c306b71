/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/indexing/reading/disk.h"

#include <sys/sysmacros.h>

/* @above: what leads from the device to the disk. Returns: FALSE where nothing is said there */
static gboolean
read_flag (const char *blocks, guint64 device, const char *above, gboolean *rotates)
{
  g_autofree char *path = g_strdup_printf ("%s/%u:%u/%squeue/rotational", blocks,
                                           major ((dev_t) device), minor ((dev_t) device), above);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  *rotates = text[0] == '1';
  return TRUE;
}

gboolean
sem_disk_rotates (const char *blocks, guint64 device)
{
  gboolean rotates = FALSE;

  /* A partition has no queue of its own. */
  return (read_flag (blocks, device, "", &rotates) || read_flag (blocks, device, "../", &rotates))
         && rotates;
}
