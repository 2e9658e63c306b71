/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "app/cli/search/search-options.h"
#include "app/cli/search/search-scope.h"
#include "app/cli/search/standard-input.h"
#include "engine/nn/program/program-settings.h"

#include <string.h>

#include <glib/gi18n.h>

#define DEFAULT_K 50
#define MAX_K 1000000
/* Each is open while the search runs, and is compared with every candidate. */
#define MAX_PHOTOS 100

/* What is not read yet. @sentence: (nullable): what is wrong with a region. */
typedef struct
{
  CliSearchOptions *options;
  int max_distance;
  char *least;
  CliScopeWords scope;
  char *sentence;
} Words;

static void
words_clear (Words *words)
{
  g_free (words->least);
  cli_scope_words_clear (&words->scope);
  g_free (words->sentence);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

static void
clear_photo (gpointer data)
{
  CliSearchPhoto *photo = data;

  g_free (photo->path);
  g_clear_pointer (&photo->bytes, g_bytes_unref);
  g_free (photo->region_text);
}

void
cli_search_options_clear (CliSearchOptions *self)
{
  g_clear_pointer (&self->photos, g_array_unref);
  g_strfreev (self->scope.types);
  g_strfreev (self->folders);
  g_free (self->archive);
  g_free (self->features);
  g_free (self->text);
}

/* Photos, in order ------------------------------------------------------------------------------*/

static gboolean
add_photo (Words *words, const char *value, gboolean unlike)
{
  CliSearchPhoto photo = {
    .path = g_str_equal (value, CLI_STANDARD_INPUT) ? g_strdup (value) : cli_get_path (value),
    .unlike = unlike,
  };

  g_array_append_val (words->options->photos, photo);
  return TRUE;
}

static gboolean
photo_cb (const char *name, const char *value, gpointer user_data, GError **error)
{
  return add_photo (user_data, value, FALSE);
}

static gboolean
unlike_cb (const char *name, const char *value, gpointer user_data, GError **error)
{
  return add_photo (user_data, value, TRUE);
}

/* What is wrong is said when all options are known: --help comes first. */
static gboolean
region_cb (const char *name, const char *value, gpointer user_data, GError **error)
{
  Words *words = user_data;
  GArray *photos = words->options->photos;
  CliSearchPhoto *photo =
    photos->len ? &g_array_index (photos, CliSearchPhoto, photos->len - 1) : NULL;
  g_autofree char *sentence = NULL;

  if (!photo)
    sentence = g_strdup (_("--region stands after the photo that it is a part of."));
  else if (photo->region_text)
    sentence = g_strdup (_("a photo has one --region. Give it twice for two parts of it."));
  else if (cli_region_parse (value, &photo->region, &sentence))
    photo->region_text = g_strdup (value);
  if (!words->sentence)
    words->sentence = g_steal_pointer (&sentence);
  return TRUE;
}

/* A folder that is not there may be on a disk that is not connected. */
static gboolean
check_folders (const CliSearchOptions *self, const CliCommand *command)
{
  for (guint i = 0; self->folders && self->folders[i]; i++)
    if (g_file_test (self->folders[i], G_FILE_TEST_EXISTS)
        && !g_file_test (self->folders[i], G_FILE_TEST_IS_DIR))
      {
        g_autofree char *name = g_filename_display_name (self->folders[i]);

        cli_usage (command, _("“%s” is not a folder."), name);
        return FALSE;
      }
  return TRUE;
}

/* The rest --------------------------------------------------------------------------------------*/

static gboolean
parse_share (const char *text, double *share)
{
  char *end;

  *share = g_ascii_strtod (text, &end);
  return end != text && *end == '\0' && *share >= 0 && *share <= 1;
}

static guint
count_standard_input (const CliSearchOptions *self)
{
  guint n = 0;

  for (guint i = 0; i < self->photos->len; i++)
    n += g_str_equal (g_array_index (self->photos, CliSearchPhoto, i).path, CLI_STANDARD_INPUT);
  return n;
}

static gboolean
check_photos (const CliSearchOptions *self, const CliCommand *command)
{
  const guint n = cli_search_options_count_like (self);

  if (n == 0 && !self->text)
    {
      cli_usage (command, _("give a photo to search for."));
      return FALSE;
    }
  if (self->photos->len > MAX_PHOTOS)
    {
      cli_usage (command, _("at most %d photos can be searched for at once."), MAX_PHOTOS);
      return FALSE;
    }
  if (count_standard_input (self) > 1)
    {
      cli_usage (command, _("standard input is one photo; “-” can be given once."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_words (Words *words, const CliCommand *command)
{
  CliSearchOptions *self = words->options;
  int status = CLI_DONE;

  if (words->sentence)
    status = cli_usage (command, "%s", words->sentence);
  else if (self->k < 1 || self->k > MAX_K)
    status = cli_usage (command, _("--count takes a number from 1 to %d."), MAX_K);
  else if (words->max_distance < 0 && words->max_distance != CLI_NO_NUMBER)
    status = cli_usage (command, _("--max-distance takes a number of bits, 0 or more."));
  else if (words->least && !parse_share (words->least, &self->min_likeness))
    status = cli_usage (command, _("--min-likeness takes a number from 0 to 1."));
  self->paths_only = self->paths_only || self->null;
  self->max_distance = words->max_distance < 0 ? G_MAXUINT : (guint) words->max_distance;
  self->all = self->all || words->least;
  self->dated = words->scope.since || words->scope.until;
  return status == CLI_DONE && check_photos (self, command)
         && cli_scope_words_parse (&words->scope, command, &self->scope)
         && check_folders (self, command);
}

/* What words can be combined with. */
static gboolean
check_text (const CliSearchOptions *self, const CliCommand *command)
{
  if (self->copies || self->features || self->archive || self->max_distance != G_MAXUINT)
    cli_usage (command, _("--text cannot be combined with --copies, --features, --archive or "
                          "--max-distance."));
  else if (!*self->text || !g_utf8_validate (self->text, -1, NULL))
    cli_usage (command, _("--text takes words in UTF-8."));
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_form (const CliSearchOptions *self, const CliCommand *command, const CliCommon *common)
{
  const char *other = self->null ? "--null" : self->paths_only ? "--paths-only" : NULL;

  if (self->show && (common->json || other || self->archive))
    cli_usage (command, _("%s and %s exclude each other."), "--show",
               common->json ? "--json"
               : other      ? other
                            : "--archive");
  else if (common->json && other)
    cli_usage (command, _("%s and %s exclude each other."), "--json", other);
  else
    return TRUE;
  return FALSE;
}

/* The entries ----------------------------------------------------------------------------------*/

static void
add_query_entries (GArray *entries, Words *words)
{
  CliSearchOptions *self = words->options;
  const GOptionEntry own[] = {
    { "unlike", 0, G_OPTION_FLAG_FILENAME, G_OPTION_ARG_CALLBACK, unlike_cb,
      N_("Show less of what looks like this photo; may be given several times"), N_("PHOTO") },
    { "region", 0, 0, G_OPTION_ARG_CALLBACK, region_cb,
      N_(
        "Look at this part of the photo before it only: pixels of the upright picture, or percent "
        "of its sides, such as 10%,10%,50%,50%"),
      N_("X,Y,W,H") },
    { "text", 0, sem_programs_take_words () ? 0 : G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING,
      &self->text,
      N_("Show photos that fit these words, where the photos were described by a network that "
         "knows words"),
      N_("WORDS") },
  };

  g_array_append_vals (entries, own, G_N_ELEMENTS (own));
}

static void
add_scope_entries (GArray *entries, Words *words)
{
  CliSearchOptions *self = words->options;
  const GOptionEntry own[] = {
    { "folder", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->folders,
      N_("Show only photos in this folder or below; may be given several times"), N_("FOLDER") },
    { "since", 0, 0, G_OPTION_ARG_STRING, &words->scope.since,
      N_("Show only photos of this day, month or year, and later ones"), N_("YYYY[-MM[-DD]]") },
    { "until", 0, 0, G_OPTION_ARG_STRING, &words->scope.until,
      N_("Show only photos of this day, month or year, and earlier ones"), N_("YYYY[-MM[-DD]]") },
    { "orientation", 0, 0, G_OPTION_ARG_STRING, &words->scope.orientation,
      N_("Show only photos that are landscape, portrait or square"), N_("O") },
    { "type", 0, 0, G_OPTION_ARG_STRING_ARRAY, &words->scope.types,
      N_("Show only files with this ending, such as jpg; may be given several times"),
      N_("TYPE") },
    { "not-own-folder", 0, 0, G_OPTION_ARG_NONE, &self->scope.not_own_folder,
      N_("Leave out photos that lie in the folder of a PHOTO"), NULL },
  };

  g_array_append_vals (entries, own, G_N_ELEMENTS (own));
}

static void
add_bound_entries (GArray *entries, Words *words)
{
  CliSearchOptions *self = words->options;
  const GOptionEntry own[] = {
    { "count", 'k', 0, G_OPTION_ARG_INT, &self->k, N_("Show at most N photos (50 by default)"),
      N_("N") },
    { "max-distance", 'd', 0, G_OPTION_ARG_INT, &words->max_distance,
      N_("Show only photos with a Hamming distance of at most D bits"), N_("D") },
    { "min-likeness", 0, 0, G_OPTION_ARG_STRING, &words->least,
      N_("Show the photos with a likeness of at least L, from 0 to 1, instead of "
         "those that are more alike than chance"),
      N_("L") },
    { "all", 'a', 0, G_OPTION_ARG_NONE, &self->all,
      N_("Show photos below the end of likeness as well, up to the number of -k"), NULL },
  };

  g_array_append_vals (entries, own, G_N_ELEMENTS (own));
}

static void
add_kind_entries (GArray *entries, Words *words)
{
  CliSearchOptions *self = words->options;
  const GOptionEntry own[] = {
    { "copies", 'c', 0, G_OPTION_ARG_NONE, &self->copies,
      N_("Find copies: cropped, rotated, mirrored, framed, recompressed or "
         "resized"),
      NULL },
    { "no-proof", 0, 0, G_OPTION_ARG_NONE, &self->no_proof,
      N_("With --copies: answer at once, without proving which of the photos are copies"), NULL },
    { "archive", 0, 0, G_OPTION_ARG_STRING, &self->archive,
      N_("Search the photos that were published into this archive"), N_("URI") },
    { "features", 0, 0, G_OPTION_ARG_STRING, &self->features,
      N_("Search by imported features, see “semblance-cli import --help”"), N_("NAME") },
  };

  g_array_append_vals (entries, own, G_N_ELEMENTS (own));
}

static void
add_form_entries (GArray *entries, Words *words)
{
  CliSearchOptions *self = words->options;
  const GOptionEntry own[] = {
    { "show", 0, 0, G_OPTION_ARG_NONE, &self->show,
      N_("Draw the photos in the terminal, by the program chafa"), NULL },
    { "paths-only", 0, 0, G_OPTION_ARG_NONE, &self->paths_only,
      N_("Print the path of each photo, one a line, and nothing else"), NULL },
    { "null", '0', 0, G_OPTION_ARG_NONE, &self->null,
      N_("Print the path of each photo with a null byte after it, for xargs -0, and nothing else"),
      NULL },
  };

  g_array_append_vals (entries, own, G_N_ELEMENTS (own));
}

/* Returns: (transfer full) (element-type GOptionEntry) (array zero-terminated=1): they point into
 * @words and its options */
static GArray *
list_entries (Words *words)
{
  static const GOptionEntry photos = {
    G_OPTION_REMAINING, 0, G_OPTION_FLAG_FILENAME, G_OPTION_ARG_CALLBACK, photo_cb, NULL, NULL
  };
  GArray *entries = g_array_new (TRUE, FALSE, sizeof (GOptionEntry));

  add_query_entries (entries, words);
  add_scope_entries (entries, words);
  add_bound_entries (entries, words);
  add_kind_entries (entries, words);
  add_form_entries (entries, words);
  g_array_append_val (entries, photos);
  return entries;
}

gboolean
cli_search_options_read (CliSearchOptions *self,
                         const CliCommand *command,
                         CliCommon *common,
                         int argc,
                         char **argv)
{
  g_auto (Words) words = { .options = self, .max_distance = CLI_NO_NUMBER };
  g_autoptr (GArray) entries = list_entries (&words);

  *self = (CliSearchOptions){ .k = DEFAULT_K };
  self->photos = g_array_new (FALSE, TRUE, sizeof (CliSearchPhoto));
  g_array_set_clear_func (self->photos, clear_photo);
  return cli_parse_in_order (command, (const GOptionEntry *) entries->data, &words, common, &argc,
                             &argv)
         && read_words (&words, command) && (!self->text || check_text (self, command))
         && check_form (self, command, common);
}

guint
cli_search_options_count_like (const CliSearchOptions *self)
{
  return cli_search_options_count_before (self, self->photos->len);
}

guint
cli_search_options_count_before (const CliSearchOptions *self, guint source)
{
  guint n = 0;

  for (guint i = 0; i < source; i++)
    n += !g_array_index (self->photos, CliSearchPhoto, i).unlike;
  return n;
}

const CliSearchPhoto *
cli_search_options_get_like (const CliSearchOptions *self, guint n)
{
  for (guint i = 0; i < self->photos->len; i++)
    {
      const CliSearchPhoto *photo = &g_array_index (self->photos, CliSearchPhoto, i);

      if (!photo->unlike && n-- == 0)
        return photo;
    }
  return NULL;
}

gboolean
cli_search_options_has_scope (const CliSearchOptions *self)
{
  return self->folders || self->dated || self->scope.types || self->scope.not_own_folder
         || self->scope.orientation != SEM_SEARCH_ANY_ORIENTATION;
}
