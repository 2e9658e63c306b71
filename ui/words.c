/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-words"

#include "config.h"

#include "ui/words.h"

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>
#include <string.h>

/* Letters of a path that a sentence has room for. */
#define LONGEST_PATH 48

char *
sem_words_for_distance (guint bits)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u bit", "%u bits", bits), bits);
}

char *
sem_words_for_likeness (double likeness)
{
  /* Translators: a percentage, such as 87 %. */
  g_autofree char *percent =
    g_strdup_printf (_("%d %%"), (int) (CLAMP (likeness, 0, 1) * 100 + .5));

  return sem_words_isolate (percent);
}

char *
sem_words_for_share (double share)
{
  /* In the locale's way, for people. */
  g_autofree char *percent = g_strdup_printf (_("%.1f %%"), share * 100);

  return sem_words_isolate (percent);
}

char *
sem_words_for_match (SemMatch *match, gboolean distance)
{
  if (sem_match_get_kind (match))
    return g_strdup (sem_match_get_kind (match));
  return distance ? sem_words_for_distance (sem_match_get_distance (match))
                  : sem_words_for_likeness (sem_match_get_likeness (match));
}

char *
sem_words_for_match_label (SemMatch *match, const char *title)
{
  g_autofree char *likeness = sem_words_for_likeness (sem_match_get_likeness (match));

  if (sem_match_get_kind (match))
    {
      /* Translators: a photo's name, its kind of copy ("Mirrored"), and a percentage ("87 %"). */
      return g_strdup_printf (_("%s, %s, %s similar"), title, sem_match_get_kind (match),
                              likeness);
    }
  if (sem_match_get_is_apart (match))
    {
      /* Translators: a photo's name, and a percentage ("87 %"). */
      return g_strdup_printf (_("%s, %s similar, not a copy"), title, likeness);
    }
  if (!sem_match_get_above_chance (match))
    {
      /* Translators: a photo's name, and a percentage ("27 %"). */
      return g_strdup_printf (_("%s, %s similar, less likely"), title, likeness);
    }
  /* Translators: a photo's name, and a percentage ("87 %"). */
  return g_strdup_printf (_("%s, %s similar"), title, likeness);
}

static char *
name_folder (GFile *folder)
{
  g_autoptr (GFile) home = g_file_new_for_path (g_get_home_dir ());
  g_autofree char *below_home = g_file_get_relative_path (home, folder);

  if (below_home)
    {
      g_autofree char *readable = g_filename_display_name (below_home);

      return g_strconcat ("~/", readable, NULL);
    }
  return g_file_get_parse_name (folder);
}

/* More lines are of no use in the panel that shows them. */
#define MAX_FILES 20

char *
sem_words_for_files (const char *const *paths)
{
  guint n = paths != NULL ? g_strv_length ((char **) paths) : 0;
  g_autoptr (GString) lines = g_string_new (NULL);

  if (n < 2)
    return g_strdup ("");
  g_string_append_printf (
    lines, g_dngettext (GETTEXT_PACKAGE, "%u identical file:", "%u identical files:", n), n);
  for (guint i = 0; i < MIN (n, MAX_FILES); i++)
    {
      g_autofree char *folder_path = g_path_get_dirname (paths[i]);
      g_autofree char *base = g_path_get_basename (paths[i]);
      g_autofree char *name = g_filename_display_name (base);
      g_autoptr (GFile) folder = g_file_new_for_path (folder_path);
      g_autofree char *place = name_folder (folder);
      g_autofree char *whole =
        g_strconcat (place, g_str_has_suffix (place, "/") ? "" : "/", name, NULL);
      g_autofree char *isolated = sem_words_isolate (whole);

      g_string_append_printf (lines, "\n%s", isolated);
    }
  if (n > MAX_FILES)
    {
      g_autofree char *more =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "and %u more", "and %u more", n - MAX_FILES),
                         n - MAX_FILES);

      g_string_append_printf (lines, "\n%s", more);
    }
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

char *
sem_words_for_photos (guint n)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u photo", "%'u photos", n), n);
}

char *
sem_words_for_found (SemResults *results)
{
  guint n;

  if (sem_results_get_is_cut (results))
    {
      n = g_list_model_get_n_items (G_LIST_MODEL (results));
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "At least %'u photo",
                                           "At least %'u photos", n),
                              n);
    }
  if (!sem_query_get_original (sem_results_get_query (results)))
    return sem_words_for_photos (sem_results_get_n_above (results));
  if (!sem_results_is_proven (results))
    return g_strdup (_("Comparing…"));
  n = sem_results_get_n_copies (results);
  if (n == 0)
    return g_strdup (_("No copies"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u copy", "%'u copies", n), n);
}

char *
sem_words_for_size (guint width, guint height)
{
  g_autofree char *size = g_strdup_printf ("%u × %u", width, height);

  return sem_words_isolate (width == 0 || height == 0 ? "" : size);
}

static const struct
{
  const char *name;
  const char *title;
  const char *explanation;
} methods[] = {
  { "gs-itq", N_("GS-ITQ"),
    N_("Gives similar codes to photos with the same neighbors. Fast, and usually the best "
       "choice.") },
  { "itq", N_("ITQ"),
    N_("Rotates the main differences between your photos so that they fit into bits. Fast.") },
  { "pcah", N_("PCA Hashing"),
    N_("Uses the main differences between your photos as bits, without rotating them. Fast.") },
  { "sh", N_("Spectral Hashing"),
    N_("Splits the main differences between your photos into waves of rising frequency.") },
  { "knnh", N_("KNN Hashing"),
    N_("Moves each photo toward its neighbors before choosing the bits.") },
  { "lsh", N_("Random Directions"),
    N_("Chooses the bits at random, without training. For comparison.") },
  { "ddh", N_("DDH"),
    N_("Learns over many epochs which photos belong together. Slower; shows its progress.") },
  { "bcdh", N_("BCDH"),
    N_("Learns from 3D reconstructions of scenes which photos show the same parts. For scenes and "
       "buildings.") },
  { "cibhash", N_("CIBHash"),
    N_("Learns over many epochs to tell each photo, even if altered, from all others. Slower.") },
};

const char *
sem_words_for_method (const char *method)
{
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (g_str_equal (methods[i].name, method))
      return _(methods[i].title);
  return method;
}

char *
sem_words_for_codes (SemCodes *codes)
{
  const SemCodesRow *row = sem_codes_get_row (codes);
  g_autofree char *bits = sem_words_for_distance (row->n_bits);

  if (row->name)
    return g_strdup (row->name);
  /* Translators: a method and a code length: "GS-ITQ, 256 bits". */
  return g_strdup_printf (_("%s, %s"), sem_words_for_method (row->method), bits);
}

char *
sem_words_for_numbered_codes (SemCodes *codes)
{
  g_autofree char *name = sem_words_for_codes (codes);

  /* Translators: the number of a model and its name, as in “3: GS-ITQ, 256 bits” */
  return g_strdup_printf (_("%u: %s"), (guint) sem_codes_get_id (codes), name);
}

const char *
sem_words_explain_method (const char *method)
{
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (g_str_equal (methods[i].name, method))
      return _(methods[i].explanation);
  return "";
}

const char *
sem_words_for_kind (SemPhotoKind kind)
{
  static const char *const names[SEM_PHOTO_N_KINDS] = {
    "JPEG", "PNG", "GIF", "WebP", "HEIF", "TIFF", N_("Others"),
  };

  return kind == SEM_PHOTO_OTHER_KIND ? _(names[kind]) : names[kind];
}

const char *
sem_words_for_shape (SemPhotoShape shape)
{
  static const char *const names[SEM_PHOTO_N_SHAPES] = {
    N_("Landscape"),
    N_("Portrait"),
    N_("Square"),
  };

  return _(names[shape]);
}

char *
sem_words_for_milliseconds (double milliseconds)
{
  /* Translators: milliseconds. */
  if (milliseconds < 999.5)
    return g_strdup_printf (_("%.0f ms"), MAX (1, milliseconds));
  /* Translators: seconds. */
  return g_strdup_printf (_("%.1f s"), milliseconds / 1000);
}

char *
sem_words_for_folder (GFile *folder)
{
  g_autofree char *name = name_folder (folder);

  return sem_words_isolate (name);
}

char *
sem_words_shorten_path (const char *path)
{
  glong n = g_utf8_strlen (path, -1);
  g_autofree char *start = NULL;
  const char *end;

  if (n <= LONGEST_PATH)
    return g_strdup (path);
  start = g_utf8_substring (path, 0, LONGEST_PATH / 3);
  end = g_utf8_offset_to_pointer (path, n - (LONGEST_PATH - LONGEST_PATH / 3 - 1));
  return g_strconcat (start, "…", end, NULL);
}

const char *
sem_words_for_absence (SemAbsenceReason reason)
{
  switch (reason)
    {
    case SEM_ABSENCE_OFFLINE:
      return _("offline");
    case SEM_ABSENCE_NONE:
    default:
      return "";
    }
}

const char *
sem_words_explain_absence (SemAbsenceReason reason)
{
  switch (reason)
    {
    case SEM_ABSENCE_OFFLINE:
      return _("Offline: its disk is not connected, or its folder is not there");
    case SEM_ABSENCE_NONE:
    default:
      return "";
    }
}

/* FIRST STRONG ISOLATE and POP DIRECTIONAL ISOLATE. */
char *
sem_words_isolate (const char *text)
{
  return gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL && *text != '\0'
           ? g_strconcat ("\xe2\x81\xa8", text, "\xe2\x81\xa9", NULL)
           : g_strdup (text);
}

void
sem_words_add_part (GString *text, const char *part)
{
  g_autofree char *isolated = part && *part ? sem_words_isolate (part) : NULL;

  if (isolated)
    /* No line begins with the dot. */
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\u00a0· " : "", isolated);
}

/* Whether it begins with a unit and not with another word. */
static gboolean
begins_with_unit (const char *text)
{
  static const char *const units[] = { "%", "ms", "s", "kB", "KB", "MB", "GB", "TB" };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_has_prefix (text, units[i])
        && !g_unichar_isalnum (g_utf8_get_char (text + strlen (units[i]))))
      return TRUE;
  return FALSE;
}

char *
sem_words_keep_units (const char *text)
{
  GString *kept = g_string_new (NULL);

  for (const char *c = text; *c; c++)
    if (*c == ' ' && c > text && g_ascii_isdigit (c[-1]) && begins_with_unit (c + 1))
      g_string_append (kept, "\xc2\xa0");
    else
      g_string_append_c (kept, *c);
  return g_string_free (kept, FALSE);
}
