/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/archive/identity.h"

#include <string.h>

void
sem_archive_identify (const char *library, guint8 *identity)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *machine = NULL, *path = g_canonicalize_filename (library, NULL);
  gsize size = SEM_ARCHIVE_IDENTITY_SIZE;

  if (!g_file_get_contents ("/etc/machine-id", &machine, NULL, NULL))
    machine = g_strdup (g_get_host_name ());
  g_checksum_update (checksum, (const guint8 *) "semblance library", -1);
  g_checksum_update (checksum, (const guint8 *) machine, (gssize) strlen (machine) + 1);
  g_checksum_update (checksum, (const guint8 *) path, -1);
  g_checksum_get_digest (checksum, identity, &size);
}
