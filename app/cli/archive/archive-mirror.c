/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/archive/archive.h"
#include "app/cli/output/output.h"
#include "engine/archive/mirror/mirror.h"

#include <stdio.h>

#include <glib/gi18n.h>

#define MIB G_GUINT64_CONSTANT (1048576)

typedef struct
{
  const CliArchive *archive;
  const CliCommon *common;
  SemMirrored mirrored;
} Mirroring;

static guint64
get_memory (const CliArchive *self)
{
  return self->memory != CLI_NO_NUMBER ? (guint64) self->memory * MIB : 0;
}

static void
print_json (const SemMirrored *mirrored)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  cli_json_add_string (builder, "archive", mirrored->archive);
  cli_json_add_int (builder, "photos", (gint64) mirrored->photos);
  cli_json_add_int (builder, "bytes", (gint64) mirrored->bytes);
  cli_json_add_int (builder, "most_bytes", (gint64) mirrored->most);
  cli_json_add_int (builder, "changed", mirrored->changed);
  cli_json_add_boolean (builder, "copied", mirrored->copied);
  cli_json_add_boolean (builder, "upgraded", mirrored->upgraded);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static void
print_lines (const SemMirrored *mirrored)
{
  g_autofree char *bytes = g_format_size (mirrored->bytes);
  g_autofree char *photos = g_strdup_printf ("%" G_GSIZE_FORMAT, mirrored->photos);
  g_autofree char *most = g_format_size (mirrored->most);

  if (mirrored->upgraded)
    g_printerr (_("“%s” is of this version now: older versions of Semblance cannot use it any "
                  "more.\n"),
                mirrored->archive);
  g_print (_("Mirror of “%s”: photos: %s, memory: %s of %s at most\n"), mirrored->archive, photos,
           bytes, most);
  if (mirrored->copied)
    g_print (_("All codes were copied.\n"));
  else
    g_print (_("Photos that came or went since: %u\n"), mirrored->changed);
}

static void
print (const SemMirrored *mirrored, gpointer data)
{
  const Mirroring *self = data;

  if (self->common->json)
    print_json (mirrored);
  else
    print_lines (mirrored);
  fflush (stdout);
}

static gboolean
mirror (gpointer data, const SemProgress *progress, GError **error)
{
  Mirroring *self = data;
  const CliArchive *archive = self->archive;

  if (archive->follow)
    return sem_mirror_follow (archive->uri, get_memory (archive), print, self, progress, error);
  return sem_mirror_update (archive->uri, get_memory (archive), &self->mirrored, progress, error);
}

static int
remove_mirror (const CliArchive *self)
{
  g_autoptr (GError) error = NULL;
  gboolean removed;

  if (!sem_mirror_remove (self->uri, &removed, &error))
    return cli_fail (error);
  g_print ("%s\n", removed ? _("The mirror was removed. The archive was not changed.")
                           : _("There is no mirror of this archive here."));
  return CLI_DONE;
}

int
cli_archive_mirror (const CliArchive *self, const CliCommon *common)
{
  Mirroring mirroring = { .archive = self, .common = common };
  g_autoptr (GError) error = NULL;
  int status = CLI_DONE;

  if (self->remove)
    return remove_mirror (self);
  if (!cli_run_work (mirror, _("Mirroring"), &mirroring, &error))
    status = cli_fail (error);
  else
    print (&mirroring.mirrored, &mirroring);
  sem_mirrored_clear (&mirroring.mirrored);
  return status;
}
