/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/archive/archive.h"
#include "app/cli/output/output.h"
#include "engine/archive/search/status.h"

#include <glib/gi18n.h>

/* Lines -----------------------------------------------------------------------------------------*/

/* (transfer full) */
static char *
count (gint64 n)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, n);
}

static void
print_part (const SemArchivePart *part, guint i)
{
  g_autofree char *place =
    part->shard < 0 ? g_strdup (_("here")) : g_strdup_printf (_("shard %d"), part->shard);
  g_autofree char *size = part->size >= 0 ? g_format_size ((guint64) part->size) : NULL;
  g_autofree char *rows = NULL;

  if (part->rows < 0)
    {
      g_autofree char *reason = cli_escape (part->reason ? part->reason : "", FALSE);

      g_print (_("Part %u (%s): does not answer. %s\n"), i, place, reason);
      return;
    }
  rows = count (part->rows);
  if (size)
    g_print (_("Part %u (%s): %s codes, %s\n"), i, place, rows, size);
  else
    g_print (_("Part %u (%s): %s codes\n"), i, place, rows);
}

static void
print_ways (const SemArchiveStatus *status)
{
  if (!status->pgvector)
    g_print (_("Compared: by PostgreSQL, exactly\n"));
  else if (status->hnsw)
    g_print (_("Compared: by an HNSW index of pgvector %s, which may miss some photos\n"),
             status->pgvector);
  else
    g_print (_("Compared: by pgvector %s, exactly\n"), status->pgvector);
  if (status->mirror == SEM_MIRROR_FRESH)
    {
      g_autofree char *photos = count ((gint64) status->mirror_photos);

      g_print (_("Mirror:   photos: %s, which searches scan here\n"), photos);
    }
  else if (status->mirror != SEM_MIRROR_NONE)
    g_print (_("Mirror:   not used. %s\n"), sem_mirror_state_get_words (status->mirror));
}

static void
print_lines (const SemArchiveStatus *status)
{
  g_autofree char *size = g_format_size ((guint64) status->size);
  g_autofree char *photos = count (status->photos);

  g_print (_("Archive:  %s\n"), status->name);
  g_print (_("Photos:   %s\n"), photos);
  g_print (_("Database: %s\n"), size);
  g_print (_("Model:    %u bits by %s\n"), status->bits, status->method);
  if (status->next_method)
    {
      g_autofree char *left = count (status->left);

      g_print (_("Next:     %u bits by %s, photos without codes: %s. “semblance-cli archive "
                 "encode” continues.\n"),
               status->next_bits, status->next_method, left);
    }
  g_print (_("Network:  %s\n"), status->backbone);
  print_ways (status);
  for (guint i = 0; i < status->owners->len; i++)
    {
      const SemArchiveOwner *owner = g_ptr_array_index (status->owners, i);
      g_autofree char *name = cli_escape (owner->name, FALSE);
      g_autofree char *role = cli_escape (owner->role, FALSE);

      g_autofree char *n = count (owner->photos);

      g_print (_("Owner:    %s (user %s, photos: %s)\n"), name, role, n);
    }
  for (guint i = 0; i < status->parts->len; i++)
    print_part (g_ptr_array_index (status->parts, i), i);
}

/* JSON ------------------------------------------------------------------------------------------*/

static void
add_owners (JsonBuilder *builder, const GPtrArray *owners)
{
  json_builder_set_member_name (builder, "owners");
  json_builder_begin_array (builder);
  for (guint i = 0; i < owners->len; i++)
    {
      const SemArchiveOwner *owner = g_ptr_array_index (owners, i);

      json_builder_begin_object (builder);
      cli_json_add_string (builder, "name", owner->name);
      cli_json_add_string (builder, "user", owner->role);
      cli_json_add_int (builder, "photos", owner->photos);
      cli_json_add_int (builder, "places", owner->places);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_parts (JsonBuilder *builder, const GPtrArray *parts)
{
  json_builder_set_member_name (builder, "partitions");
  json_builder_begin_array (builder);
  for (guint i = 0; i < parts->len; i++)
    {
      const SemArchivePart *part = g_ptr_array_index (parts, i);

      json_builder_begin_object (builder);
      if (part->shard >= 0)
        cli_json_add_int (builder, "shard", part->shard);
      cli_json_add_boolean (builder, "answers", part->rows >= 0);
      if (part->rows >= 0)
        cli_json_add_int (builder, "rows", part->rows);
      if (part->size >= 0)
        cli_json_add_int (builder, "bytes", part->size);
      if (part->reason)
        cli_json_add_string (builder, "reason", part->reason);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_json (const SemArchiveStatus *status)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  cli_json_add_string (builder, "archive", status->name);
  cli_json_add_int (builder, "photos", status->photos);
  cli_json_add_int (builder, "bytes", status->size);
  cli_json_add_int (builder, "bits", status->bits);
  cli_json_add_string (builder, "method", status->method);
  cli_json_add_string (builder, "backbone", status->backbone);
  if (status->next_method)
    {
      cli_json_add_int (builder, "next_bits", status->next_bits);
      cli_json_add_string (builder, "next_method", status->next_method);
      cli_json_add_int (builder, "next_left", status->left);
    }
  cli_json_add_string (builder, "compared_by", status->pgvector ? "pgvector" : "bit_count");
  if (status->pgvector)
    cli_json_add_string (builder, "pgvector", status->pgvector);
  cli_json_add_boolean (builder, "exact", !status->hnsw);
  cli_json_add_string (builder, "mirror", sem_mirror_state_get_name (status->mirror));
  if (status->mirror == SEM_MIRROR_FRESH)
    cli_json_add_int (builder, "mirror_photos", (gint64) status->mirror_photos);
  add_owners (builder, status->owners);
  add_parts (builder, status->parts);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

int
cli_archive_status (const CliArchive *self, const CliCommon *common)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemArchiveStatus) status = sem_archive_get_status (self->uri, &error);

  if (!status)
    return cli_fail (error);
  if (common->json)
    print_json (status);
  else
    print_lines (status);
  return CLI_DONE;
}
