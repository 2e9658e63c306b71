/* Copies of pictures that are black but for points.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <math.h>
#include <string.h>

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "engine/base/random.h"
#include "engine/search/search.h"
#include "tests/support/library-test.h"

#define N_FIELDS 24
#define WIDTH 900
#define HEIGHT 600
#define REACH 4

static void
add_star (float *levels, int width, int height, double x, double y, double spread, double bright)
{
  for (int v = MAX (0, (int) y - REACH); v <= MIN (height - 1, (int) y + REACH); v++)
    for (int u = MAX (0, (int) x - REACH); u <= MIN (width - 1, (int) x + REACH); u++)
      {
        const double square = (u - x) * (u - x) + (v - y) * (v - y);

        levels[v * width + u] += (float) (bright * exp (-square / (2 * spread * spread)));
      }
}

/* A field of stars, seen at @scale. */
static void
write_stars (const char *path, guint number, double scale)
{
  const int width = (int) (WIDTH * scale), height = (int) (HEIGHT * scale);
  g_autofree float *levels = g_new0 (float, (gsize) width *height);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  SemRandom random;

  sem_random_init (&random, number, SEM_RANDOM_SPLIT);
  for (guint i = 0; i < 300; i++)
    {
      const double x = sem_random_uniform (&random) * WIDTH;
      const double y = sem_random_uniform (&random) * HEIGHT;
      const double bright = 60 + 195 * pow (sem_random_uniform (&random), 3);

      /* As resampling does, which keeps the light of a star. */
      add_star (levels, width, height, x * scale, y * scale, 1, bright * scale * scale);
    }
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      memset (pixels + y * gdk_pixbuf_get_rowstride (pixbuf) + x * 3,
              (int) MIN (255,
                         6 + 4 * sem_random_uniform (&random) + (double) levels[y * width + x]),
              3);
  g_assert_true (gdk_pixbuf_save (pixbuf, path, "jpeg", NULL, "quality", "90", NULL));
}

static char *
make_name (guint number)
{
  return g_strdup_printf ("stars-%02u.jpg", number);
}

/* Each field at two thirds of its size finds itself. */
static void
test_stars (LibraryTest *test, gconstpointer data)
{
  g_autofree char *query = g_build_filename (test->folder, "query.jpg", NULL);
  g_autofree char *expected = g_strdup_printf ("%d 0 0 0 0 0", N_FIELDS);
  g_autoptr (SemSearcher) searcher = NULL;
  guint first = 0;

  for (guint i = 0; i < N_FIELDS; i++)
    {
      g_autofree char *name = make_name (i);
      g_autofree char *path = library_test_path (test, name);

      write_stars (path, i, 1);
    }
  library_test_add_folder (test, NULL);
  library_test_index (test, expected);
  searcher = sem_searcher_new (test->library, library_test_get_backbone ());
  for (guint i = 0; i < N_FIELDS; i++)
    {
      g_autofree char *name = make_name (i);
      g_autoptr (SemSearchRequest) request = sem_search_request_new (SEM_SEARCH_COPIES, 5);
      g_autoptr (SemSearchAnswer) answer = NULL;
      g_autoptr (GError) error = NULL;

      write_stars (query, i, 2. / 3);
      sem_search_request_add_file (request, query);
      answer = sem_search (searcher, request, &error);
      g_assert_no_error (error);
      first += answer->hits[0].photo == library_test_find (test, name);
    }
  g_test_message ("%u of %u found first", first, N_FIELDS);
  g_assert_cmpuint (first, >=, N_FIELDS - 1);
}

int
main (int argc, char **argv)
{
  static const LibraryTestCase cases[] = {
    { "copies", test_stars },
  };

  g_test_init (&argc, &argv, NULL);
  library_test_register ("/search/stars", cases, G_N_ELEMENTS (cases));
  return g_test_run ();
}
