/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/backbone/backbone-measure.h"
#include "app/cli/evaluate/evaluate-job.h"
#include "engine/photos/reference.h"
#include "engine/search/likeness/likeness.h"

#include <glib/gi18n.h>

/* What the line is said for. */
#define USUAL_PHOTOS 1000

typedef struct
{
  EvaluateJob job;
  const char *id;
  SemReference *reference;
} Measuring;

static gboolean
keep (const Measuring *self, GError **error)
{
  g_autofree char *path = sem_program_get_reference_path (self->id);
  g_autofree char *name = g_filename_display_name (path);
  g_autoptr (GBytes) bytes = sem_reference_to_bytes (self->reference);
  g_autoptr (GError) local = NULL;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (g_file_set_contents_full (path, data, (gssize) size, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                &local))
    return TRUE;
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED, _("“%s” cannot be written: %s."), name,
               local->message);
  return FALSE;
}

static gboolean
measure_run (gpointer data, GCancellable *cancellable, GError **error)
{
  Measuring *self = data;
  g_autoptr (SemLabelledSet) set =
    evaluate_load_folder (&self->job, self->job.folder, cancellable, error);

  if (!set)
    return FALSE;
  if (set->n < SEM_REFERENCE_MIN_MEASURED)
    {
      g_set_error (error, SEM_ERROR, SEM_ERROR_TOO_FEW,
                   _("The folder has %zu photos. To measure what is usual, it needs at least %d, "
                     "better 1,000, one of each kind of thing."),
                   set->n, SEM_REFERENCE_MIN_MEASURED);
      return FALSE;
    }
  /* Their order is that of the hashes of their contents, so that the first ones are a sample. */
  self->reference = sem_reference_measure (self->id, set->features,
                                           (guint) MIN (set->n, SEM_REFERENCE_MAX_MEASURED));
  if (self->reference)
    return keep (self, error);
  g_set_error (error, SEM_ERROR, SEM_ERROR_FAILED,
               _("The backbone describes all of these photos by the same numbers: it says nothing "
                 "about them."));
  return FALSE;
}

static void
print (const Measuring *self, const CliCommon *common, const char *name)
{
  g_autofree float *mean = g_memdup2 (self->reference->mean, SEM_BACKBONE_DIM * sizeof *mean);
  g_autoptr (SemLikeness) likeness = sem_likeness_new (self->reference, mean);
  const double line = (double) sem_likeness_line (likeness, USUAL_PHOTOS, 1);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!common->json)
    {
      g_print (_("Measured “%s” on %u photos: in a library of %d photos, unrelated ones are up to "
                 "%.0f %% alike\n"),
               name, self->reference->n_photos, USUAL_PHOTOS, line * 100);
      return;
    }
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "backbone", name);
  cli_json_add_int (builder, "photos", self->reference->n_photos);
  cli_json_add_double (builder, "line", line);
  cli_json_add_double (builder, "slope", (double) self->reference->line.slope);
  json_builder_end_object (builder);
  cli_json_print (builder);
}

int
cli_backbone_measure (const CliCommon *common, const char *name, const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SemProgramSettings) settings = sem_programs_find (name, &error);
  g_autoptr (SemBackbone) backbone = settings ? sem_backbone_new_for_program (settings) : NULL;
  Measuring self = { .job = { .backbone = backbone } };
  int code = CLI_FAILED;
  guint n;

  if (!backbone)
    return cli_fail (error);
  self.id = sem_backbone_get_id (backbone);
  self.job.folder = evaluate_resolve_folder (folder);
  if (!self.job.folder)
    return CLI_FAILED;
  self.job.options.protocol = sem_protocol_list (&n);
  g_mutex_init (&self.job.mutex);
  if (cli_run_job (measure_run, evaluate_job_progress, &self.job, &error))
    {
      print (&self, common, name);
      code = CLI_DONE;
    }
  g_mutex_clear (&self.job.mutex);
  g_free (self.job.folder);
  sem_reference_free (self.reference);
  return error ? cli_fail (error) : code;
}
