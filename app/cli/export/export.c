/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/cli.h"
#include "engine/base/npz/npz.h"
#include "engine/evaluate/protocols/protocol.h"
#include "engine/kernels/f16.h"
#include "engine/nn/backbone.h"
#include "engine/photos/codes.h"
#include "engine/store/backbones.h"
#include "engine/store/photos.h"

#include <string.h>

#include <glib/gi18n.h>

/* What of each photo is written. */
typedef enum
{
  FEATURES,
  CODES,
  LABELS,
  SPLITS,
  N_KINDS,
} Kind;

static const char *const kinds[N_KINDS] = { "features", "codes", "labels", "splits" };

#define DEFAULT_SEEDS 5
#define MAX_SEEDS 100

/* @paths: (element-type filename): of each photo, "" where no file holds it any more
 * @protocol, @n_seeds: of splits */
typedef struct
{
  const char *library;
  const char *file;
  Kind kind;
  const SemProtocol *protocol;
  int n_seeds;
  SemStore *store;
  char *backbone;
  SemHashModel *model;
  GArray *ids;
  GPtrArray *paths;
  GByteArray *hashes;
} Export;

static void
export_clear (Export *self)
{
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  g_clear_pointer (&self->hashes, g_byte_array_unref);
  g_clear_pointer (&self->model, sem_hash_model_free);
  g_clear_pointer (&self->backbone, g_free);
  g_clear_pointer (&self->store, sem_store_close);
}

/* The library, its active model, and its photos in the order of their contents. */
static gboolean
open_library (Export *self, GError **error)
{
  SemStoreModel row = { 0 };
  gboolean ok;

  self->store = sem_store_open (self->library, SEM_STORE_READ, error);
  if (!self->store)
    return FALSE;
  ok = sem_codes_load_active (self->store, &row, &self->model, error);
  if (ok && !self->model)
    sem_codes_set_none (self->store, error);
  self->backbone = g_strdup (row.backbone);
  sem_store_model_clear (&row);
  if (!ok || !self->model)
    return FALSE;
  self->ids = sem_store_list_training (self->store, self->backbone, error);
  return self->ids != NULL;
}

static gboolean
list_photos (Export *self, GError **error)
{
  self->paths = g_ptr_array_new_with_free_func (g_free);
  self->hashes = g_byte_array_new ();
  for (guint i = 0; i < self->ids->len; i++)
    {
      SemStorePhoto photo = { 0 };
      const gboolean ok =
        sem_store_get_photo (self->store, g_array_index (self->ids, gint64, i), &photo, error);

      g_ptr_array_add (self->paths, g_strdup (photo.path ? photo.path : ""));
      g_byte_array_append (self->hashes, photo.hash, sizeof photo.hash);
      sem_store_photo_clear (&photo);
      if (!ok)
        return FALSE;
    }
  return TRUE;
}

/* Texts of one length, padded with null bytes, as numpy keeps them. */
static void
write_texts (SemNpz *npz, const char *name, const GPtrArray *texts)
{
  g_autofree char *type = NULL;
  g_autofree char *item = NULL;
  gsize longest = 1;

  for (guint i = 0; i < texts->len; i++)
    longest = MAX (longest, strlen (g_ptr_array_index ((GPtrArray *) texts, i)));
  type = g_strdup_printf ("|S%zu", longest);
  item = g_malloc (longest + 1);
  sem_npz_begin (npz, name, type, longest, texts->len, 0);
  for (guint i = 0; i < texts->len; i++)
    {
      const char *text = g_ptr_array_index ((GPtrArray *) texts, i);

      memset (item, 0, longest);
      memcpy (item, text, strlen (text));
      sem_npz_add (npz, item, longest);
    }
}

/* The feature of a photo, as a row of the array. */
static void
write_feature (const Export *self, SemNpz *npz, const float *feature)
{
  guint64 code[SEM_HASH_WORDS (SEM_HASH_MAX_BITS)];
  guint16 half[SEM_BACKBONE_DIM];

  if (self->kind == FEATURES)
    {
      /* That is how the library has them. */
      sem_k_f32_to_f16 (feature, SEM_BACKBONE_DIM, half);
      for (guint d = 0; d < SEM_BACKBONE_DIM; d++)
        half[d] = GUINT16_TO_LE (half[d]);
      sem_npz_add (npz, half, sizeof half);
      return;
    }
  sem_hash_model_encode (self->model, feature, 1, code, NULL);
  for (guint w = 0; w < SEM_HASH_WORDS (sem_hash_model_get_n_bits (self->model)); w++)
    code[w] = GUINT64_TO_LE (code[w]);
  sem_npz_add (npz, code, SEM_HASH_WORDS (sem_hash_model_get_n_bits (self->model)) * sizeof *code);
}

static gboolean
write_features (const Export *self, SemNpz *npz, const SemProgress *progress, GError **error)
{
  float feature[SEM_BACKBONE_DIM];

  if (self->kind == FEATURES)
    sem_npz_begin (npz, "features", "<f2", 2, self->ids->len, SEM_BACKBONE_DIM);
  else
    sem_npz_begin (npz, "codes", "<u8", 8, self->ids->len,
                   SEM_HASH_WORDS (sem_hash_model_get_n_bits (self->model)));
  for (guint i = 0; i < self->ids->len; i++)
    {
      gboolean found = FALSE;

      if (g_cancellable_set_error_if_cancelled (progress->cancellable, error)
          || !sem_codes_load_feature (self->store, g_array_index (self->ids, gint64, i),
                                      self->backbone, feature, &found, error))
        return FALSE;
      if (!found)
        {
          g_set_error_literal (error, SEM_ERROR, SEM_ERROR_NOT_FOUND,
                               _("The library changed meanwhile. Start again."));
          return FALSE;
        }
      write_feature (self, npz, feature);
      sem_progress_report (progress, (double) (i + 1) / self->ids->len);
    }
  return TRUE;
}

/* The folder that a photo lies in is its class, or the name of this folder; classes are numbered as
 * they appear. Returns: (transfer full): by photo, little-endian, as they were written */
static guint32 *
write_labels (const Export *self, SemNpz *npz)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) classes = g_ptr_array_new_with_free_func (g_free);
  guint32 *labels = g_new (guint32, MAX (self->paths->len, 1));

  for (guint i = 0; i < self->paths->len; i++)
    {
      g_autofree char *folder = g_path_get_dirname (g_ptr_array_index (self->paths, i));
      g_autofree char *name = self->protocol && self->protocol->naming == SEM_CLASS_FOLDER_NAME
                                ? g_path_get_basename (folder)
                                : g_strdup (folder);
      guint number = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, name));

      if (number == 0)
        {
          g_ptr_array_add (classes, g_strdup (name));
          number = classes->len;
          g_hash_table_insert (numbers, g_ptr_array_index (classes, number - 1),
                               GUINT_TO_POINTER (number));
        }
      labels[i] = GUINT32_TO_LE (number - 1);
    }
  sem_npz_begin (npz, "labels", "<i4", 4, self->paths->len, 0);
  sem_npz_add (npz, labels, self->paths->len * sizeof *labels);
  write_texts (npz, "classes", classes);
  return labels;
}

static void
write_rows (SemNpz *npz, const char *name, guint number, guint32 *rows, gsize n)
{
  g_autofree char *numbered = g_strdup_printf ("%s_%u", name, number);

  for (gsize i = 0; i < n; i++)
    rows[i] = GUINT32_TO_LE (rows[i]);
  sem_npz_begin (npz, numbered, "<u4", sizeof *rows, n, 0);
  sem_npz_add (npz, rows, n * sizeof *rows);
}

/* The choices of query, gallery and training photos that an evaluation makes with seed 1, 2 … */
static void
write_splits (const Export *self, SemNpz *npz)
{
  g_autofree guint32 *labels = write_labels (self, npz);

  for (guint i = 0; i < self->paths->len; i++)
    labels[i] = GUINT32_FROM_LE (labels[i]);
  for (guint seed = 1; seed <= (guint) self->n_seeds; seed++)
    {
      g_autoptr (SemSplit) split =
        sem_split_new (&self->protocol->split, labels, self->paths->len, seed);

      write_rows (npz, "queries", seed, split->queries, split->n_queries);
      write_rows (npz, "database", seed, split->database, split->n_database);
      write_rows (npz, "training", seed, split->training, split->n_training);
    }
}

static gboolean
export_run (gpointer data, const SemProgress *progress, GError **error)
{
  Export *self = data;
  g_autoptr (SemNpz) npz = NULL;

  if (!open_library (self, error) || !list_photos (self, error)
      || !(npz = sem_npz_new (self->file, error)))
    return FALSE;
  write_texts (npz, "paths", self->paths);
  sem_npz_begin (npz, "hashes", "|u1", 1, self->paths->len, SEM_STORE_HASH_SIZE);
  sem_npz_add (npz, self->hashes->data, self->hashes->len);
  if (self->kind == SPLITS)
    write_splits (self, npz);
  else if (self->kind == LABELS)
    g_free (write_labels (self, npz));
  else if (!write_features (self, npz, progress, error))
    return FALSE;
  if (self->kind == CODES)
    {
      const guint32 bits = GUINT32_TO_LE (sem_hash_model_get_n_bits (self->model));

      sem_npz_begin (npz, "bits", "<u4", 4, 1, 0);
      sem_npz_add (npz, &bits, sizeof bits);
    }
  return sem_npz_finish (npz, error);
}

static void
print_export (const Export *self, gboolean as_json)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (!as_json)
    {
      g_print (ngettext ("%u photo written\n", "%u photos written\n", self->ids->len),
               self->ids->len);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "what", kinds[self->kind]);
  cli_json_add_path (builder, "file", self->file);
  cli_json_add_int (builder, "photos", self->ids->len);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

/* (transfer full): the names of protocols that have no lists. */
static char *
list_protocols (void)
{
  GString *names = g_string_new (NULL);
  guint n;
  const SemProtocol *protocols = sem_protocol_list (&n);

  for (guint i = 0; i < n; i++)
    if (protocols[i].lists == SEM_LISTS_NONE)
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", protocols[i].name);
  return g_string_free (names, FALSE);
}

/* The options of splits. Returns: an exit status */
static int
check_splits (const CliCommand *command, const char *protocol, Export *job)
{
  if (job->kind != SPLITS && (protocol || job->n_seeds != CLI_NO_NUMBER))
    return cli_usage (command, _("--protocol and --seeds are for splits."));
  if (job->kind != SPLITS)
    return CLI_DONE;
  job->protocol = sem_protocol_find (protocol ? protocol : "folders");
  if (!job->protocol || job->protocol->lists != SEM_LISTS_NONE)
    {
      g_autofree char *names = list_protocols ();

      return cli_usage (command, _("--protocol takes one of %s."), names);
    }
  if (job->n_seeds == CLI_NO_NUMBER)
    job->n_seeds = DEFAULT_SEEDS;
  if (job->n_seeds < 1 || job->n_seeds > MAX_SEEDS)
    return cli_usage (command, _("--seeds takes a number from 1 to 100."));
  return CLI_DONE;
}

static int
run_export (const CliCommand *command, int argc, char **argv)
{
  g_auto (CliCommon) common = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *protocol = NULL;
  Export job = { .n_seeds = CLI_NO_NUMBER };
  const GOptionEntry entries[] = {
    { "protocol", 'p', 0, G_OPTION_ARG_STRING, &protocol,
      N_("With splits, the choice of query, gallery and training photos (folders by default)"),
      N_("NAME") },
    { "seeds", 's', 0, G_OPTION_ARG_INT, &job.n_seeds,
      N_("With splits, how many random ones (5 by default)"), N_("N") },
    G_OPTION_ENTRY_NULL,
  };
  int code;

  if (!cli_parse (command, entries, &common, &argc, &argv))
    return CLI_USAGE;
  for (job.kind = 0; argc == 3 && job.kind < N_KINDS; job.kind++)
    if (g_str_equal (argv[1], kinds[job.kind]))
      break;
  if (argc != 3 || job.kind == N_KINDS)
    return cli_usage (command,
                      _("give what to write, features, codes, labels or splits, and a file."));
  code = check_splits (command, protocol, &job);
  if (code != CLI_DONE)
    return code;
  job.library = common.library;
  job.file = argv[2];
  if (cli_run_work (export_run, _("Writing"), &job, &error))
    print_export (&job, common.json);
  else
    code = cli_fail_naming ((const char *const[]){ job.file }, 1, error);
  export_clear (&job);
  return code;
}

const CliCommand cli_export_command = {
  .name = "export",
  .summary = N_("Write features, codes, labels or splits for numpy"),
  .arguments = N_("features|codes|labels|splits FILE.npz"),
  .help = N_("Writes arrays of all photos that the library has features of, in the order of their "
             "contents, so that the rows of several files belong together:\n"
             "  paths     text of bytes, the first path of each photo\n"
             "  hashes    n × 32 uint8, the SHA-256 of its contents\n"
             "  features  n × 1280 float16, with features\n"
             "  codes     n × words uint64, bit b of a code is bit b mod 64 of word b / 64, and\n"
             "  bits      the length of the codes of the active model, with codes\n"
             "  labels    n int32, the number of the folder that a photo lies in, and\n"
             "  classes   the folders, with labels and splits\n"
             "  queries_1, database_1, training_1, queries_2 …\n"
             "            uint32, with splits: the rows that an evaluation of the same photos "
             "searches with, in, and learns from, with seed 1, 2 …\n"
             "\n"
             "In Python:\n"
             "  import numpy\n"
             "  file = numpy.load(\"features.npz\")\n"
             "  x = file[\"features\"].astype(\"f4\")\n"
             "\n"
             "Examples:\n"
             "  semblance-cli export features features.npz\n"
             "  semblance-cli export --protocol scenes --seeds 1 splits splits.npz"),
  .run = run_export,
};
