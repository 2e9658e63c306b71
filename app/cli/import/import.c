/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/cli.h"
#include "engine/learn/imported/imported.h"
#include "engine/store/backbones.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *library;
  const char *file;
  const char *name;
  SemImportSummary summary;
} Import;

static gboolean
import_run (gpointer data, const SemProgress *progress, GError **error)
{
  Import *self = data;

  return self->file ? sem_imported_read (self->library, self->file, self->name, &self->summary,
                                         progress, error)
                    : sem_imported_remove (self->library, self->name, error);
}

static void
print_import (const Import *self, gboolean as_json)
{
  const SemImportSummary *summary = &self->summary;
  g_autoptr (JsonBuilder) builder = NULL;

  if (!as_json)
    {
      g_print (_(
                 "Features “%s”: %zu of the %zu rows are of photos of the library, with %u numbers "
                 "each\n"),
               self->name, summary->n_photos, summary->n_rows, summary->d);
      if (summary->n_models > 0)
        g_print (_("The codes of the earlier features are removed. To train: semblance-cli train "
                   "--features %s\n"),
                 self->name);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "features", self->name);
  cli_json_add_int (builder, "dimensions", summary->d);
  cli_json_add_int (builder, "rows", (gint64) summary->n_rows);
  cli_json_add_int (builder, "photos", (gint64) summary->n_photos);
  cli_json_add_int (builder, "models_removed", summary->n_models);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

static int
list (const CliCommon *common)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemStore) store = sem_store_open (common->library, SEM_STORE_READ, &error);
  g_autoptr (GPtrArray) all = store ? sem_imported_list (store, &error) : NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "features");
  json_builder_begin_array (builder);
  for (guint i = 0; all && i < all->len; i++)
    {
      const SemImported *imported = g_ptr_array_index (all, i);
      g_autoptr (GArray) photos = sem_store_list_training (store, imported->backbone, &error);

      if (!photos)
        return cli_fail (error);
      if (!common->json)
        g_print (g_dngettext (GETTEXT_PACKAGE, "%s: %u numbers, %u photo\n",
                              "%s: %u numbers, %u photos\n", photos->len),
                 imported->name, imported->d, photos->len);
      json_builder_begin_object (builder);
      cli_json_add_string (builder, "name", imported->name);
      cli_json_add_int (builder, "dimensions", imported->d);
      cli_json_add_int (builder, "photos", photos->len);
      json_builder_end_object (builder);
    }
  if (!all)
    return cli_fail (error);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  if (common->json)
    cli_json_print (builder);
  else if (all->len == 0)
    g_print (_("The library has no imported features.\n"));
  return CLI_DONE;
}

/* Reads the file, or removes the features where @file is NULL. */
static int
change (const CliCommon *common, const char *file, const char *name)
{
  Import job = { .library = common->library, .file = file, .name = name };
  g_autoptr (GError) error = NULL;

  if (!cli_need_library (common, &error)
      || !cli_run_locked (import_run, file ? _("Reading features") : _("Removing features"),
                          common->library, &job, &error))
    return cli_fail_naming ((const char *const[]){ file }, 1, error);
  if (file)
    print_import (&job, common->json);
  else if (common->json)
    return list (common);
  else
    g_print (_("Features “%s” are removed, with the models trained on them. The photos stay.\n"),
             name);
  return CLI_DONE;
}

static int
run_import (const CliCommand *command, int argc, char **argv)
{
  g_auto (CliCommon) common = { 0 };
  g_autofree char *name = NULL;
  const GOptionEntry entries[] = {
    { "name", 0, 0, G_OPTION_ARG_STRING, &name, N_("What the features are called"), N_("NAME") },
    G_OPTION_ENTRY_NULL,
  };

  if (!cli_parse (command, entries, &common, &argc, &argv))
    return CLI_USAGE;
  if (argc == 2 && g_str_equal (argv[1], "list") && !name)
    return list (&common);
  if (argc == 3 && g_str_equal (argv[1], "remove") && !name)
    return change (&common, NULL, argv[2]);
  if (argc != 3 || !g_str_equal (argv[1], "features"))
    return cli_usage (command, _("give features and a file, or list, or remove and a name."));
  if (!name)
    return cli_usage (command, _("--name says what the features are called, such as dinov2."));
  if (!sem_imported_name_is_valid (name))
    return cli_usage (command, _("--name takes up to 40 letters, digits, “-”, “_” and “.”, and "
                                 "begins with a letter or digit."));
  return change (&common, argv[2], name);
}

const CliCommand cli_import_command = {
  .name = "import",
  .summary = N_("Take features of another network into the library"),
  .arguments = N_("features FILE.npz --name NAME | list | remove NAME"),
  .help =
    N_("The file has the arrays features, n × d numbers, and hashes, n × 32 uint8, the "
       "SHA-256 of the contents of each photo, as “semblance-cli export features” writes "
       "them. Rows whose photo is in the library are kept under the name, in half precision; "
       "the others are left out. Photos of such features can be trained on, searched and "
       "evaluated by “train --features NAME”, “search --features NAME” and “evaluate "
       "--features NAME”. The codes that are searched otherwise, and in the window, stay as "
       "they are; a photo that is no part of the file cannot be described by the other "
       "network here.\n"
       "\n"
       "In Python, with x as the new features of the photos of an export:\n"
       "  import numpy\n"
       "  hashes = numpy.load(\"features.npz\")[\"hashes\"]\n"
       "  numpy.savez(\"new.npz\", features=x, hashes=hashes)\n"
       "\n"
       "Examples:\n"
       "  semblance-cli import features new.npz --name dinov2\n"
       "  semblance-cli train --features dinov2 --method itq\n"
       "  semblance-cli search --features dinov2 rose.jpg"),
  .run = run_import,
};
