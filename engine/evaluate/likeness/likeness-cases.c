/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/evaluate/likeness/likeness-cases.h"
#include "engine/base/random.h"
#include "engine/evaluate/protocols/split.h"

/* Photos of a library of few; queries of one case and library. */
#define FEW 12
#define N_QUERIES 100
#define N_CLASS_QUERIES 20
/* Libraries of few photos, of whole classes, and of few of the photos without a class. */
#define N_FEW 8
#define N_WHOLE 3
#define N_OTHER_FEW 3
/* Minimum size of a class whose photos are queries. */
#define SMALLEST_CLASS 20

/* Photos of random classes between few and all. */
static const guint parts[] = { 100, 1000, 10000 };

/* @order: all rows, shuffled; @classes: (element-type guint32): those of enough photos, shuffled */
typedef struct
{
  const SemLabelledSet *set;
  guint32 *order;
  GArray *classes;
  GArray *libraries;
} Draw;

static const char *const names[SEM_LIKENESS_N_CASES] = {
  "others in 12 of a class",  "others in a class",       "others in 100 photos",
  "others in 1,000 photos",   "others in 10,000 photos", "others in the classes",
  "classes in 12 others",     "classes in the others",   "a class in 12 of it",
  "a class in itself",        "a class in 100 photos",   "a class in 1,000 photos",
  "a class in 10,000 photos", "a class in the classes",  "a class in everything",
};

const char *
sem_likeness_case_get_name (SemLikenessCase number)
{
  return names[number];
}

gboolean
sem_likeness_case_is_absent (SemLikenessCase number)
{
  return number < SEM_LIKENESS_CLASS_IN_FEW;
}

static void
library_clear (gpointer data)
{
  SemLikenessLibrary *self = data;

  g_array_unref (self->gallery);
  for (guint i = 0; i < 2; i++)
    g_array_unref (self->queries[i]);
}

void
sem_likeness_library_free (SemLikenessLibrary *self)
{
  library_clear (self);
  g_free (self);
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

static GArray *
rows_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (guint32));
}

static SemLikenessLibrary
library_new (SemLikenessCase absent, SemLikenessCase present)
{
  return (SemLikenessLibrary){ rows_new (), { rows_new (), rows_new () }, { absent, present } };
}

/* Appends rows in the order of the draw: those of a class, of no class for SEM_NO_CLASS, or of any
 * class for ANY; all but the first @skip of them, and at most @n. */
#define ANY (G_MAXUINT32 - 1)

static void
take (const Draw *draw, guint32 label, guint skip, guint n, GArray *rows)
{
  for (gsize i = 0; i < draw->set->n && n > 0; i++)
    {
      guint32 own = draw->set->labels[draw->order[i]];

      if (label == ANY ? own == SEM_NO_CLASS : own != label)
        continue;
      if (skip > 0)
        skip--;
      else
        {
          g_array_append_val (rows, draw->order[i]);
          n--;
        }
    }
}

static void
add (Draw *draw, SemLikenessLibrary library)
{
  g_array_sort (library.gallery, compare_rows);
  if (library.gallery->len > 0 && (library.queries[0]->len > 0 || library.queries[1]->len > 0))
    g_array_append_val (draw->libraries, library);
  else
    library_clear (&library);
}

static void
add_few (Draw *draw, guint32 label)
{
  SemLikenessLibrary library = library_new (SEM_LIKENESS_OTHERS_IN_FEW, SEM_LIKENESS_CLASS_IN_FEW);

  take (draw, label, 0, FEW, library.gallery);
  take (draw, label, FEW, N_CLASS_QUERIES, library.queries[1]);
  take (draw, SEM_NO_CLASS, 0, N_QUERIES, library.queries[0]);
  add (draw, library);
}

static void
add_class (Draw *draw, guint32 label)
{
  SemLikenessLibrary library =
    library_new (SEM_LIKENESS_OTHERS_IN_CLASS, SEM_LIKENESS_CLASS_IN_CLASS);

  /* Half of a class that is no larger than the queries. */
  take (draw, label, 0, N_CLASS_QUERIES / 2, library.queries[1]);
  take (draw, label, N_CLASS_QUERIES / 2, G_MAXUINT, library.gallery);
  take (draw, SEM_NO_CLASS, 0, N_QUERIES, library.queries[0]);
  add (draw, library);
}

/* Removes the present queries of whose class the gallery has nothing. */
static void
drop_absent (const Draw *draw, SemLikenessLibrary *library)
{
  g_autofree gboolean *has = g_new0 (gboolean, draw->set->classes->len + 1);
  GArray *queries = library->queries[1];
  guint n = 0;

  for (guint i = 0; i < library->gallery->len; i++)
    has[draw->set->labels[g_array_index (library->gallery, guint32, i)]] = TRUE;
  for (guint i = 0; i < queries->len; i++)
    if (has[draw->set->labels[g_array_index (queries, guint32, i)]])
      g_array_index (queries, guint32, n++) = g_array_index (queries, guint32, i);
  g_array_set_size (queries, n);
}

/* Libraries of some photos of all classes, where there are more. */
static void
add_parts (Draw *draw)
{
  guint n = 0;

  for (gsize i = 0; i < draw->set->n; i++)
    n += draw->set->labels[i] != SEM_NO_CLASS;
  for (guint i = 0; i < G_N_ELEMENTS (parts) && parts[i] + N_QUERIES < n; i++)
    {
      SemLikenessLibrary library =
        library_new (SEM_LIKENESS_OTHERS_IN_100 + i, SEM_LIKENESS_CLASS_IN_100 + i);

      take (draw, ANY, 0, N_QUERIES, library.queries[1]);
      take (draw, ANY, N_QUERIES, parts[i], library.gallery);
      take (draw, SEM_NO_CLASS, 0, N_QUERIES, library.queries[0]);
      drop_absent (draw, &library);
      add (draw, library);
    }
}

static void
add_classes (Draw *draw)
{
  SemLikenessLibrary classes =
    library_new (SEM_LIKENESS_OTHERS_IN_CLASSES, SEM_LIKENESS_CLASS_IN_CLASSES);
  SemLikenessLibrary all = library_new (SEM_LIKENESS_N_CASES, SEM_LIKENESS_CLASS_IN_ALL);

  take (draw, ANY, 0, N_QUERIES, classes.queries[1]);
  take (draw, ANY, N_QUERIES, G_MAXUINT, classes.gallery);
  take (draw, SEM_NO_CLASS, 0, N_QUERIES, classes.queries[0]);
  add (draw, classes);
  take (draw, SEM_NO_CLASS, 0, G_MAXUINT, all.gallery);
  if (all.gallery->len > 0)
    take (draw, ANY, 0, N_QUERIES, all.queries[1]);
  take (draw, ANY, N_QUERIES, G_MAXUINT, all.gallery);
  add (draw, all);
}

static void
add_others (Draw *draw)
{
  SemLikenessLibrary all = library_new (SEM_LIKENESS_CLASSES_IN_OTHERS, SEM_LIKENESS_N_CASES);

  for (guint i = 0; i < N_OTHER_FEW; i++)
    {
      SemLikenessLibrary few = library_new (SEM_LIKENESS_CLASSES_IN_FEW, SEM_LIKENESS_N_CASES);

      take (draw, SEM_NO_CLASS, i * FEW, FEW, few.gallery);
      take (draw, ANY, 0, N_QUERIES, few.queries[0]);
      add (draw, few);
    }
  take (draw, SEM_NO_CLASS, 0, G_MAXUINT, all.gallery);
  take (draw, ANY, 0, N_QUERIES, all.queries[0]);
  add (draw, all);
}

static void
draw_init (Draw *self, const SemLabelledSet *set, guint64 seed, guint part)
{
  g_autofree guint32 *counts = g_new0 (guint32, set->classes->len + 1);
  g_autofree guint32 *order = g_new (guint32, set->classes->len + 1);
  SemRandom random;

  *self = (Draw){ .set = set, .order = g_new (guint32, set->n), .classes = rows_new () };
  self->libraries = g_array_new (FALSE, FALSE, sizeof (SemLikenessLibrary));
  g_array_set_clear_func (self->libraries, library_clear);
  sem_random_init_part (&random, seed, SEM_RANDOM_SPLIT, part);
  sem_random_permutation (&random, self->order, set->n);
  for (gsize i = 0; i < set->n; i++)
    if (set->labels[i] < set->classes->len)
      counts[set->labels[i]]++;
  sem_random_permutation (&random, order, set->classes->len);
  for (guint i = 0; i < set->classes->len; i++)
    if (counts[order[i]] >= SMALLEST_CLASS)
      g_array_append_val (self->classes, order[i]);
}

static void
draw_clear (Draw *self)
{
  g_free (self->order);
  g_array_unref (self->classes);
}

GArray *
sem_likeness_libraries_new (const SemLabelledSet *set, guint64 seed)
{
  Draw draw;

  draw_init (&draw, set, seed, 0);
  for (guint i = 0; i < MIN (draw.classes->len, N_FEW); i++)
    add_few (&draw, g_array_index (draw.classes, guint32, i));
  for (guint i = 0; i < MIN (draw.classes->len, N_WHOLE); i++)
    add_class (&draw, g_array_index (draw.classes, guint32, i));
  if (draw.classes->len > 0)
    {
      add_parts (&draw);
      add_classes (&draw);
      add_others (&draw);
    }
  draw_clear (&draw);
  return draw.libraries;
}

SemLikenessLibrary *
sem_likeness_library_draw (const SemLabelledSet *set, guint64 seed, guint part, guint size)
{
  SemLikenessLibrary *self = g_new (SemLikenessLibrary, 1);
  Draw draw;

  draw_init (&draw, set, seed, part + 1);
  *self = library_new (SEM_LIKENESS_N_CASES, SEM_LIKENESS_N_CASES);
  take (&draw, ANY, 0, size, self->gallery);
  take (&draw, ANY, size, N_QUERIES, self->queries[1]);
  g_array_sort (self->gallery, compare_rows);
  draw_clear (&draw);
  g_array_unref (draw.libraries);
  return self;
}
