/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/evaluate/evaluate-manifest.h"
#include "engine/base/json.h"
#include "engine/kernels/cpu.h"

#include <string.h>

#include <glib/gi18n.h>

/* No result is so large. */
#define MAX_FILE (256 * 1024 * 1024)
#define MAX_DEPTH 16

/* Of the command: a manifest has no others, so that none makes a run write a file. */
static const char *const options[] = {
  "protocol",   "methods", "bits",    "seeds",       "queries", "database",      "training",
  "features",   "labels",  "level",   "distractors", "unseen",  "whole-queries", "whole-pairs",
  "preset",     "start",   "lambda",  "k1",          "k2",      "pair-distance", "epochs",
  "early-stop", "library", "pooling", "multi-scale",
};

struct EvaluateManifest
{
  char *path;
  JsonNode *root;
  GStrv arguments;
};

static void
add (GStrvBuilder *builder, const char *name, const char *value)
{
  g_autofree char *argument = g_strdup_printf ("--%s=%s", name, value);

  g_strv_builder_add (builder, argument);
}

static void
add_text (GStrvBuilder *builder, const char *name, const char *value)
{
  if (value)
    add (builder, name, value);
}

static void
add_path (GStrvBuilder *builder, const char *name, const char *path)
{
  g_autofree char *absolute = path ? g_canonicalize_filename (path, NULL) : NULL;

  add_text (builder, name, absolute);
}

static void
add_number (GStrvBuilder *builder, const char *name, int number)
{
  g_autofree char *text = g_strdup_printf ("%d", number);

  if (number != CLI_NO_NUMBER)
    add (builder, name, text);
}

static void
add_flag (GStrvBuilder *builder, const char *name, gboolean given)
{
  g_autofree char *argument = g_strconcat ("--", name, NULL);

  if (given)
    g_strv_builder_add (builder, argument);
}

static void
add_hash_words (GStrvBuilder *builder, const CliHashWords *words)
{
  add_text (builder, "preset", words->preset);
  add_text (builder, "start", words->start);
  add_text (builder, "lambda", words->lambda);
  add_number (builder, "k1", words->k1);
  add_number (builder, "k2", words->k2);
  add_text (builder, "pair-distance", words->distance);
  add_number (builder, "epochs", words->epochs);
  add_flag (builder, "early-stop", words->stops);
}

GStrv
evaluate_manifest_list_arguments (const EvaluateTyped *typed, const EvaluateJob *job)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  add_text (builder, "protocol", typed->protocol);
  add_text (builder, "methods", typed->methods);
  add_text (builder, "bits", typed->bits);
  add_number (builder, "seeds", typed->n_seeds);
  if (job->lists.queries)
    add_path (builder, "queries", typed->queries);
  else
    add_text (builder, "queries", typed->queries);
  add_path (builder, "database", typed->database);
  add_path (builder, "training", typed->training);
  if (job->imported_of)
    add_text (builder, "features", typed->features);
  else
    add_path (builder, "features", typed->features);
  add_text (builder, "library", job->imported_of);
  add_path (builder, "labels", typed->labels);
  add_number (builder, "level", typed->level);
  for (guint i = 0; job->distractors && job->distractors[i]; i++)
    add_text (builder, "distractors", job->distractors[i]);
  add_text (builder, "unseen", typed->unseen);
  add_flag (builder, "whole-queries", typed->whole_queries);
  add_flag (builder, "multi-scale", typed->multi_scale);
  add_text (builder, "pooling", typed->pooling);
  add_flag (builder, "whole-pairs", job->whole_pairs);
  add_hash_words (builder, &typed->hash);
  if (!typed->features)
    g_strv_builder_add (builder, job->folder);
  return g_strv_builder_end (builder);
}

/* Returns: (transfer full): the member "manifest" */
static JsonNode *
build (const EvaluateJob *job)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  cli_json_add_string (builder, "version", SEM_VERSION);
  cli_json_add_string (builder, "kernels", sem_k_set_name (sem_k_get_set ()));
  if (job->backbone)
    cli_json_add_string (builder, "weights", sem_backbone_get_id (job->backbone));
  cli_json_add_string (builder, "data", job->digest);
  cli_json_add_paths (builder, "arguments", job->arguments);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

char *
evaluate_manifest_add (const EvaluateJob *job, const char *json)
{
  g_autoptr (JsonNode) root = sem_json_parse (json, strlen (json), MAX_DEPTH, NULL);

  json_object_set_member (json_node_get_object (root), "manifest", build (job));
  return json_to_string (root, FALSE);
}

void
evaluate_manifest_free (EvaluateManifest *self)
{
  if (!self)
    return;
  g_free (self->path);
  g_clear_pointer (&self->root, json_node_unref);
  g_strfreev (self->arguments);
  g_free (self);
}

/* --NAME or --NAME=VALUE of the options above, or the folder. */
static gboolean
is_allowed (const char *argument)
{
  const gsize length = strcspn (argument, "=");

  if (argument[0] == '/')
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    if (g_str_has_prefix (argument, "--") && strlen (options[i]) == length - 2
        && strncmp (argument + 2, options[i], length - 2) == 0)
      return TRUE;
  return FALSE;
}

/* Paths that are no UTF-8 are in base64, all of them; see cli_json_add_paths(). */
static GStrv
read_arguments (JsonObject *manifest)
{
  const gboolean encoded = json_object_has_member (manifest, "arguments_bytes");
  JsonNode *node = json_object_get_member (manifest, encoded ? "arguments_bytes" : "arguments");
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (!array)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);
      const char *text = JSON_NODE_HOLDS_VALUE (item) ? json_node_get_string (item) : NULL;
      g_autofree char *decoded = NULL;
      gsize size;

      if (text && encoded)
        {
          g_autofree guchar *bytes = g_base64_decode (text, &size);

          text = decoded = g_strndup ((const char *) bytes, size);
        }
      if (!text || !is_allowed (text))
        return NULL;
      g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

static gboolean
parse (EvaluateManifest *self, const char *text, gsize size)
{
  JsonObject *object;
  JsonNode *manifest;

  self->root = sem_json_parse (text, size, MAX_DEPTH, NULL);
  if (!self->root || !JSON_NODE_HOLDS_OBJECT (self->root))
    return FALSE;
  object = json_node_get_object (self->root);
  manifest = json_object_get_member (object, "manifest");
  if (!manifest || !JSON_NODE_HOLDS_OBJECT (manifest))
    return FALSE;
  self->arguments = read_arguments (json_node_get_object (manifest));
  return self->arguments != NULL;
}

EvaluateManifest *
evaluate_manifest_read (const char *path, GError **error)
{
  g_autoptr (EvaluateManifest) self = g_new0 (EvaluateManifest, 1);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GError) local = NULL;
  g_autofree char *text = NULL;
  g_autofree char *name = g_filename_display_name (path);
  gsize size;

  self->path = g_strdup (path);
  info = g_file_query_info (file, "standard::size,standard::type", 0, NULL, &local);
  if (info
      && (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR
          || g_file_info_get_size (info) > MAX_FILE))
    local = g_error_new_literal (SEM_ERROR, SEM_ERROR_DAMAGED, "");
  else if (info && g_file_get_contents (path, &text, &size, &local) && !parse (self, text, size))
    local = g_error_new_literal (SEM_ERROR, SEM_ERROR_DAMAGED, "");
  if (!local)
    return g_steal_pointer (&self);
  if (local->domain == SEM_ERROR)
    g_set_error (error, SEM_ERROR, SEM_ERROR_DAMAGED,
                 _("“%s” is no result of an evaluation. Choose a file that --json-file wrote."),
                 name);
  else
    g_set_error (error, SEM_ERROR, SEM_ERROR_UNREADABLE, _("“%s” cannot be read: %s."), name,
                 local->message);
  return NULL;
}

GStrv
evaluate_manifest_dup_argv (const EvaluateManifest *self, char **argv)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_strv_builder_add (builder, argv[0]);
  for (guint i = 0; self->arguments[i]; i++)
    g_strv_builder_add (builder, self->arguments[i]);
  for (guint i = 1; argv[i]; i++)
    if (g_str_equal (argv[i], "--from") && argv[i + 1])
      i++;
    else if (!g_str_has_prefix (argv[i], "--from="))
      g_strv_builder_add (builder, argv[i]);
  return g_strv_builder_end (builder);
}

static const char *
get_text (JsonNode *root, const char *name)
{
  JsonObject *manifest = json_object_get_object_member (json_node_get_object (root), "manifest");
  JsonNode *node = json_object_get_member (manifest, name);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_string (node)
           ? json_node_get_string (node)
           : "";
}

static JsonNode *
get_arguments (JsonNode *root)
{
  JsonObject *manifest = json_object_get_object_member (json_node_get_object (root), "manifest");

  return json_object_get_member (manifest, "arguments");
}

static JsonArray *
get_rows (JsonNode *root)
{
  JsonNode *node = json_object_get_member (json_node_get_object (root), "rows");

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* Returns: how many rows of @now differ from those of @before */
static guint
count_others (JsonArray *before, JsonArray *now)
{
  const guint n = json_array_get_length (now);
  guint n_others = 0;

  for (guint i = 0; i < n; i++)
    n_others +=
      !before || i >= json_array_get_length (before)
      || !json_node_equal (json_array_get_element (before, i), json_array_get_element (now, i));
  return n_others;
}

gboolean
evaluate_manifest_compare (const EvaluateManifest *self, const char *json)
{
  static const struct
  {
    const char *name, *words;
  } names[] = {
    { "version", N_("the version of the program") },
    { "kernels", N_("the kernels that this processor can run") },
    { "weights", N_("the weights of the network") },
    { "data", N_("the photos or arrays") },
  };
  g_autoptr (JsonNode) now = sem_json_parse (json, strlen (json), MAX_DEPTH, NULL);
  JsonArray *before_rows = get_rows (self->root), *rows = get_rows (now);
  g_autofree char *file = g_filename_display_name (self->path);
  g_autofree char *sentence = NULL;
  guint n_others = count_others (before_rows, rows);

  if (before_rows && json_array_get_length (before_rows) != json_array_get_length (rows))
    n_others = MAX (n_others, 1);
  if (n_others == 0)
    {
      sentence = g_strdup_printf (_("All figures are those of “%s”, to the last digit."), file);
      cli_note (sentence);
      return TRUE;
    }
  /* Options that were given with --from come last, and count. */
  if (!get_arguments (self->root)
      || !json_node_equal (get_arguments (self->root), get_arguments (now)))
    {
      cli_complain (_("%u of %u rows are not those of “%s”, which was made with other options."),
                    n_others, json_array_get_length (rows), file);
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (!g_str_equal (get_text (self->root, names[i].name), get_text (now, names[i].name)))
      {
        /* Translators: the second %s is such as “the version of the program”, the others what that
         * was and is. */
        cli_complain (_(
                        "%u of %u rows are not those of “%s”, since something else is another one: "
                        "%s, which was %s and is %s now."),
                      n_others, json_array_get_length (rows), file, _(names[i].words),
                      get_text (self->root, names[i].name), get_text (now, names[i].name));
        return FALSE;
      }
  cli_complain (_("%u of %u rows are not those of “%s”, although version, kernels, weights and "
                  "data are the same."),
                n_others, json_array_get_length (rows), file);
  return FALSE;
}
