/* Decoding the photos of a library again.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <string.h>

#include <glib/gstdio.h>

#include "engine/photos/photo-pass.h"
#include "tests/engine/photos/photos-fixture.h"
#include "tests/support/photos.h"

#define N 12

typedef struct
{
  GMutex mutex;
  guint n_calls[N + 1];
  guint64 sums[N + 1]; /* of the pixels */
  GCancellable *cancellable;
  double reported;
  gboolean fails;
} Seen;

static gboolean
seen_cb (gsize index, const guint8 *rgb, SemPhotoReader *reader, gpointer user_data, GError **error)
{
  Seen *seen = user_data;
  guint64 sum = 0;

  for (gsize i = 0; i < 224 * 224 * 3; i++)
    sum += rgb[i];
  g_assert_nonnull (sem_photo_reader_get_workspace (reader));
  g_mutex_lock (&seen->mutex);
  seen->n_calls[index]++;
  seen->sums[index] = sum;
  g_mutex_unlock (&seen->mutex);
  if (seen->cancellable)
    g_cancellable_cancel (seen->cancellable);
  if (seen->fails)
    g_set_error (error, SEM_ERROR, SEM_ERROR_NO_PROGRAM, "It failed.");
  return !seen->fails;
}

static void
report_cb (double fraction, gpointer user_data)
{
  Seen *seen = user_data;

  g_assert_cmpfloat (fraction, >=, seen->reported);
  g_assert_cmpfloat (fraction, <=, 1.0);
  seen->reported = fraction;
}

/* N photos of different families; @photos: (out): their ids. */
static SemPhotoPass *
make_pass (PhotosFixture *fixture, gint64 *photos)
{
  g_autoptr (SemStore) store = photos_open (fixture);
  g_autoptr (SemBackbone) backbone = photos_write_weights (fixture, "weights", 1);

  for (guint i = 0; i < N; i++)
    {
      g_autofree char *name = g_strdup_printf ("%02u.png", i);

      photos[i] = photos_add_file (fixture, store, name, i);
    }
  return sem_photo_pass_new (fixture->library, backbone);
}

/* Files that are gone, other pictures, no pictures, and photos that the library does not have. */
static void
test_left_out (PhotosFixture *fixture, gconstpointer data)
{
  gint64 photos[N + 1];
  g_autoptr (SemPhotoPass) pass = make_pass (fixture, photos);
  g_autofree char *gone = photos_path (fixture, "02.png");
  g_autofree char *other = photos_path (fixture, "05.png");
  g_autofree char *text = photos_path (fixture, "07.png");
  Seen seen = { 0 }, again = { 0 };
  const SemProgress progress = { .func = report_cb, .user_data = &seen };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_unlink (gone), ==, 0);
  test_photo_save (other, 99, 0);
  g_assert_true (g_file_set_contents (text, "no picture", -1, NULL));
  photos[N] = 1000;
  g_assert_true (sem_photo_pass_run (pass, photos, N + 1, seen_cb, &seen, &progress, &error));
  g_assert_no_error (error);
  for (guint i = 0; i <= N; i++)
    g_assert_cmpuint (seen.n_calls[i], ==, i != 2 && i != 5 && i != 7 && i != N);
  g_assert_cmpfloat (seen.reported, ==, 1.0);

  /* The workers live on, and the pixels are the same. */
  g_assert_true (sem_photo_pass_run (pass, photos, N, seen_cb, &again, NULL, &error));
  g_assert_cmpmem (seen.sums, sizeof seen.sums, again.sums, sizeof again.sums);
  g_assert_cmpuint (seen.sums[0], !=, seen.sums[1]);
}

static void
test_nothing (PhotosFixture *fixture, gconstpointer data)
{
  gint64 photos[N];
  g_autoptr (SemPhotoPass) pass = make_pass (fixture, photos);
  Seen seen = { 0 };

  g_assert_true (sem_photo_pass_run (pass, photos, 0, seen_cb, &seen, NULL, NULL));
  g_assert_cmpuint (seen.n_calls[0], ==, 0);
}

/* The run ends after the photos that are being decoded; the next one is a new one. */
static void
test_cancel (PhotosFixture *fixture, gconstpointer data)
{
  gint64 photos[N];
  g_autoptr (SemPhotoPass) pass = make_pass (fixture, photos);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Seen seen = { .cancellable = cancellable }, again = { 0 };
  const SemProgress progress = { .cancellable = cancellable };
  g_autoptr (GError) error = NULL;
  guint n = 0;

  g_assert_false (sem_photo_pass_run (pass, photos, N, seen_cb, &seen, &progress, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  for (guint i = 0; i < N; i++)
    n += seen.n_calls[i];
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <=, g_get_num_processors ());
  g_assert_true (sem_photo_pass_run (pass, photos, N, seen_cb, &again, NULL, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < N; i++)
    g_assert_cmpuint (again.n_calls[i], ==, 1);
}

/* What concerns every photo ends the run. */
static void
test_fails (PhotosFixture *fixture, gconstpointer data)
{
  gint64 photos[N];
  g_autoptr (SemPhotoPass) pass = make_pass (fixture, photos), undecoded = NULL, lost = NULL;
  g_autoptr (SemBackbone) backbone = photos_write_weights (fixture, "weights", 1);
  g_autofree char *decoder = g_strdup (g_getenv ("SEMBLANCE_DECODER"));
  g_autofree char *nowhere = photos_path (fixture, "nowhere.db");
  g_autoptr (GError) error = NULL;
  Seen seen = { 0 }, failing = { .fails = TRUE };

  g_setenv ("SEMBLANCE_DECODER", "/nonexistent/decoder", TRUE);
  undecoded = sem_photo_pass_new (fixture->library, backbone);
  g_assert_false (sem_photo_pass_run (undecoded, photos, N, seen_cb, &seen, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NO_DECODER);
  g_clear_error (&error);
  g_setenv ("SEMBLANCE_DECODER", decoder, TRUE);
  lost = sem_photo_pass_new (nowhere, backbone);
  g_assert_false (sem_photo_pass_run (lost, photos, N, seen_cb, &seen, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  for (guint i = 0; i < N; i++)
    g_assert_cmpuint (seen.n_calls[i], ==, 0);
  g_assert_false (sem_photo_pass_run (pass, photos, N, seen_cb, &failing, NULL, &error));
  g_assert_error (error, SEM_ERROR, SEM_ERROR_NO_PROGRAM);
  g_clear_error (&error);
  g_assert_true (sem_photo_pass_run (pass, photos, N, seen_cb, &seen, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (seen.n_calls[N - 1], ==, 1);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (PhotosFixture *fixture, gconstpointer data);
  } tests[] = {
    { "/photos/pass/left-out", test_left_out },
    { "/photos/pass/nothing", test_nothing },
    { "/photos/pass/cancel", test_cancel },
    { "/photos/pass/fails", test_fails },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, PhotosFixture, NULL, photos_set_up, tests[i].test, photos_tear_down);
  return g_test_run ();
}
