/* Searching for copies: photos are found inside captions, screenshots, pages and collages that are
 * made of them, and the hits say where.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <glib/gstdio.h>

#include "tests/engine/search/families.h"
#include "tests/support/photos.h"

#define FAMILIES 36
/* Every so many-th begins a picture. */
#define STEP (FAMILIES_FEW ? 18u : 9u)
#define INDEXED (FAMILIES_FEW ? "2 0 36 0 0 0" : "4 0 36 0 0 0")
#define MAX_PLACES 4

static void
set_up (Families *fixture, gconstpointer data)
{
  families_set_up (fixture, FAMILIES, 1);
}

typedef struct
{
  int x, y, width, height;
} Place;

/**
 * Layout:
 * @ground: R G B
 * @text: draws strokes like those of text in this place
 * @places: of photos that are scaled to them
 */
typedef struct
{
  const char *name;
  int width, height;
  guint32 ground;
  Place text;
  guint n;
  Place places[MAX_PLACES];
} Layout;

static const Layout layouts[] = {
  { "caption", 500, 495, 0xffffff, { 10, 20, 400, 50 }, 1, { { 0, 120, 500, 375 } } },
  { "phone", 540, 1170, 0x000000, { 24, 70, 200, 20 }, 1, { { 0, 380, 540, 405 } } },
  { "page", 640, 896, 0xffffff, { 50, 50, 540, 380 }, 1, { { 320, 480, 280, 210 } } },
  { "halves", 800, 300, 0xffffff, { 0 }, 2, { { 0, 0, 400, 300 }, { 400, 0, 400, 300 } } },
  { "collage",
    812,
    612,
    0xffffff,
    { 0 },
    4,
    { { 0, 0, 400, 300 }, { 412, 0, 400, 300 }, { 0, 312, 400, 300 }, { 412, 312, 400, 300 } } },
};

static void
fill (GdkPixbuf *canvas, const Place *place, guint32 colour)
{
  g_autoptr (GdkPixbuf) part =
    gdk_pixbuf_new_subpixbuf (canvas, place->x, place->y, place->width, place->height);

  gdk_pixbuf_fill (part, colour << 8 | 0xff);
}

/* (transfer full): the file of a picture of the families from @family on, every seventh. */
static char *
compose (Families *fixture, const Layout *layout, guint family)
{
  g_autoptr (GdkPixbuf) canvas =
    gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, layout->width, layout->height);
  g_autofree char *name = g_strdup_printf ("%s.png", layout->name);
  char *path = g_build_filename (fixture->base.folder, name, NULL);
  g_autoptr (GError) error = NULL;

  fill (canvas, &(Place){ 0, 0, layout->width, layout->height }, layout->ground);
  for (int y = 0; y + 8 <= layout->text.height; y += 20)
    for (int x = 0; x + 6 <= layout->text.width; x += 7 + (x * 7 + y) % 5)
      fill (canvas, &(Place){ layout->text.x + x, layout->text.y + y, 4, 8 }, 0x707070);
  for (guint i = 0; i < layout->n; i++)
    {
      const Place *place = &layout->places[i];
      g_autoptr (GdkPixbuf) photo = test_photo_new ((family + 7 * i) % FAMILIES, 0);
      g_autoptr (GdkPixbuf) scaled =
        gdk_pixbuf_scale_simple (photo, place->width, place->height, GDK_INTERP_BILINEAR);

      gdk_pixbuf_copy_area (scaled, 0, 0, place->width, place->height, canvas, place->x, place->y);
    }
  gdk_pixbuf_save (canvas, path, "png", &error, NULL);
  g_assert_no_error (error);
  return path;
}

static SemSearchAnswer *
find_copies (Families *fixture, const char *path)
{
  g_autoptr (SemSearchRequest) request = sem_search_request_new (SEM_SEARCH_COPIES, 10);
  g_autoptr (GError) error = NULL;
  SemSearchAnswer *answer;

  sem_search_request_add_file (request, path);
  answer = sem_search (fixture->searcher, request, &error);
  g_assert_no_error (error);
  return answer;
}

/* The hit of a family among the first ten, and its rank; NULL where there is none. */
static const SemSearchHit *
find_hit (Families *fixture, const SemSearchAnswer *answer, guint family, guint *rank)
{
  g_autofree char *name = g_strdup_printf ("%03u/000.jpg", family % FAMILIES);
  const gint64 photo = library_test_find (&fixture->base, name);

  for (*rank = 0; *rank < answer->n_hits; (*rank)++)
    if (answer->hits[*rank].photo == photo)
      return &answer->hits[*rank];
  return NULL;
}

static double
measure_overlap (const SemSearchRegion *region, const Place *place, const Layout *layout)
{
  const double x = (double) place->x / layout->width, y = (double) place->y / layout->height;
  const double width = (double) place->width / layout->width;
  const double height = (double) place->height / layout->height;
  const double across = MIN (x + width, region->x + region->width) - MAX (x, region->x);
  const double down = MIN (y + height, region->y + region->height) - MAX (y, region->y);
  const double shared = MAX (0, across) * MAX (0, down);

  return shared / (width * height + region->width * region->height - shared);
}

/* Every photo is among the first ten, one of them often comes first, and most lie where they are
 * said to lie. */
static void
test_layout (Families *fixture, gconstpointer data)
{
  const Layout *layout = data;
  guint n_asked = 0, n_placed = 0, n_first = 0, n_queries = 0;

  if (!fixture->searcher)
    return;
  for (guint family = 1; family < FAMILIES; family += STEP)
    {
      g_autofree char *path = compose (fixture, layout, family);
      g_autoptr (SemSearchAnswer) answer = find_copies (fixture, path);
      guint best = G_MAXUINT;

      for (guint i = 0; i < layout->n; i++)
        {
          guint rank;
          const SemSearchHit *hit = find_hit (fixture, answer, family + 7 * i, &rank);

          g_assert_nonnull (hit);
          best = MIN (best, rank);
          n_asked++;
          n_placed += measure_overlap (&hit->region, &layout->places[i], layout) >= 0.6;
        }
      n_queries++;
      n_first += best == 0;
    }
  g_test_message ("%s: %u of %u first, %u of %u in place", layout->name, n_first, n_queries,
                  n_placed, n_asked);
  /* Drawings are more like each other than photos are. */
  g_assert_cmpuint (2 * n_first, >=, n_queries);
  g_assert_cmpuint (4 * n_placed, >=, 3 * n_asked);
}

/* The other way round: every photo finds the picture that shows it in a part, next to itself. */
static void
test_reverse (Families *fixture, gconstpointer data)
{
  const Layout *layout = data;
  g_autofree char *folder = g_build_filename (fixture->base.folder, "made", NULL);
  guint n_asked = 0, n_found = 0, n_first = 0;

  if (!fixture->searcher)
    return;
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  for (guint family = 1; family < FAMILIES; family += STEP)
    {
      g_autofree char *path = compose (fixture, layout, family);
      g_autofree char *name = g_strdup_printf ("%02u.png", family);
      g_autofree char *target = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_rename (path, target), ==, 0);
    }
  library_test_add_folder (&fixture->base, folder);
  library_test_index (&fixture->base, INDEXED);
  for (guint family = 1; family < FAMILIES; family += STEP)
    for (guint i = 0; i < layout->n; i++)
      {
        g_autofree char *outside = g_build_filename (fixture->base.folder, "outside.jpg", NULL);
        g_autofree char *name = g_strdup_printf ("/%02u.png", family);
        g_autoptr (SemSearchAnswer) answer = NULL;

        test_photo_save (outside, (family + 7 * i) % FAMILIES, 0);
        answer = find_copies (fixture, outside);
        /* The photo itself comes first. */
        for (guint rank = 0; rank < answer->n_hits; rank++)
          if (g_str_has_suffix (answer->hits[rank].path, name))
            {
              n_found++;
              n_first += rank <= 1;
            }
        n_asked++;
      }
  g_test_message ("%s: %u of %u first, %u among ten", layout->name, n_first, n_asked, n_found);
  /* Drawings are more like each other than photos are. */
  g_assert_cmpuint (8 * n_found, >=, 7 * n_asked);
  g_assert_cmpuint (2 * n_first, >=, n_asked);
}

/* A photo alone has no place in itself, and what plain search finds first is found here too. */
static void
test_alone (Families *fixture, gconstpointer data)
{
  if (!fixture->searcher)
    return;
  for (guint family = 0; family < FAMILIES; family += 5)
    {
      g_autofree char *path = g_build_filename (fixture->base.folder, "outside.jpg", NULL);
      g_autoptr (SemSearchRequest) request = sem_search_request_new (SEM_SEARCH_SIMILAR, 1);
      g_autoptr (SemSearchAnswer) copies = NULL, similar = NULL;
      g_autoptr (GError) error = NULL;
      gboolean found = FALSE;

      test_photo_save (path, family, 1);
      copies = find_copies (fixture, path);
      sem_search_request_add_file (request, path);
      similar = sem_search (fixture->searcher, request, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < copies->n_hits; i++)
        found |= copies->hits[i].photo == similar->hits[0].photo;
      g_assert_true (found);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++)
    {
      g_autofree char *name = g_strdup_printf ("/embedded/%s", layouts[i].name);
      g_autofree char *back = g_strdup_printf ("/embedded/reverse/%s", layouts[i].name);

      g_test_add (name, Families, &layouts[i], set_up, test_layout, families_tear_down);
      g_test_add (back, Families, &layouts[i], set_up, test_reverse, families_tear_down);
    }
  g_test_add ("/embedded/alone", Families, NULL, set_up, test_alone, families_tear_down);
  return g_test_run ();
}
