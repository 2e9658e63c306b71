/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "sem-duplicates"

#include "config.h"

#include "engine/duplicates/best/best.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

/* A few rows of pixels are no reason: copies are cut by one or two. */
#define MORE_PIXELS 1.02
/* Files that differ less in size may just be written by other programs. */
#define MORE_BYTES 1.3
#define SECOND G_GINT64_CONSTANT (1000000000)
#define MOST_WORDS 2

gboolean
sem_duplicate_software_edits (const char *software)
{
  static const char *const editors[] = {
    "photoshop", "lightroom",   "gimp",    "darktable",  "rawtherapee", "picasa",    "snapseed",
    "affinity",  "paint",       "krita",   "shotwell",   "imagemagick", "digikam",   "instagram",
    "vsco",      "capture one", "luminar", "pixelmator", "acdsee",      "irfanview",
  };
  g_autofree char *lower = g_ascii_strdown (software, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (editors); i++)
    if (strstr (lower, editors[i]))
      return TRUE;
  return FALSE;
}

/* The higher, the less is lost; raw files are highest. */
static guint
rate_format (const char *path)
{
  static const struct
  {
    const char *ending;
    guint rate;
  } formats[] = {
    { "cr2", 5 },  { "cr3", 5 },  { "nef", 5 },  { "arw", 5 }, { "raf", 5 },  { "rw2", 5 },
    { "dng", 5 },  { "tif", 4 },  { "tiff", 4 }, { "png", 3 }, { "bmp", 3 },  { "heic", 2 },
    { "heif", 2 }, { "avif", 2 }, { "jxl", 2 },  { "jpg", 2 }, { "jpeg", 2 },
  };
  const char *dot = strrchr (path, '.');

  for (gsize i = 0; dot && i < G_N_ELEMENTS (formats); i++)
    if (g_ascii_strcasecmp (dot + 1, formats[i].ending) == 0)
      return formats[i].rate;
  return 1;
}

/* "a (1)", "a~2" */
static gboolean
ends_with_number (const char *stem, gsize length)
{
  gsize digits = 0;

  if (length > 0 && stem[length - 1] == ')')
    length--;
  while (digits < length && g_ascii_isdigit (stem[length - digits - 1]))
    digits++;
  return digits > 0 && digits < length
         && (stem[length - digits - 1] == '~'
             || (stem[length - digits - 1] == '(' && stem[length] == ')'));
}

/* Whether programs give copies such a name, in the languages of file managers. */
static gboolean
is_called_copy (const char *path)
{
  static const char *const words[] = { "copy", "kopie", "copie", "copia", "cópia" };
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *lower = g_ascii_strdown (base, -1);
  const char *dot = strrchr (lower, '.');

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const char *at = strstr (lower, words[i]);

      /* A word of its own: not that of "copyright". */
      if (at && (at == lower || !g_ascii_isalpha (at[-1]))
          && !g_ascii_isalpha (at[strlen (words[i])]))
        return TRUE;
    }
  return ends_with_number (lower, dot ? (gsize) (dot - lower) : strlen (lower));
}

static int
sign (gint64 difference)
{
  return (difference > 0) - (difference < 0);
}

static int
compare_pixels (const SemDuplicateFile *a, const SemDuplicateFile *b)
{
  const double x = (double) a->width * a->height, y = (double) b->width * b->height;

  if (x > MORE_PIXELS * y)
    return -1;
  return y > MORE_PIXELS * x ? 1 : 0;
}

gint64
sem_duplicate_file_get_weight (const SemDuplicateFile *self)
{
  return self->weight ? self->weight : self->size;
}

/* In steps, so that of three files none is better than one that is better than the third. */
static int
compare_bytes (const SemDuplicateFile *a, const SemDuplicateFile *b)
{
  const double x =
    floor (log ((double) MAX (sem_duplicate_file_get_weight (a), 1)) / log (MORE_BYTES));
  const double y =
    floor (log ((double) MAX (sem_duplicate_file_get_weight (b), 1)) / log (MORE_BYTES));

  return (y > x) - (y < x);
}

static double
get_pixels (const SemDuplicateFile *self)
{
  return (double) self->width * self->height;
}

static int
compare_by (const SemDuplicateFile *a, const SemDuplicateFile *b, SemDuplicateReason reason)
{
  switch (reason)
    {
    case SEM_DUPLICATE_RAW:
      return (rate_format (b->path) == 5) - (rate_format (a->path) == 5);
    case SEM_DUPLICATE_SHARP:
      return (a->is_soft != 0) - (b->is_soft != 0);
    case SEM_DUPLICATE_PIXELS:
      return compare_pixels (a, b);
    case SEM_DUPLICATE_DATED:
      return (b->is_taken != 0) - (a->is_taken != 0);
    case SEM_DUPLICATE_UNEDITED:
      return (a->is_edited != 0) - (b->is_edited != 0);
    case SEM_DUPLICATE_FINE:
      return (a->is_coarse != 0) - (b->is_coarse != 0);
    case SEM_DUPLICATE_SAVED_ONCE:
      return (a->is_resaved != 0) - (b->is_resaved != 0);
    case SEM_DUPLICATE_FORMAT:
      return (int) rate_format (b->path) - (int) rate_format (a->path);
    case SEM_DUPLICATE_BYTES:
      return compare_bytes (a, b);
    case SEM_DUPLICATE_ORIGINAL:
      return is_called_copy (a->path) - is_called_copy (b->path);
    case SEM_DUPLICATE_OLDEST:
      return sign (a->mtime / SECOND - b->mtime / SECOND);
    case SEM_DUPLICATE_NAME:
      return sign ((gint64) strlen (a->path) - (gint64) strlen (b->path));
    case SEM_DUPLICATE_N_REASONS:
    default:
      return strcmp (a->path, b->path);
    }
}

int
sem_duplicate_file_compare (const SemDuplicateFile *a,
                            const SemDuplicateFile *b,
                            SemDuplicateReason *reason)
{
  for (guint i = 0; i <= SEM_DUPLICATE_N_REASONS; i++)
    {
      const int order = compare_by (a, b, i);

      if (order == 0)
        continue;
      if (reason)
        *reason = i;
      return order;
    }
  return 0;
}

gboolean
sem_duplicate_reason_holds (SemDuplicateReason reason,
                            const SemDuplicateFile *best,
                            const SemDuplicateFile *other)
{
  if (reason == SEM_DUPLICATE_BYTES)
    return best->size >= other->size;
  if (reason == SEM_DUPLICATE_PIXELS)
    return get_pixels (best) >= get_pixels (other);
  if (reason == SEM_DUPLICATE_SHARP)
    return other->sharpness.fill > 0 && best->sharpness.fill >= other->sharpness.fill;
  if (reason == SEM_DUPLICATE_FINE)
    return other->sharpness.fill > 0 && best->sharpness.step <= other->sharpness.step;
  return compare_by (best, other, reason) <= 0;
}

const char *
sem_duplicate_reason_get_name (SemDuplicateReason reason)
{
  static const char *const names[SEM_DUPLICATE_N_REASONS] = {
    "raw",        "sharpness", "pixels", "date",     "unedited", "compression",
    "saved-once", "format",    "bytes",  "original", "oldest",   "name",
  };

  g_return_val_if_fail (reason < SEM_DUPLICATE_N_REASONS, "");
  return names[reason];
}

static const char *
get_word (SemDuplicateReason reason)
{
  switch (reason)
    {
    case SEM_DUPLICATE_RAW:
      return _("raw file");
    case SEM_DUPLICATE_SHARP:
      /* Translators: of several files of one picture, this one shows the finest detail. */
      return _("sharpest");
    case SEM_DUPLICATE_PIXELS:
      return _("most pixels");
    case SEM_DUPLICATE_DATED:
      return _("original date");
    case SEM_DUPLICATE_UNEDITED:
      return _("not edited");
    case SEM_DUPLICATE_FINE:
      return _("least compressed");
    case SEM_DUPLICATE_SAVED_ONCE:
      /* Translators: the other files were made by opening this one and saving it again. */
      return _("not saved again");
    case SEM_DUPLICATE_FORMAT:
      return _("better format");
    case SEM_DUPLICATE_BYTES:
      return _("largest file");
    case SEM_DUPLICATE_ORIGINAL:
      return _("original name");
    case SEM_DUPLICATE_OLDEST:
      return _("oldest file");
    case SEM_DUPLICATE_NAME:
      return _("shortest name");
    case SEM_DUPLICATE_N_REASONS:
    default:
      return "";
    }
}

char *
sem_duplicate_dup_reasons (guint reasons)
{
  GString *words = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < SEM_DUPLICATE_N_REASONS && n < MOST_WORDS; i++)
    {
      if (!(reasons & 1u << i))
        continue;
      /* Translators: between two reasons for keeping a photo: "most pixels, original date". */
      g_string_append_printf (words, "%s%s", n++ ? _(", ") : "", get_word (i));
    }
  return g_string_free (words, FALSE);
}
