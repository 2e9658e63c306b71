/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/evaluate/evaluate-options.h"

#include <glib/gi18n.h>

struct EvaluateEntries
{
  GArray *entries;
  char *methods;
  char *protocols;
};

char *
evaluate_list_protocols (void)
{
  GString *names = g_string_new (NULL);
  guint n;
  const SemProtocol *protocols = sem_protocol_list (&n);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", protocols[i].name);
  g_string_append (names, ", " EVALUATE_SCENES_OVERLAP);
  return g_string_free (names, FALSE);
}

gboolean
evaluate_finetunes (const SemEvaluateOptions *options)
{
  for (guint i = 0; i < options->n_methods; i++)
    if (options->depths[i] != SEM_FINETUNE_NONE)
      return TRUE;
  return FALSE;
}

void
evaluate_typed_clear (EvaluateTyped *typed)
{
  g_free (typed->protocol);
  g_free (typed->methods);
  g_free (typed->bits);
  g_free (typed->files.json);
  g_free (typed->files.csv);
  g_free (typed->files.plots);
  g_free (typed->unseen);
  g_free (typed->queries);
  g_free (typed->database);
  g_free (typed->training);
  g_free (typed->backbone);
  g_free (typed->pooling);
  g_free (typed->features);
  g_free (typed->labels);
  g_free (typed->from);
  g_free (typed->library);
  g_free (typed->rankings);
  g_free (typed->rankings_of);
  g_free (typed->strips);
  g_free (typed->alterations);
  g_strfreev (typed->distractors);
  cli_hash_words_clear (&typed->hash);
}

/* The choices are made of names, so they are not static. */
static void
add_choices (EvaluateEntries *self, EvaluateTyped *typed)
{
  const GOptionEntry some[] = {
    { "protocol", 'p', 0, G_OPTION_ARG_STRING, &typed->protocol, self->protocols, N_("NAME") },
    { "methods", 'm', 0, G_OPTION_ARG_STRING, &typed->methods, self->methods, N_("LIST") },
  };

  g_array_append_vals (self->entries, some, G_N_ELEMENTS (some));
}

/* What is searched, and with what. */
static void
add_split (GArray *entries, EvaluateTyped *typed)
{
  const GOptionEntry some[] = {
    { "bits", 'b', 0, G_OPTION_ARG_STRING, &typed->bits,
      N_("Code lengths in bits (64,256 by default)"), N_("LIST") },
    { "seeds", 's', 0, G_OPTION_ARG_INT, &typed->n_seeds,
      N_("Number of random splits (5 by default)"), N_("N") },
    { "queries", 'q', 0, G_OPTION_ARG_FILENAME, &typed->queries,
      N_("Query photos per class, or query photos in all with --copies and --protocol mirflickr "
         "(given by the protocol by default); with --protocol list, a file instead of test.txt"),
      N_("N") },
    { "database", 0, 0, G_OPTION_ARG_FILENAME, &typed->database,
      N_("With --protocol list, the gallery, instead of database.txt"), N_("FILE") },
    { "training", 0, 0, G_OPTION_ARG_FILENAME, &typed->training,
      N_("With --protocol list, the photos to train on, instead of train.txt"), N_("FILE") },
    { "whole-queries", 0, 0, G_OPTION_ARG_NONE, &typed->whole_queries,
      N_("Search with whole photos where the protocol cuts queries to boxes"), NULL },
    { "multi-scale", 0, 0, G_OPTION_ARG_NONE, &typed->multi_scale,
      N_("Describe queries at three sizes, where lists name them; the gallery stays as it is"),
      NULL },
    { "level", 0, 0, G_OPTION_ARG_INT, &typed->level,
      N_("Folders that are classes: 1 for those directly in FOLDER, 2 for those in them, and so "
         "on; 0 "
         "for those that photos lie in (by default)"),
      N_("N") },
    { "distractors", 'd', 0, G_OPTION_ARG_FILENAME_ARRAY, &typed->distractors,
      N_("Add the photos of this folder to the gallery, as matches of no query "
         "(can be repeated)"),
      N_("FOLDER") },
  };

  g_array_append_vals (entries, some, G_N_ELEMENTS (some));
}

/* Where results go. */
static void
add_files (GArray *entries, EvaluateTyped *typed)
{
  const GOptionEntry some[] = {
    { "json-file", 0, 0, G_OPTION_ARG_FILENAME, &typed->files.json,
      N_("Write the JSON object to this file"), N_("FILE") },
    { "csv", 0, 0, G_OPTION_ARG_FILENAME, &typed->files.csv,
      N_("Write the table to this file as CSV"), N_("FILE") },
    { "plots", 0, 0, G_OPTION_ARG_FILENAME, &typed->files.plots,
      N_("Write all figures to this folder as SVG, PNG and CSV, and the table also for LaTeX"),
      N_("FOLDER") },
    { "rankings", 0, 0, G_OPTION_ARG_FILENAME, &typed->rankings,
      N_(
        "Write all rankings of one row and the first split to this file: query, place, photo, and "
        "relevant, other or junk, with tabs between"),
      N_("FILE") },
    { "rankings-of", 0, 0, G_OPTION_ARG_STRING, &typed->rankings_of,
      N_(
        "Which row --rankings and --strips write, such as float, itq-64 or itq-64-score (the first "
        "method and length by default)"),
      N_("ROW") },
    { "strips", 0, 0, G_OPTION_ARG_FILENAME, &typed->strips,
      N_("Write a page with the first ten hits of some queries, right and wrong ones framed"),
      N_("FILE.html") },
  };

  g_array_append_vals (entries, some, G_N_ELEMENTS (some));
}

/* Of reconstructed scenes, and what is kept. */
static void
add_scenes (GArray *entries, EvaluateTyped *typed, EvaluateJob *job)
{
  const GOptionEntry some[] = {
    { "unseen", 0, 0, G_OPTION_ARG_STRING, &typed->unseen,
      N_("What scenes-overlap excludes from training: photos (by default) or "
         "scenes"),
      N_("WHAT") },
    { "whole-pairs", 0, 0, G_OPTION_ARG_NONE, &job->whole_pairs,
      N_("Train bcdh on the reconstructions of all photos, without the pairs of "
         "query photos"),
      NULL },
    { "again", 0, 0, G_OPTION_ARG_NONE, &typed->again,
      N_("Compute everything again, and keep only the features"), NULL },
  };

  g_array_append_vals (entries, some, G_N_ELEMENTS (some));
}

/* What is measured instead of classes. */
static void
add_copies (GArray *entries, EvaluateTyped *typed, EvaluateJob *job)
{
  const GOptionEntry some[] = {
    { "copies", 'c', 0, G_OPTION_ARG_NONE, &job->copies,
      N_("Search with altered copies of 200 photos for their originals instead"), NULL },
    { "alterations", 0, 0, G_OPTION_ARG_STRING, &typed->alterations,
      N_("With --copies, make only these alterations, separated by semicolons"), N_("LIST") },
    { "reverse", 0, 0, G_OPTION_ARG_NONE, &job->reverse,
      N_("With --copies, search with the originals for their altered copies"), NULL },
    { "pictures", 0, 0, G_OPTION_ARG_FILENAME, &job->pictures,
      N_("With --copies, also write the altered pictures to this folder"), N_("FOLDER") },
    { "claims", 0, 0, G_OPTION_ARG_NONE, &job->look_alikes,
      N_("Count wrong claims that a photo is a copy; the subfolders hold look-alikes"), NULL },
    { "kind", 0, 0, G_OPTION_ARG_FILENAME, &job->kind,
      N_("With --claims, search only with the look-alikes of this subfolder"), N_("NAME") },
    { "likeness", 0, 0, G_OPTION_ARG_NONE, &job->likeness,
      N_("Measure whether likeness ends where it should instead"), NULL },
  };

  g_array_append_vals (entries, some, G_N_ELEMENTS (some));
}

/* Arrays instead of photos. */
static void
add_arrays (GArray *entries, EvaluateTyped *typed)
{
  const GOptionEntry some[] = {
    { "features", 0, 0, G_OPTION_ARG_FILENAME, &typed->features,
      N_("Evaluate the features of this file, of any network, instead of a folder; or imported "
         "features by their name, with folders as classes"),
      N_("FILE.npz|NAME") },
    { "backbone", 0, 0, G_OPTION_ARG_STRING, &typed->backbone,
      N_("Have the photos described by this backbone, see “semblance-cli backbone --help”"),
      N_("NAME") },
    { "pooling", 0, 0, G_OPTION_ARG_STRING, &typed->pooling,
      N_("Pooling of the network's last feature map: mean (by default) or gem"), N_("NAME") },
    { "library", 'l', 0, G_OPTION_ARG_FILENAME, &typed->library,
      N_("With --features NAME, the library that has them"), N_("FILE") },
    { "labels", 0, 0, G_OPTION_ARG_FILENAME, &typed->labels,
      N_("With --features, the classes, or sets of labels (in the same file by default)"),
      N_("FILE.npz") },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &typed->from,
      N_("Run again what this file of --json-file says, and compare every figure with it"),
      N_("FILE") },
  };

  g_array_append_vals (entries, some, G_N_ELEMENTS (some));
}

static void
add_methods (GArray *entries, EvaluateTyped *typed)
{
  const GOptionEntry some[] = {
    CLI_HASH_ENTRIES (typed->hash),
  };

  g_array_append_vals (entries, some, G_N_ELEMENTS (some));
}

EvaluateEntries *
evaluate_entries_new (EvaluateTyped *typed, EvaluateJob *job)
{
  EvaluateEntries *self = g_new (EvaluateEntries, 1);
  g_autofree char *names = sem_hash_method_list_names ();
  g_autofree char *protocols = evaluate_list_protocols ();

  *self = (EvaluateEntries){
    .entries = g_array_new (TRUE, TRUE, sizeof (GOptionEntry)),
    .methods =
      g_strdup_printf (_("Methods to evaluate, separated by commas: %s; ddh-last-stage and "
                         "ddh-all also fine-tune the network"),
                       names),
    .protocols =
      g_strdup_printf (_("Choice of query, gallery and training photos: %s (the first by "
                         "default)"),
                       protocols),
  };
  add_choices (self, typed);
  add_split (self->entries, typed);
  add_arrays (self->entries, typed);
  add_files (self->entries, typed);
  add_scenes (self->entries, typed, job);
  add_copies (self->entries, typed, job);
  add_methods (self->entries, typed);
  return self;
}

void
evaluate_entries_free (EvaluateEntries *self)
{
  if (!self)
    return;
  g_array_unref (self->entries);
  g_free (self->methods);
  g_free (self->protocols);
  g_free (self);
}

const GOptionEntry *
evaluate_entries_get (const EvaluateEntries *self)
{
  return (const GOptionEntry *) self->entries->data;
}
