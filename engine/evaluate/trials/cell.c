/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-evaluate"

#include "config.h"

#include "engine/base/json.h"
#include "engine/evaluate/trials/cell.h"

#include "engine/hash/objectives/ddh-settings.h"

#include <math.h>

#include <glib/gstdio.h>

/* To be increased whenever the same input gives other figures. */
#define REVISION 3
/* The same, for methods with fine-tuning. */
#define TUNED_REVISION 2
/* The length type of GChecksum may not hold the size of all features at once. */
#define DIGEST_BYTES (1 << 20)
#define MODE 0700
/* Of a file that may be a cell, in bytes and in brackets. */
#define MAX_SIZE 65536
#define MAX_DEPTH 4

static const char *const members[] = { "first", "second" };

static void
digest_bytes (GChecksum *checksum, gconstpointer bytes, gsize size)
{
  const guchar *next = bytes;

  for (gsize done = 0; done < size; done += DIGEST_BYTES)
    g_checksum_update (checksum, next + done, (gssize) MIN (DIGEST_BYTES, size - done));
}

char *
sem_cell_digest_set (const float *features, const guint32 *labels, gsize n, gsize d)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  digest_bytes (checksum, features, n * d * sizeof *features);
  if (labels)
    digest_bytes (checksum, labels, n * sizeof *labels);
  return g_strdup (g_checksum_get_string (checksum));
}

static void
digest_rows (GChecksum *checksum, const guint32 *rows, gsize n)
{
  g_autofree char *count = g_strdup_printf (" %zu ", n);

  digest_bytes (checksum, count, strlen (count));
  digest_bytes (checksum, rows, n * sizeof *rows);
}

static void
digest_broad (GChecksum *checksum, guint n_broad)
{
  g_autoptr (GString) text = g_string_new (" broad");
  char weight[G_ASCII_DTOSTR_BUF_SIZE];

  for (guint a = 0; a < n_broad; a++)
    g_string_append_printf (text, " %s",
                            g_ascii_formatd (weight, sizeof weight, "%.17g",
                                             sem_ddh_settings_get_broad_weight (a)));
  digest_bytes (checksum, text->str, text->len);
}

/* Defaults are resolved first, so that another default gives another name. */
static void
digest_ddh (GChecksum *checksum, const SemHashOptions *options, gsize n_training)
{
  g_autofree char *text = NULL;
  char lambda[G_ASCII_DTOSTR_BUF_SIZE];
  SemDdhSettings settings;

  sem_ddh_settings_init (&settings, options, n_training);
  text = g_strdup_printf (" %u %u %s %u %d %d", settings.k1, settings.k2,
                          g_ascii_formatd (lambda, sizeof lambda, "%.17g", settings.lambda),
                          settings.epochs, settings.start, settings.stops_early);
  digest_bytes (checksum, text, strlen (text));
  if (!settings.centred)
    digest_bytes (checksum, " uncentred", 10);
  if (settings.n_broad > 0)
    digest_broad (checksum, settings.n_broad);
  if (settings.holds_out)
    digest_bytes (checksum, " held out", 9);
}

/* (transfer full): the same in every locale. */
static char *
describe_options (const SemHashOptions *options)
{
  char rho[G_ASCII_DTOSTR_BUF_SIZE];
  char lambda[G_ASCII_DTOSTR_BUF_SIZE];

  return g_strdup_printf ("%s %u %s %d %s %u %u %u %d %d",
                          sem_hash_method_get_name (options->method), options->n_bits,
                          g_ascii_formatd (rho, sizeof rho, "%.17g", options->rho), options->preset,
                          g_ascii_formatd (lambda, sizeof lambda, "%.17g", options->lambda),
                          options->k1, options->k2, options->epochs, options->start,
                          options->early_stop);
}

char *
sem_cell_name (const char *set,
               const SemSplit *split,
               const SemHashOptions *options,
               SemFinetuneDepth depth,
               guint64 seed)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *head =
    g_strdup_printf ("%s %d %s %" G_GUINT64_FORMAT, SEM_VERSION, REVISION, set, seed);
  const char *method = options != NULL ? sem_hash_method_get_name (options->method) : "float";

  digest_bytes (checksum, head, strlen (head));
  digest_rows (checksum, split->queries, split->n_queries);
  digest_rows (checksum, split->database, split->n_database);
  digest_rows (checksum, split->training, split->n_training);
  if (options)
    {
      g_autofree char *text = describe_options (options);

      digest_bytes (checksum, text, strlen (text));
      if (options->pair_distance != SEM_PAIR_DISTANCE_CODES)
        digest_bytes (checksum, " outputs", 8);
      if (options->method == SEM_HASH_DDH)
        digest_ddh (checksum, options, split->n_training);
      if (depth != SEM_FINETUNE_NONE)
        {
          g_autofree char *tuned =
            g_strdup_printf ("%s %d", sem_finetune_depth_get_name (depth), TUNED_REVISION);

          digest_bytes (checksum, tuned, strlen (tuned));
        }
    }
  return g_strdup_printf ("%s" G_DIR_SEPARATOR_S "%u-%.32s.json", method,
                          options != NULL ? options->n_bits : 0, g_checksum_get_string (checksum));
}

/* All values are shares, from 0 to 1. */
static gboolean
read_record (JsonObject *object, const char *member, SemRecord *record)
{
  JsonNode *node = json_object_get_member (object, member);
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  double *values = (double *) record;

  if (!array || json_array_get_length (array) != SEM_RECORD_N_VALUES)
    return FALSE;
  for (guint i = 0; i < SEM_RECORD_N_VALUES; i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (element))
        return FALSE;
      values[i] = json_node_get_double (element);
      if (!(values[i] >= 0.0 && values[i] <= 1.0 + 1e-9))
        return FALSE;
    }
  return TRUE;
}

/* Returns: (transfer full) (nullable) */
static JsonNode *
load_json (const char *path)
{
  g_autofree char *text = NULL;
  GStatBuf info;
  gsize size;

  if (g_stat (path, &info) < 0 || info.st_size > MAX_SIZE
      || !g_file_get_contents (path, &text, &size, NULL))
    return NULL;
  return sem_json_parse (text, size, MAX_DEPTH, NULL);
}

gboolean
sem_cell_load (const char *folder, const char *name, SemRecord records[2])
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (JsonNode) root = load_json (path);

  return root != NULL && JSON_NODE_HOLDS_OBJECT (root)
         && read_record (json_node_get_object (root), members[0], &records[0])
         && read_record (json_node_get_object (root), members[1], &records[1]);
}

static void
write_record (JsonBuilder *builder, const char *member, const SemRecord *record)
{
  const double *values = (const double *) record;

  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (guint i = 0; i < SEM_RECORD_N_VALUES; i++)
    json_builder_add_double_value (builder, values[i]);
  json_builder_end_array (builder);
}

void
sem_cell_save (const char *folder, const char *name, const SemRecord records[2])
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  json_builder_begin_object (builder);
  write_record (builder, members[0], &records[0]);
  write_record (builder, members[1], &records[1]);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  if (g_mkdir_with_parents (parent, MODE) != 0 || !g_file_set_contents (path, text, -1, &error))
    {
      int code = errno;
      g_autofree char *shown = g_filename_display_name (path);

      g_warning ("%s is not kept: %s", shown, error ? error->message : g_strerror (code));
    }
}
