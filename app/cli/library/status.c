/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/counts.h"
#include "app/cli/library/passed-over.h"
#include "app/cli/library/patterns.h"
#include "app/cli/model-report.h"
#include "app/cli/offline.h"
#include "app/cli/output/output.h"
#include "engine/base/columns.h"
#include "engine/base/told.h"
#include "engine/decode/decoder.h"
#include "engine/hash/mathematics/blas.h"
#include "engine/kernels/cpu.h"
#include "engine/store/details/patterns.h"
#include "engine/store/quick/quick.h"
#include "engine/store/files.h"
#include "engine/store/folders.h"
#include "engine/store/photos.h"

#include <string.h>

#include <glib/gi18n.h>

typedef struct
{
  SemStoreCounts counts;
  gint64 n_quick;
  GPtrArray *folders;
  GPtrArray *offline;
  GPtrArray *failed;
  GPtrArray *noted;
  GPtrArray *patterns;
  GPtrArray *passed;   /* (nullable) */
  SemStoreModel model; /* id 0: none */
} Status;

static gboolean
read_status (const char *library, gboolean skipped, Status *status, GError **error)
{
  g_autoptr (SemStore) store = sem_store_open (library, SEM_STORE_READ, error);

  if (!store || !sem_store_count (store, &status->counts, error))
    return FALSE;
  status->n_quick = sem_store_count_quick (store, error);
  status->folders = status->n_quick >= 0 ? sem_store_list_folders (store, error) : NULL;
  status->offline = status->folders ? cli_list_offline (store, NULL, error) : NULL;
  status->failed = status->offline ? sem_store_list_failed (store, error) : NULL;
  status->noted = status->failed ? sem_store_list_noted (store, error) : NULL;
  status->patterns = status->noted ? sem_store_list_patterns (store, error) : NULL;
  status->passed = status->patterns && skipped ? cli_list_passed_over (store, NULL, error) : NULL;
  return status->patterns && (status->passed || !skipped)
         && sem_store_get_active_row (store, &status->model, error);
}

static void
status_clear (Status *status)
{
  g_clear_pointer (&status->folders, g_ptr_array_unref);
  g_clear_pointer (&status->offline, g_ptr_array_unref);
  g_clear_pointer (&status->failed, g_ptr_array_unref);
  g_clear_pointer (&status->noted, g_ptr_array_unref);
  g_clear_pointer (&status->patterns, g_ptr_array_unref);
  g_clear_pointer (&status->passed, g_ptr_array_unref);
  sem_store_model_clear (&status->model);
}

static void
add_model (JsonBuilder *builder, const SemStoreModel *model, gboolean verbose)
{
  g_autoptr (SemTrainingLog) log = cli_read_log (model);

  json_builder_set_member_name (builder, "model");
  if (!model->id)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_object (builder);
  cli_json_add_int (builder, "id", model->id);
  cli_json_add_model (builder, model);
  if (verbose)
    cli_json_add_log (builder, log);
  json_builder_end_object (builder);
}

/* Version, kernels and libraries, for bug reports. */
static void
list_engine (void (*add) (gpointer data, const char *key, const char *label, const char *value),
             gpointer data)
{
  const char *note = sem_k_get_note ();

  add (data, "version", _("Version"), SEM_VERSION);
  add (data, "kernels", _("Kernels"), sem_k_set_name (sem_k_get_set ()));
  add (data, "popcount", _("Popcount"), sem_k_cpu_has_vpopcntdq () ? "vpopcntdq" : "no vpopcntdq");
  if (note)
    add (data, "kernels_note", _("Note"), note);
  add (data, "openblas_core", _("OpenBLAS"), sem_blas_get_core ());
  add (data, "decoder", _("Decoder"), sem_decoder_get_version ());
}

static void
print_engine_line (gpointer data, const char *key, const char *label, const char *value)
{
  g_autofree char *padded = sem_columns_pad (label, 9);

  g_print ("%s %s\n", padded, value);
}

static void
add_engine_member (gpointer data, const char *key, const char *label, const char *value)
{
  cli_json_add_string (data, key, value);
}

/* FALSE where there is no decoder. */
static gboolean
read_sandbox (SemSandbox *sandbox)
{
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);

  return sem_decoder_read_sandbox (decoder, sandbox, NULL, NULL);
}

static void
print_sandbox (void)
{
  SemSandbox sandbox;
  g_autofree char *text =
    read_sandbox (&sandbox) ? sem_sandbox_describe (&sandbox) : g_strdup (_("unknown"));

  g_print (_("sandbox: %s\n"), text);
}

static void
add_sandbox (JsonBuilder *builder)
{
  SemSandbox sandbox;
  g_autofree const char **missing = NULL;

  json_builder_set_member_name (builder, "sandbox");
  if (!read_sandbox (&sandbox))
    {
      json_builder_add_null_value (builder);
      return;
    }
  missing = sem_sandbox_list_missing (&sandbox);
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "level", sem_sandbox_get_level_name (&sandbox));
  json_builder_set_member_name (builder, "missing");
  json_builder_begin_array (builder);
  for (const char **name = missing; *name; name++)
    json_builder_add_string_value (builder, *name);
  json_builder_end_array (builder);
  cli_json_add_int (builder, "landlock_abi", sandbox.landlock_abi);
  json_builder_end_object (builder);
}

/* SQLite needs another journal on a network, see store.h. */
static void
print_storage (const char *library)
{
  gboolean network;
  g_autofree char *place = sem_store_describe_place (library, &network);

  g_print (network ? _("storage: %s (network file system, rollback journal)\n")
                   : _("storage: %s\n"),
           place);
}

static void
add_storage (JsonBuilder *builder, const char *library)
{
  gboolean network;
  g_autofree char *place = sem_store_describe_place (library, &network);

  cli_json_add_string (builder, "file_system", place);
  cli_json_add_boolean (builder, "network", network);
}

static void
add_files (JsonBuilder *builder, const char *name, const GPtrArray *files, gboolean failed)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < files->len; i++)
    {
      const SemStoreFile *file = g_ptr_array_index (files, i);

      g_autofree char *reason = sem_told_dup_sentence (file->reason);

      json_builder_begin_object (builder);
      cli_json_add_path (builder, "path", file->path);
      cli_json_add_string (builder, "reason", reason);
      if (failed)
        cli_json_add_int (builder, "attempts", file->attempts);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_json (const char *library, const Status *status, gboolean verbose)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  cli_json_add_path (builder, "library", library);
  cli_json_add_int (builder, "photos", status->counts.photos);
  cli_json_add_int (builder, "indexed", status->counts.files);
  cli_json_add_int (builder, "identical", cli_count_identical (&status->counts));
  cli_json_add_int (builder, "skipped", status->counts.skipped);
  cli_json_add_int (builder, "quick", status->n_quick);
  json_builder_set_member_name (builder, "folders");
  json_builder_begin_array (builder);
  for (guint i = 0; i < status->folders->len; i++)
    {
      const SemStoreFolder *folder = g_ptr_array_index (status->folders, i);

      json_builder_begin_object (builder);
      cli_json_add_path (builder, "path", folder->path);
      cli_json_add_int (builder, "photos", folder->n_photos);
      cli_json_add_boolean (builder, "online", folder->online);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  cli_json_add_patterns (builder, status->patterns);
  cli_json_add_offline (builder, status->offline);
  add_files (builder, "quarantined", status->failed, TRUE);
  add_files (builder, "noted", status->noted, FALSE);
  if (status->passed)
    cli_json_add_passed_over (builder, status->passed);
  add_model (builder, &status->model, verbose);
  if (verbose)
    {
      json_builder_set_member_name (builder, "engine");
      json_builder_begin_object (builder);
      list_engine (add_engine_member, builder);
      add_sandbox (builder);
      add_storage (builder, library);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static void
print_noted (const GPtrArray *noted, gboolean verbose)
{
  if (noted->len && !verbose)
    g_print (_("Unusual:  %u (indexed all the same; --verbose tells why)\n"), noted->len);
  if (!verbose)
    return;
  if (noted->len)
    g_print (_("Unusual, but indexed:\n"));
  for (guint i = 0; i < noted->len; i++)
    {
      const SemStoreFile *file = g_ptr_array_index (noted, i);
      g_autofree char *path = cli_name (file->path);
      g_autofree char *sentence = sem_told_dup_sentence (file->reason);
      g_autofree char *reason = cli_escape (sentence, FALSE);

      g_print ("  %s: %s\n", path, reason);
    }
}

static void
print_text (const char *library, const Status *status, gboolean verbose)
{
  g_autofree char *name = cli_name (library);
  /* Apart: a format macro inside a message cuts it in two for translators. */
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, status->model.seed);
  const char *photos = _("Photos:   %u (files: %u)\n");
  /* As wide as the words before the number, in any language. */
  g_autofree char *indent =
    g_strnfill (sem_columns_count (photos, strchr (photos, '%') - photos), ' ');

  g_print (_("Library:  %s\n"), name);
  g_print (_("Photos:   %u (files: %u)\n"), status->counts.photos, status->counts.files);
  cli_print_identical (indent, &status->counts);
  if (status->n_quick)
    g_print (_("Quick:    %u (from the small pictures in their files; index again to finish)\n"),
             (guint) status->n_quick);
  if (status->model.id)
    g_print (ngettext ("Model:    %u bits by %s, seed %s, trained on %u photo%s\n",
                       "Model:    %u bits by %s, seed %s, trained on %u photos%s\n",
                       status->model.trained_on),
             status->model.bits, status->model.method, seed, status->model.trained_on,
             status->model.provisional ? _(" (provisional; index again to finish)") : "");
  else
    g_print (_("Model:    none yet\n"));
  for (guint i = 0; i < status->folders->len; i++)
    {
      const SemStoreFolder *folder = g_ptr_array_index (status->folders, i);
      g_autofree char *path = cli_name (folder->path);

      g_print (_("Folder:   %s (photos: %u%s)\n"), path, folder->n_photos,
               folder->online ? "" : _(", offline"));
    }
  cli_print_patterns (status->patterns);
  cli_print_offline (status->offline);
  if (status->failed->len)
    g_print (_("Quarantined until they change:\n"));
  for (guint i = 0; i < status->failed->len; i++)
    {
      const SemStoreFile *file = g_ptr_array_index (status->failed, i);
      g_autofree char *sentence = sem_told_dup_sentence (file->reason);
      g_autofree char *reason = cli_escape (sentence, FALSE);

      g_print ("  %s\n", reason);
    }
  print_noted (status->noted, verbose);
  if (status->passed)
    cli_print_passed_over (status->passed);
}

static void
print_more (const char *library, const Status *status)
{
  g_autoptr (SemTrainingLog) log = cli_read_log (&status->model);

  list_engine (print_engine_line, NULL);
  print_sandbox ();
  print_storage (library);
  if (log)
    cli_print_log (log);
}

static int
run_status (const CliCommand *command, int argc, char **argv)
{
  gboolean verbose = FALSE, skipped = FALSE;
  const GOptionEntry entries[] = {
    { "verbose", 'v', 0, G_OPTION_ARG_NONE, &verbose,
      N_("Also show how the model was trained, the kernels and libraries in use, "
         "and how well the decoder is locked in"),
      NULL },
    { "skipped", 0, 0, G_OPTION_ARG_NONE, &skipped,
      N_("Also name the files that were passed over, with the reasons"), NULL },
    { NULL }
  };
  g_auto (CliCommon) common = { 0 };
  g_autoptr (GError) error = NULL;
  Status status = { 0 };
  int code = CLI_DONE;

  if (!cli_parse (command, entries, &common, &argc, &argv))
    return CLI_USAGE;
  if (argc > 1)
    return cli_usage (command, _("unexpected argument “%s”."), argv[1]);
  if (!read_status (common.library, skipped, &status, &error))
    code = cli_fail (error);
  else if (common.json)
    print_json (common.library, &status, verbose);
  else
    {
      print_text (common.library, &status, verbose);
      if (verbose)
        print_more (common.library, &status);
    }
  status_clear (&status);
  return code;
}

const CliCommand cli_status_command = {
  .name = "status",
  .summary = N_("Show what is in the library"),
  .arguments = "",
  .help = N_("Prints the number of photos, the active model, the folders, which of "
             "them are offline, and the files that could not be indexed, with the "
             "reasons."),
  .uses_blas = TRUE,
  .run = run_status,
};
