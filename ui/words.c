/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-words"

#include "config.h"

#include "ui/words.h"

#include <glib/gi18n-lib.h>

char *
sem_words_for_distance (guint bits)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u bit", "%u bits", bits), bits);
}

char *
sem_words_for_similarity (double similarity)
{
  /* Translators: a share, such as 87 %. */
  return g_strdup_printf (_("%d %%"), (int) (CLAMP (similarity, 0, 1) * 100 + .5));
}

char *
sem_words_for_match (SemMatch *match)
{
  g_autofree char *similarity = sem_words_for_similarity (sem_match_get_similarity (match));
  g_autofree char *distance = sem_words_for_distance (sem_match_get_distance (match));

  if (sem_match_get_kind (match) != NULL)
    return g_strdup_printf ("%s · %s", sem_match_get_kind (match), similarity);
  return g_strdup_printf ("%s · %s", similarity, distance);
}

char *
sem_words_for_match_label (SemMatch *match, const char *title)
{
  g_autofree char *similarity = sem_words_for_similarity (sem_match_get_similarity (match));
  g_autofree char *distance = sem_words_for_distance (sem_match_get_distance (match));

  if (sem_match_get_kind (match) != NULL)
    {
      /* Translators: a photo's name, what copy it is ("Mirrored"), and a share ("87 %"). */
      return g_strdup_printf (_("%s, %s, %s similar"), title, sem_match_get_kind (match),
                              similarity);
    }
  /* Translators: the name of a photo, a share ("87 %") and a distance ("12 bits"). */
  return g_strdup_printf (_("%s, %s similar, %s apart"), title, similarity, distance);
}

char *
sem_words_for_photos (guint n)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%'u photo", "%'u photos", n), n);
}

char *
sem_words_for_size (guint width, guint height)
{
  if (width == 0 || height == 0)
    return g_strdup ("");
  return g_strdup_printf ("%u × %u", width, height);
}

static const struct
{
  const char *name;
  const char *title;
  const char *explanation;
} methods[] = {
  { "gs-itq", N_("GS-ITQ"),
    N_("Keeps photos together that have the same neighbours. Quick, and usually the best.") },
  { "itq", N_("ITQ"),
    N_("Turns the main differences between your photos until they fit into bits. Quick.") },
  { "pcah", N_("PCA Hashing"),
    N_("Takes the main differences between your photos as bits, just as they are.") },
  { "sh", N_("Spectral Hashing"),
    N_("Cuts the main differences between your photos into ever finer waves.") },
  { "knnh", N_("KNN Hashing"),
    N_("Moves each photo towards its neighbours before it chooses the bits.") },
  { "lsh", N_("Random Directions"),
    N_("Learns nothing: chance chooses the bits. For comparison.") },
  { "ddh", N_("DDH"),
    N_("Learns in many passes which photos belong together. Slower; you can watch it learn.") },
  { "bcdh", N_("BCDH"),
    N_("Learns from 3D models of places which photos see the same. For places and buildings.") },
  { "cibhash", N_("CIBHash"),
    N_("Learns in many passes to tell each photo from all others, altered or not. Slower.") },
};

const char *
sem_words_for_method (const char *method)
{
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (g_str_equal (methods[i].name, method))
      return _(methods[i].title);
  return method;
}

const char *
sem_words_explain_method (const char *method)
{
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (g_str_equal (methods[i].name, method))
      return _(methods[i].explanation);
  return "";
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
  g_autoptr (GFile) home = g_file_new_for_path (g_get_home_dir ());
  g_autofree char *below_home = g_file_get_relative_path (home, folder);

  if (below_home != NULL)
    {
      g_autofree char *readable = g_filename_display_name (below_home);

      return g_strconcat ("~/", readable, NULL);
    }
  return g_file_get_parse_name (folder);
}
