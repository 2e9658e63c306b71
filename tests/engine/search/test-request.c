/* Every field of a request, against a search through lists of all photos and their scores.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include "engine/search/likeness/likeness.h"
#include "engine/search/search.h"
#include "tests/engine/search/made-library.h"

#define SECOND G_GINT64_CONSTANT (1000000000)
#define MAX_SOURCES 3
#define EVERYTHING 100000

static MadeLibrary *library;

/* @photo: number of the photo that is searched for */
typedef struct
{
  guint photo;
  double weight;
} Source;

/**
 * Case:
 * @types, @counted: what is asked for, and what it counts as
 * @until: 0 for any
 * @n: hits that are expected
 */
typedef struct
{
  const char *name;
  guint n;
  guint k;
  Source sources[MAX_SOURCES];
  guint max_distance;
  float min_likeness;
  float max_likeness;
  const char *folders[3];
  const char *types[3];
  const char *counted[3];
  gint64 from;
  gint64 until;
  SemSearchOrientation orientation;
  gboolean nowhere;
  gboolean not_own_folder;
  gboolean by_distance;
  gboolean keep_own;
} Case;

static const Case cases[] = {
  { "plain", 10, 10, { { 3, 1 } } },
  { "everything", 1400, 2000, { { 3, 1 } } },
  { "one", 1, 1, { { 900, 1 } } },
  { "weight of one source", 30, 30, { { 3, 2.5 } } },
  { "keep own", 10, 10, { { 3, 1 } }, .keep_own = TRUE },
  { "by distance", 600, 600, { { 3, 1 } }, .by_distance = TRUE },
  { "by distance, two sources", 60, 60, { { 3, .1 }, { 1001, 5 } }, .by_distance = TRUE },
  { "distance 0, no hit", 0, 50, { { 3, 1 } }, .max_distance = 1 },
  { "distance 3", 25, 25, { { 3, 1 } }, .max_distance = 4 },
  { "two sources", 40, 40, { { 3, 1 }, { 1001, 1 } } },
  { "three sources, weighted", 40, 40, { { 3, 1 }, { 1001, 3 }, { 1204, .5 } } },
  { "the same source twice", 40, 40, { { 3, 1 }, { 3, 1 } } },
  { "negative weight", 40, 40, { { 3, 1 }, { 4, -1 } } },
  { "negative weight first", 40, 40, { { 1001, -.3 }, { 3, 1 } } },
  { "weight 0", 40, 40, { { 3, 1 }, { 1001, 0 } } },
  { "two sources within a distance", 40, 40, { { 3, 1 }, { 1001, 1 } }, .max_distance = 3 },
  { "at least so similar", 82, 300, { { 800, 1 } }, .min_likeness = .8f },
  { "at most so similar", 25, 25, { { 3, 1 } }, .max_likeness = .695f },
  { "between", 25, 25, { { 3, 1 } }, .min_likeness = .5f, .max_likeness = .9f },
  { "most dissimilar of two", 25, 25, { { 3, 1 }, { 5, 1 } }, .max_likeness = .69f },
  { "a folder", 25, 25, { { 3, 1 } }, .folders = { "/made/a" } },
  { "a folder with a slash", 25, 25, { { 3, 1 } }, .folders = { "/made/a/b/" } },
  { "two folders", 691, 1000, { { 3, 1 } }, .folders = { "/made/ab", "/made/new\nline" } },
  { "twins", 215, 1000, { { 3, 1 } }, .folders = { "/made/twins" } },
  { "the whole tree", 25, 25, { { 3, 1 } }, .folders = { "/" } },
  { "an unknown folder", 0, 25, { { 3, 1 } }, .folders = { "/mad" } },
  { "nowhere", 0, 25, { { 3, 1 } }, .nowhere = TRUE },
  { "JPEG", 25, 25, { { 3, 1 } }, .types = { "jpeg" }, .counted = { "jpg" } },
  { "PNG or TIFF", 25, 25, { { 3, 1 } }, .types = { "PNG", "tif" }, .counted = { "png", "tif" } },
  { "an unknown type", 0, 25, { { 3, 1 } }, .types = { "gif" }, .counted = { "gif" } },
  { "from", 25, 25, { { 3, 1 } }, .from = 1200 },
  { "before 1970", 90, 100, { { 3, 1 } }, .from = -1000, .until = -1 },
  { "fractions before 1970", 9, 100, { { 3, 1 } }, .from = -50, .until = -40 },
  { "a time between", 25, 25, { { 3, 1 } }, .from = 600, .until = 700 },
  { "no time", 0, 25, { { 3, 1 } }, .from = 700, .until = 700 },
  { "landscape", 25, 25, { { 3, 1 } }, .orientation = SEM_SEARCH_LANDSCAPE },
  { "portrait", 25, 25, { { 3, 1 } }, .orientation = SEM_SEARCH_PORTRAIT },
  { "square", 25, 25, { { 3, 1 } }, .orientation = SEM_SEARCH_SQUARE },
  { "not the own folder", 25, 25, { { 3, 1 } }, .not_own_folder = TRUE },
  { "not the folders of a twin", 25, 25, { { 7, 1 } }, .not_own_folder = TRUE },
  { "not the folders of two", 25, 25, { { 3, 1 }, { 5, 1 } }, .not_own_folder = TRUE },
  { "the folder of what is not wanted", 25, 25, { { 3, 1 }, { 5, -1 } }, .not_own_folder = TRUE },
  { "another file of the same photo", 10, 10, { { 7, 1 } } },
  { "another file, kept", 10, 10, { { 7, 1 } }, .keep_own = TRUE },
  { "another file, by distance", 600, 600, { { 7, 1 } }, .by_distance = TRUE },
  { "another file, at distance 0", 2, 600, { { 7, 1 } }, .max_distance = 1 },
  { "another file, exactly alike", 1, 600, { { 7, 1 } }, .min_likeness = 1 },
  { "another file, too similar", 10, 10, { { 7, 1 } }, .max_likeness = .9f },
  { "another file alone", 1, 1, { { 7, 1 } } },
  { "another file in a folder", 215, 1000, { { 7, 1 } }, .folders = { "/made/twins" } },
  { "another file not in the folder", 25, 25, { { 7, 1 } }, .folders = { "/made/a" } },
  { "another file of that type", 25, 25, { { 7, 1 } }, .types = { "png" }, .counted = { "png" } },
  { "another file not of that type",
    25,
    25,
    { { 14, 1 } },
    .types = { "jpg" },
    .counted = { "jpg" } },
  { "another file of that time", 20, 20, { { 7, 1 } }, .from = 4000 },
  { "another file not upright", 20, 20, { { 7, 1 } }, .orientation = SEM_SEARCH_SQUARE },
  { "the other file is missing", 20, 20, { { 91, 1 } } },
  { "another file of two sources", 20, 20, { { 7, 1 }, { 14, 2 } } },
  { "another file of the second source", 20, 20, { { 3, 1 }, { 14, 2 } } },
  { "another file of one source twice", 20, 20, { { 14, 1 }, { 14, 2 } } },
  { "another file of what is not wanted", 40, 40, { { 3, 1 }, { 7, -1 } } },
  { "another file of what does not count", 40, 40, { { 3, 1 }, { 7, 0 } } },
  { "another file of what is wanted and not", 40, 40, { { 7, 1 }, { 7, -1 } } },
  { "all at once",
    20,
    20,
    { { 3, 1 }, { 700, 2 }, { 9, -.5 } },
    .max_distance = 9,
    .min_likeness = .5f,
    .max_likeness = .93f,
    .folders = { "/made/a", "/made/ab" },
    .types = { "jpg", "png", "tif" },
    .counted = { "jpg", "png", "tif" },
    .from = 0,
    .until = 1300,
    .orientation = SEM_SEARCH_LANDSCAPE },
};

/* The other way to the answer ------------------------------------------------------------------*/

static guint
count_sources (const Case *c)
{
  guint n = 0;

  while (n < MAX_SOURCES && (c->sources[n].photo || c->sources[n].weight))
    n++;
  return n;
}

static gboolean
allows_file (const Case *c, const MadeFile *file)
{
  g_autofree char *folder = g_path_get_dirname (file->path);
  gboolean in_folder = !c->folders[0], of_type = !c->counted[0];

  for (guint i = 0; i < G_N_ELEMENTS (c->folders) && c->folders[i]; i++)
    {
      g_autofree char *below =
        g_strconcat (c->folders[i], g_str_has_suffix (c->folders[i], "/") ? "" : "/", NULL);
      in_folder |= g_str_has_prefix (file->path, below);
    }
  for (guint i = 0; i < G_N_ELEMENTS (c->counted) && c->counted[i]; i++)
    of_type |= g_strcmp0 (c->counted[i], file->type) == 0;
  for (guint i = 0; c->not_own_folder && i < count_sources (c); i++)
    {
      const MadePhoto *own = &library->photos[c->sources[i].photo];

      for (guint j = 0; c->sources[i].weight > 0 && j < own->n_files; j++)
        {
          g_autofree char *other = g_path_get_dirname (own->files[j].path);
          in_folder &= strcmp (other, folder) != 0;
        }
    }
  return !file->missing && in_folder && of_type && !c->nowhere
         && (!c->from || file->seconds >= c->from) && (!c->until || file->seconds < c->until);
}

static gboolean
allows_photo (const Case *c, const MadePhoto *photo)
{
  double ratio = (double) photo->width / photo->height;
  SemSearchOrientation orientation = ratio > 1 ? SEM_SEARCH_LANDSCAPE : SEM_SEARCH_PORTRAIT;
  gboolean any = FALSE;

  if (ratio >= .98 && ratio <= 1 / .98)
    orientation = SEM_SEARCH_SQUARE;
  for (guint i = 0; i < photo->n_files; i++)
    any |= allows_file (c, &photo->files[i]);
  return any && (!c->orientation || orientation == c->orientation);
}

/* All photos by their distance to one, with their scores. Found by a search without bounds. */
static SemSearchAnswer *
list_all (guint number)
{
  g_autoptr (SemSearchRequest) request = sem_search_request_new (SEM_SEARCH_SIMILAR, EVERYTHING);
  g_autoptr (GError) error = NULL;
  SemSearchAnswer *all;

  sem_search_request_add_photo (request, library->photos[number].id);
  request->keep_own = TRUE;
  request->by_distance = TRUE;
  all = sem_search (library->searcher, request, &error);
  g_assert_no_error (error);
  for (guint i = 1; i < all->n_hits; i++)
    g_assert_true (all->hits[i - 1].distance < all->hits[i].distance
                   || (all->hits[i - 1].distance == all->hits[i].distance
                       && all->hits[i - 1].photo < all->hits[i].photo));
  return all;
}

static const SemSearchHit *
find_hit (const SemSearchAnswer *all, gint64 photo)
{
  for (guint i = 0; i < all->n_hits; i++)
    if (all->hits[i].photo == photo)
      return &all->hits[i];
  g_assert_not_reached ();
}

static gboolean
combine (const Case *c, SemSearchAnswer **all, gint64 photo, SemSearchHit *hit)
{
  double score = -G_MAXDOUBLE, off_score = 0, off = 0;
  int best = -1;

  for (guint i = 0; i < count_sources (c); i++)
    {
      const SemSearchHit *one = find_hit (all[i], photo);
      const SemSearchHit *other = best < 0 ? NULL : find_hit (all[best], photo);
      const double weight = c->sources[i].weight, share = weight * (double) one->score;
      const float alike = made_library_measure (library, c->sources[i].photo, photo);
      gboolean better = !other;

      if (weight < 0)
        {
          off_score = MAX (off_score, -weight * ((double) one->score - MADE_UNRELATED));
          off = MAX (off, -weight * made_library_excess (library, alike));
        }
      if (weight <= 0 || (c->max_distance && one->distance > c->max_distance - 1))
        continue;
      if (other)
        better = c->by_distance
                   ? one->distance < other->distance
                   : alike > made_library_measure (library, c->sources[best].photo, photo);
      if (c->by_distance ? better : share > score)
        score = share;
      if (better)
        best = (int) i;
    }
  if (best < 0)
    return FALSE;
  *hit = *find_hit (all[best], photo);
  hit->kind = SEM_COPY_ALIKE;
  hit->source = (guint) best;
  hit->likeness = made_library_measure (library, c->sources[best].photo, photo);
  hit->likeness = (float) MAX ((double) hit->likeness - off, 0);
  hit->score = (float) (score - off_score);
  return TRUE;
}

/* Whether a source is the photo, and of its files the one that is shown: the first that is there.
 */
static gboolean
is_own_file (const Case *c, const MadePhoto *photo, guint file)
{
  guint shown = 0;

  while (shown + 1 < photo->n_files && photo->files[shown].missing)
    shown++;
  for (guint i = 0; !c->keep_own && i < count_sources (c); i++)
    if (&library->photos[c->sources[i].photo] == photo)
      return file == shown;
  return FALSE;
}

static gboolean
has_other_file (const Case *c, const MadePhoto *photo)
{
  gboolean other = FALSE;

  for (guint i = 0; i < photo->n_files; i++)
    other |= allows_file (c, &photo->files[i]) && !is_own_file (c, photo, i);
  return other;
}

static gboolean
is_identical (const Case *c, guint source)
{
  const MadePhoto *photo = &library->photos[c->sources[source].photo];

  for (guint i = 0; i < source; i++)
    if (c->sources[i].photo == c->sources[source].photo && c->sources[i].weight > 0)
      return FALSE;
  return c->sources[source].weight > 0 && has_other_file (c, photo) && allows_photo (c, photo)
         && !c->keep_own && (!(c->max_likeness > 0) || c->max_likeness >= 1);
}

/* Whether the scan leaves it out. */
static gboolean
is_own (const Case *c, gint64 photo)
{
  const MadePhoto *made = made_library_get (library, photo);

  for (guint i = 0; i < count_sources (c) && !c->keep_own; i++)
    if (&library->photos[c->sources[i].photo] == made
        && (c->sources[i].weight != 0 || !has_other_file (c, made)))
      return TRUE;
  return FALSE;
}

/* Before all others: what is the same file as a source. */
static void
add_identical (const Case *c, GArray *hits)
{
  for (guint i = count_sources (c); i-- > 0;)
    {
      const SemSearchHit hit = {
        .photo = library->photos[c->sources[i].photo].id,
        .likeness = 1,
        .score = G_MAXFLOAT,
        .source = i,
        .kind = SEM_COPY_IDENTICAL,
      };

      if (is_identical (c, i))
        g_array_prepend_val (hits, hit);
    }
}

static int
compare_by_score (gconstpointer a, gconstpointer b)
{
  const SemSearchHit *x = a, *y = b;

  if (x->score != y->score)
    return x->score < y->score ? 1 : -1;
  return x->photo < y->photo ? -1 : x->photo > y->photo;
}

static int
compare_by_distance (gconstpointer a, gconstpointer b)
{
  const SemSearchHit *x = a, *y = b;

  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;
  return x->photo < y->photo ? -1 : x->photo > y->photo;
}

static void
add_candidates (const Case *c, SemSearchAnswer **all, guint source, GHashTable *seen, GArray *hits)
{
  guint n = 0, wanted = MAX (500, 20 * c->k);

  for (guint i = 0; i < all[source]->n_hits && n < wanted; i++)
    {
      const SemSearchHit *near = &all[source]->hits[i];
      SemSearchHit hit;

      if (is_own (c, near->photo) || !allows_photo (c, made_library_get (library, near->photo))
          || (c->max_distance && near->distance > c->max_distance - 1)
          || !combine (c, all, near->photo, &hit)
          || (c->max_likeness > 0 && hit.likeness > c->max_likeness))
        continue;
      n++;
      if (g_hash_table_add (seen, GINT_TO_POINTER ((int) hit.photo)))
        g_array_append_val (hits, hit);
    }
}

static GArray *
expect (const Case *c, SemSearchAnswer **all)
{
  GArray *hits = g_array_new (FALSE, FALSE, sizeof (SemSearchHit));
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < count_sources (c); i++)
    if (c->sources[i].weight > 0)
      add_candidates (c, all, i, seen, hits);
  g_array_sort (hits, c->by_distance ? compare_by_distance : compare_by_score);
  g_array_set_size (hits, MIN (hits->len, MAX (c->k, SEM_LIKENESS_HEAD)));
  made_library_fit (hits);
  add_identical (c, hits);
  while (hits->len > 0
         && (hits->len > c->k
             || g_array_index (hits, SemSearchHit, hits->len - 1).likeness < c->min_likeness))
    g_array_set_size (hits, hits->len - 1);
  return hits;
}

/* Tests ----------------------------------------------------------------------------------------*/

static SemSearchRequest *
make_request (const Case *c)
{
  SemSearchRequest *request = sem_search_request_new (SEM_SEARCH_SIMILAR, c->k);

  for (guint i = 0; i < count_sources (c); i++)
    sem_search_request_add_photo (request, library->photos[c->sources[i].photo].id)->weight =
      c->sources[i].weight;
  if (c->max_distance)
    request->max_distance = c->max_distance - 1;
  request->min_likeness = c->min_likeness;
  if (c->max_likeness > 0)
    request->max_likeness = c->max_likeness;
  if (c->folders[0] || c->nowhere)
    request->scope.folders = g_strdupv ((char **) c->folders);
  if (c->types[0])
    request->scope.types = g_strdupv ((char **) c->types);
  if (c->from)
    request->scope.from = c->from;
  if (c->until)
    request->scope.until = c->until;
  request->scope.orientation = c->orientation;
  request->scope.not_own_folder = c->not_own_folder;
  request->by_distance = c->by_distance;
  request->keep_own = c->keep_own;
  return request;
}

/* The hit has what the photo has, and shows a file that is within the scope. */
static void
check_files (const Case *c, const SemSearchHit *hit)
{
  const MadePhoto *photo = made_library_get (library, hit->photo);
  guint n = 0;

  g_assert_cmpuint (hit->width, ==, photo->width);
  g_assert_cmpuint (hit->height, ==, photo->height);
  for (guint i = 0; i < photo->n_files; i++)
    if (!photo->files[i].missing)
      g_assert_cmpstr (hit->paths[n++], ==, photo->files[i].path);
  g_assert_cmpuint (g_strv_length (hit->paths), ==, n);
  for (guint i = 0; i < photo->n_files; i++)
    if (allows_file (c, &photo->files[i]) && !is_own_file (c, photo, i))
      {
        g_assert_cmpstr (hit->path, ==, photo->files[i].path);
        return;
      }
  g_assert_not_reached ();
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (SemSearchRequest) request = make_request (c);
  g_autoptr (SemSearchAnswer) answer = NULL;
  g_autoptr (GArray) expected = NULL;
  g_autoptr (GError) error = NULL;
  SemSearchAnswer *all[MAX_SOURCES];

  for (guint i = 0; i < count_sources (c); i++)
    all[i] = list_all (c->sources[i].photo);
  expected = expect (c, all);
  answer = sem_search (library->searcher, request, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (answer->n_hits, ==, expected->len);
  for (guint i = 0; i < answer->n_hits; i++)
    {
      const SemSearchHit *hit = &answer->hits[i];
      const SemSearchHit *other = &g_array_index (expected, SemSearchHit, i);

      g_assert_cmpint (hit->photo, ==, other->photo);
      g_assert_cmpuint (hit->distance, ==, other->distance);
      g_assert_cmpfloat (hit->likeness, ==, other->likeness);
      g_assert_cmpfloat (hit->score, ==, other->score);
      g_assert_cmpuint (hit->source, ==, other->source);
      g_assert_cmpint (hit->kind, ==, other->kind);
      check_files (c, hit);
    }
  g_assert_cmpuint (answer->n_hits, ==, c->n);
  g_assert_cmpuint (answer->n_subjects, ==, count_sources (c));
  for (guint i = 0; i < count_sources (c); i++)
    {
      g_assert_cmpint (answer->subjects[i].photo, ==, library->photos[c->sources[i].photo].id);
      g_assert_nonnull (answer->subjects[i].feature);
      sem_search_answer_free (all[i]);
    }
}

int
main (int argc, char **argv)
{
  int status;

  /* Dates are on the clock of this computer. */
  g_assert_true (g_setenv ("TZ", "UTC", TRUE));
  g_test_init (&argc, &argv, NULL);
  if (!library_test_get_backbone ())
    return g_test_run ();
  library = made_library_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/search/request/", cases[i].name, NULL);
      g_test_add_data_func (path, &cases[i], test_case);
    }
  status = g_test_run ();
  made_library_free (library);
  return status;
}
