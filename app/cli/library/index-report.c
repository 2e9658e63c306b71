/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/counts.h"
#include "app/cli/library/index-report.h"
#include "app/cli/library/passed-over.h"
#include "app/cli/offline.h"
#include "engine/store/quick/quick.h"
#include "engine/store/models.h"
#include "engine/store/photos.h"

#include <glib/gi18n.h>

static void
print_summary (const SemIndexSummary *summary, const SemStoreCounts *counts, gint64 n_quick)
{
  g_print (ngettext ("%u added, %u updated, %u unchanged, %u failed, %u removed; %u photo in the "
                     "library (%.1f s)\n",
                     "%u added, %u updated, %u unchanged, %u failed, %u removed; %u photos in the "
                     "library (%.1f s)\n",
                     counts->photos),
           summary->added, summary->updated, summary->unchanged, summary->failed, summary->removed,
           counts->photos, summary->seconds);
  cli_print_identical ("", counts);
  if (n_quick > 0)
    g_print (g_dngettext (GETTEXT_PACKAGE,
                          "%u photo was indexed from the small picture in its file; "
                          "“semblance-cli index” goes on with the whole one.\n",
                          "%u photos were indexed from the small pictures in their files; "
                          "“semblance-cli index” goes on with the whole ones.\n",
                          (guint) n_quick),
             (guint) n_quick);
  if (summary->failed)
    g_print (_("“semblance-cli status” lists the files that failed, with the reasons.\n"));
  if (counts->photos == 0)
    g_print (
      _("There are no photos in the folders. Semblance reads JPEG, PNG, GIF, TIFF, WebP, HEIF, "
        "AVIF, BMP and JPEG XL files, and the previews in raw files.\n"));
}

static void
print_json (const SemIndexSummary *summary,
            const SemStoreCounts *counts,
            gint64 n_quick,
            const GPtrArray *offline,
            const GPtrArray *passed)
{
  const struct
  {
    const char *name;
    guint value;
  } numbers[] = {
    { "added", summary->added },
    { "updated", summary->updated },
    { "unchanged", summary->unchanged },
    { "failed", summary->failed },
    { "skipped", summary->skipped },
    { "removed", summary->removed },
    { "photos", counts->photos },
    { "files", counts->files },
    { "identical", cli_count_identical (counts) },
    { "quick", (guint) n_quick },
  };
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      cli_json_add_int (builder, numbers[i].name, numbers[i].value);
    }
  cli_json_add_offline (builder, offline);
  if (passed)
    cli_json_add_passed_over (builder, passed);
  cli_json_add_double (builder, "seconds", summary->seconds);
  cli_json_add_failure (builder);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

/* Prints which model was trained automatically and is not used until the user chooses it. */
static void
print_offer (GPtrArray *models)
{
  for (guint i = 0; i < models->len; i++)
    {
      const SemStoreModel *model = g_ptr_array_index (models, i);
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, model->id);

      if (model->stage == SEM_MODEL_OFFERED && model->origin == SEM_MODEL_AUTOMATIC)
        g_print (_("Model %s was trained on more photos, and finds fewer of each photo’s closest "
                   "matches than the one in use, which stays. To use it: semblance-cli models "
                   "--use %s\n"),
                 number, number);
    }
}

gboolean
cli_report_index (SemStore *store,
                  const SemIndexSummary *summary,
                  const GArray *folders,
                  gboolean json,
                  gboolean verbose,
                  GError **error)
{
  g_autoptr (GPtrArray) offline = cli_list_offline (store, folders, error);
  g_autoptr (GPtrArray) models = offline ? sem_store_list_models (store, error) : NULL;
  g_autoptr (GPtrArray) passed =
    models && verbose ? cli_list_passed_over (store, folders, error) : NULL;
  const gint64 n_quick = models && (passed || !verbose) ? sem_store_count_quick (store, error) : -1;
  SemStoreCounts counts;

  if (n_quick < 0 || !sem_store_count (store, &counts, error))
    return FALSE;
  if (json)
    print_json (summary, &counts, n_quick, offline, passed);
  else
    {
      if (passed)
        cli_print_passed_over (passed);
      print_summary (summary, &counts, n_quick);
      print_offer (models);
      cli_print_offline (offline);
    }
  return TRUE;
}
