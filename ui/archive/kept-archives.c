/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-kept-archives"

#include "config.h"

#include "ui/archive/kept-archives.h"

#include "engine/model/archive/archive-asking.h"
#include "ui/settings.h"

#define KEY "archives"

static void
free_archive (gpointer data)
{
  SemKeptArchive *archive = data;

  g_free (archive->name);
  g_free (archive->uri);
  g_free (archive);
}

static void
append (GPtrArray *archives, const char *name, const char *uri)
{
  SemKeptArchive *archive = g_new (SemKeptArchive, 1);

  archive->name = g_strdup (*name ? name : uri);
  archive->uri = g_strdup (uri);
  g_ptr_array_add (archives, archive);
}

/* The user may have written an address with a password into the settings by hand: it is not used,
 * and is removed by the next change. */
GPtrArray *
sem_kept_archives_list (void)
{
  GPtrArray *archives = g_ptr_array_new_with_free_func (free_archive);
  GSettings *settings = sem_settings_get ();
  g_autoptr (GVariant) value = settings ? g_settings_get_value (settings, KEY) : NULL;
  const char *name, *uri;
  GVariantIter iter;

  if (!value)
    return archives;
  g_variant_iter_init (&iter, value);
  while (g_variant_iter_next (&iter, "(&s&s)", &name, &uri))
    if (sem_archive_asking_check (uri, NULL))
      append (archives, name, uri);
  return archives;
}

static void
save (const GPtrArray *archives)
{
  GSettings *settings = sem_settings_get ();
  GVariantBuilder builder;

  if (!settings)
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ss)"));
  for (guint i = 0; i < archives->len; i++)
    {
      const SemKeptArchive *archive = g_ptr_array_index (archives, i);

      g_variant_builder_add (&builder, "(ss)", archive->name, archive->uri);
    }
  g_settings_set_value (settings, KEY, g_variant_builder_end (&builder));
}

void
sem_kept_archives_add (const char *name, const char *uri)
{
  g_autoptr (GPtrArray) archives = sem_kept_archives_list ();

  for (guint i = 0; i < archives->len; i++)
    {
      SemKeptArchive *archive = g_ptr_array_index (archives, i);

      if (!g_str_equal (archive->uri, uri))
        continue;
      g_free (archive->name);
      archive->name = g_strdup (*name ? name : uri);
      save (archives);
      return;
    }
  append (archives, name, uri);
  save (archives);
}

void
sem_kept_archives_remove (const char *uri)
{
  g_autoptr (GPtrArray) archives = sem_kept_archives_list ();

  for (guint i = archives->len; i-- > 0;)
    if (g_str_equal (((SemKeptArchive *) g_ptr_array_index (archives, i))->uri, uri))
      g_ptr_array_remove_index (archives, i);
  save (archives);
}
