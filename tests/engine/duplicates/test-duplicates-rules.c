/* Near hashes, and the rules by which photos are compared.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "engine/duplicates/best/best.h"
#include "engine/duplicates/moments.h"
#include "engine/duplicates/near-hashes.h"
#include "engine/index/sketch.h"

/* Hashes ----------------------------------------------------------------------------------------*/

#define N_HASHES 3000
#define MOST 6

static guint64
draw_hash (GRand *rand)
{
  return (guint64) g_rand_int (rand) << 32 | g_rand_int (rand);
}

static guint
measure (guint64 a, guint64 b)
{
  guint best = 64;

  for (guint o = 0; o < SEM_N_ORIENTATIONS; o++)
    best = MIN (best, (guint) __builtin_popcountll (sem_near_hashes_orient (a, o) ^ b));
  return best;
}

/* As many as there are within reach, before it, and none nearer was left out. */
static void
check_answer (const SemNearHashes *near, const guint64 *hashes, guint i)
{
  SemNearHash found[MOST];
  const guint n = sem_near_hashes_ask (near, i, found, MOST);
  guint within = 0, nearer = 0;

  for (guint k = 0; k < i; k++)
    {
      const guint distance = measure (hashes[i], hashes[k]);

      within += distance <= SEM_NEAR_HASHES_REACH;
      nearer += n > 0 && distance < found[n - 1].distance;
    }
  g_assert_cmpuint (n, ==, MIN (within, MOST));
  g_assert_cmpuint (nearer, <=, n);
  for (guint k = 0; k < n; k++)
    {
      g_assert_cmpuint (found[k].index, <, i);
      g_assert_cmpuint (found[k].distance, ==, measure (hashes[i], hashes[found[k].index]));
      g_assert_cmpuint ((guint) __builtin_popcountll (
                          sem_near_hashes_orient (hashes[i], found[k].orientation)
                          ^ hashes[found[k].index]),
                        ==, found[k].distance);
      g_assert_true (k == 0 || found[k - 1].distance <= found[k].distance);
    }
}

static void
test_hashes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autofree guint64 *hashes = g_new (guint64, N_HASHES);
  g_autoptr (SemNearHashes) near = NULL;
  guint n_near = 0;

  for (guint i = 0; i < N_HASHES; i++)
    {
      hashes[i] = draw_hash (rand);
      if (i % 3 == 0)
        continue;
      hashes[i] = sem_near_hashes_orient (hashes[g_rand_int_range (rand, 0, (int) i)], i % 8);
      for (guint flips = i % 13; flips > 0; flips--)
        hashes[i] ^= G_GUINT64_CONSTANT (1) << g_rand_int_range (rand, 0, 64);
    }
  near = sem_near_hashes_new (hashes, N_HASHES);
  for (guint i = 0; i < N_HASHES; i += 3)
    check_answer (near, hashes, i);
  for (guint i = 1; i < N_HASHES; i += 3)
    {
      SemNearHash found;

      n_near += sem_near_hashes_ask (near, i, &found, 1);
    }
  g_assert_cmpuint (n_near, >, N_HASHES / 4);
}

/* Rules -----------------------------------------------------------------------------------------*/

static void
test_moments (void)
{
  const SemMoment shot = { .taken = 1000,
                           .is_taken = 1,
                           .width = 40,
                           .height = 30,
                           .folder = 1,
                           .stem = 10,
                           .stem_letters = 5,
                           .is_developed = 1 };
  SemMoment other = shot;

  g_assert_false (sem_moment_is_another (&shot, &other));
  other.taken = 1001;
  g_assert_true (sem_moment_is_another (&shot, &other));
  other.taken = 1000 + 3600;
  g_assert_false (sem_moment_is_another (&shot, &other));
  other.is_taken = 0;
  g_assert_false (sem_moment_is_another (&shot, &other));
  other = shot;
  other.nanoseconds = 100;
  g_assert_false (sem_moment_is_another (&shot, &other));
  /* The next number of the same camera in the same second. */
  other = shot;
  other.stem = 11;
  g_assert_true (sem_moment_is_another (&shot, &other));
  other.folder = 2;
  g_assert_false (sem_moment_is_another (&shot, &other));

  other = shot;
  g_assert_false (sem_moment_is_pair (&shot, &other));
  other.is_raw = 1;
  other.is_developed = 0;
  g_assert_true (sem_moment_is_pair (&shot, &other));
  g_assert_true (sem_moment_is_pair (&other, &shot));
  other.folder = 2;
  g_assert_true (sem_moment_is_pair (&shot, &other));
  other.taken = 2000;
  g_assert_false (sem_moment_is_pair (&shot, &other));
  other.is_taken = 0;
  g_assert_false (sem_moment_is_pair (&shot, &other));
  other.folder = 1;
  g_assert_true (sem_moment_is_pair (&shot, &other));
  other.stem = 11;
  g_assert_false (sem_moment_is_pair (&shot, &other));
}

/* What is called a copy is worse than what is not, where all else is equal. */
static void
test_copy_names (void)
{
  static const char *const copies[] = { "/p/a (2).jpg", "/p/a copy.jpg", "/p/Copy of a.jpg",
                                        "/p/a~1.jpg", "/p/a - Kopie.jpg" };
  static const char *const originals[] = { "/p/copyright of a.jpg", "/p/(2020) a summer.jpg",
                                           "/p/IMG_20200101.jpg", "/p/copies/a longer name.jpg",
                                           "/p/12.jpg" };

  for (guint i = 0; i < G_N_ELEMENTS (copies); i++)
    for (guint k = 0; k < G_N_ELEMENTS (originals); k++)
      {
        const SemDuplicateFile copy = { .path = (char *) copies[i] };
        const SemDuplicateFile original = { .path = (char *) originals[k] };
        SemDuplicateReason reason = SEM_DUPLICATE_N_REASONS;

        g_assert_cmpint (sem_duplicate_file_compare (&original, &copy, &reason), <, 0);
        g_assert_cmpuint (reason, ==, SEM_DUPLICATE_ORIGINAL);
      }
}

/* What decides between two may not be said of the best of all: "largest file" is one of the files
 * that are about as large. */
static void
test_reasons_hold (void)
{
  const SemDuplicateFile best = {
    .path = (char *) "/a.jpg", .width = 100, .height = 100, .size = 1000
  };
  const struct
  {
    SemDuplicateFile other;
    SemDuplicateReason reason;
    gboolean holds;
  } cases[] = {
    { { .path = (char *) "/b.jpg", .width = 100, .height = 100, .size = 1000 },
      SEM_DUPLICATE_PIXELS,
      TRUE },
    { { .path = (char *) "/b.jpg", .width = 101, .height = 100, .size = 900 },
      SEM_DUPLICATE_PIXELS,
      FALSE },
    { { .path = (char *) "/b.jpg", .width = 100, .height = 100, .size = 1001 },
      SEM_DUPLICATE_BYTES,
      FALSE },
    { { .path = (char *) "/b.jpg", .width = 100, .height = 100, .size = 500 },
      SEM_DUPLICATE_BYTES,
      TRUE },
    { { .path = (char *) "/b.png", .width = 10, .height = 10, .size = 1 },
      SEM_DUPLICATE_FORMAT,
      FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (sem_duplicate_reason_holds (cases[i].reason, &best, &cases[i].other), ==,
                     cases[i].holds);
}

static void
test_best (void)
{
  /* Each is better than the next, for the reason beside it. */
  const struct
  {
    SemDuplicateFile file;
    SemDuplicateReason reason;
  } files[] = {
    { { .path = (char *) "/a.NEF", .width = 10, .height = 10 }, SEM_DUPLICATE_RAW },
    { { .path = (char *) "/a.jpg", .width = 40, .height = 30 }, SEM_DUPLICATE_PIXELS },
    { { .path = (char *) "/b.jpg", .width = 30, .height = 20, .is_taken = TRUE },
      SEM_DUPLICATE_DATED },
    { { .path = (char *) "/c.jpg", .width = 30, .height = 20 }, SEM_DUPLICATE_UNEDITED },
    { { .path = (char *) "/d.png", .width = 30, .height = 20, .is_edited = TRUE },
      SEM_DUPLICATE_FORMAT },
    { { .path = (char *) "/e.jpg", .width = 30, .height = 20, .is_edited = TRUE, .size = 9 },
      SEM_DUPLICATE_BYTES },
    { { .path = (char *) "/f.jpg",
        .width = 30,
        .height = 20,
        .is_edited = TRUE,
        .size = 8,
        .mtime = G_GINT64_CONSTANT (9000000000) },
      SEM_DUPLICATE_ORIGINAL },
    { { .path = (char *) "/f (1).jpg",
        .width = 30,
        .height = 20,
        .is_edited = TRUE,
        .size = 8,
        .mtime = G_GINT64_CONSTANT (0) },
      SEM_DUPLICATE_OLDEST },
    { { .path = (char *) "/Kopie von f.jpg",
        .width = 30,
        .height = 20,
        .is_edited = TRUE,
        .size = 8,
        .mtime = G_GINT64_CONSTANT (5000000000) },
      SEM_DUPLICATE_NAME },
    { { .path = (char *) "/f-copy in another place.jpg",
        .width = 30,
        .height = 20,
        .is_edited = TRUE,
        .size = 8,
        .mtime = G_GINT64_CONSTANT (5000000000) },
      SEM_DUPLICATE_N_REASONS },
  };
  g_autofree char *words = sem_duplicate_dup_reasons (
    1u << SEM_DUPLICATE_DATED | 1u << SEM_DUPLICATE_PIXELS | 1u << SEM_DUPLICATE_NAME);

  for (guint i = 0; i + 1 < G_N_ELEMENTS (files); i++)
    {
      SemDuplicateReason reason;

      g_assert_cmpint (sem_duplicate_file_compare (&files[i].file, &files[i + 1].file, &reason), <,
                       0);
      g_assert_cmpint (reason, ==, files[i].reason);
      g_assert_cmpint (sem_duplicate_file_compare (&files[i + 1].file, &files[i].file, NULL), >, 0);
    }
  g_assert_cmpstr (words, ==, "most pixels, original date");
  g_assert_true (sem_duplicate_software_edits ("Adobe Photoshop CC (Windows)"));
  g_assert_false (sem_duplicate_software_edits ("Ver.1.00"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/duplicates/hashes", test_hashes);
  g_test_add_func ("/duplicates/moments", test_moments);
  g_test_add_func ("/duplicates/best", test_best);
  g_test_add_func ("/duplicates/copy-names", test_copy_names);
  g_test_add_func ("/duplicates/reasons-hold", test_reasons_hold);
  return g_test_run ();
}
