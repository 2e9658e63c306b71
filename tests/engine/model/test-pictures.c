/* Pictures for a viewer, decoded by the real decoder.
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "engine/base/error.h"
#include "engine/model/viewer/pictures.h"
#include "engine/model/viewer/place.h"
#include "tests/support/folder.h"

#define WIDTH 3000
#define HEIGHT 2000
#define WAIT (30 * G_TIME_SPAN_SECOND)

typedef struct
{
  char *folder;
  GFile *file;
  SemPictures *pictures;
} Fixture;

typedef struct
{
  SemPixels *pixels;
  guint width, height;
  GError *error;
  gboolean done;
} Answer;

/* Red rises to the right, green downwards. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, WIDTH, HEIGHT);
  guint8 *pixels = gdk_pixbuf_get_pixels (pixbuf);
  const gsize stride = (gsize) gdk_pixbuf_get_rowstride (pixbuf);
  g_autofree char *path = NULL;

  for (guint y = 0; y < HEIGHT; y++)
    for (guint x = 0; x < WIDTH; x++)
      {
        guint8 *pixel = pixels + y * stride + (gsize) x * 3;

        pixel[0] = (guint8) (x * 255 / WIDTH);
        pixel[1] = (guint8) (y * 255 / HEIGHT);
        pixel[2] = 128;
      }
  fixture->folder = test_folder_new ();
  path = g_build_filename (fixture->folder, "photo.jpg", NULL);
  g_assert_true (gdk_pixbuf_save (pixbuf, path, "jpeg", NULL, "quality", "95", NULL));
  fixture->file = g_file_new_for_path (path);
  fixture->pictures = sem_pictures_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->pictures), (gpointer *) &fixture->pictures);
  g_object_unref (fixture->pictures);
  while (fixture->pictures)
    g_main_context_iteration (NULL, TRUE);
  g_object_unref (fixture->file);
  test_folder_remove (fixture->folder);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->pixels = sem_pictures_load_finish (SEM_PICTURES (source), result, &answer->width,
                                             &answer->height, &answer->error);
  answer->done = TRUE;
}

static void
wait_for (Answer *answer)
{
  const gint64 end = g_get_monotonic_time () + WAIT;

  while (!answer->done && g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_true (answer->done);
}

static void
assert_colour (const SemPixels *pixels, guint x, guint y, double red, double green)
{
  const guint8 *bytes = g_bytes_get_data (pixels->bytes, NULL);
  const guint8 *pixel = bytes + y * pixels->stride + (gsize) x * 3;

  g_assert_cmpfloat_with_epsilon (pixel[0], red * 255, 5);
  g_assert_cmpfloat_with_epsilon (pixel[1], green * 255, 5);
}

static void
test_whole (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint side, width, height;
  } cases[] = { { 600, 600, 400 }, { 2048, 2048, 1365 }, { 4096, 3000, 2000 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const SemPictureWish wish = { .file = fixture->file, .side = cases[i].side, .ahead = i == 1 };
      Answer answer = { 0 };

      sem_pictures_load_async (fixture->pictures, &wish, NULL, loaded_cb, &answer);
      wait_for (&answer);
      g_assert_no_error (answer.error);
      g_assert_cmpuint (answer.width, ==, WIDTH);
      g_assert_cmpuint (answer.height, ==, HEIGHT);
      g_assert_cmpuint (answer.pixels->width, ==, cases[i].width);
      g_assert_cmpuint (answer.pixels->height, ==, cases[i].height);
      g_assert_cmpuint (g_bytes_get_size (answer.pixels->bytes), ==,
                        answer.pixels->stride * answer.pixels->height);
      assert_colour (answer.pixels, cases[i].width / 4, cases[i].height / 2, .25, .5);
      sem_pixels_free (answer.pixels);
    }
}

/* A picture that is no file, such as a pasted one, is decoded like one; nonsense fails. */
static void
test_bytes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = g_file_load_bytes (fixture->file, NULL, NULL, NULL);
  g_autoptr (GBytes) nonsense = g_bytes_new_static ("nonsense", 8);
  const SemPictureWish good = { .bytes = bytes, .side = 600 };
  const SemPictureWish bad = { .bytes = nonsense, .side = 600 };
  Answer answer = { 0 }, failed = { 0 };

  sem_pictures_load_async (fixture->pictures, &good, NULL, loaded_cb, &answer);
  sem_pictures_load_async (fixture->pictures, &bad, NULL, loaded_cb, &failed);
  wait_for (&answer);
  wait_for (&failed);
  g_assert_no_error (answer.error);
  g_assert_cmpuint (answer.width, ==, WIDTH);
  assert_colour (answer.pixels, 150, 200, .25, .5);
  g_assert_null (failed.pixels);
  g_assert_nonnull (strstr (failed.error->message, "Picture"));
  sem_pixels_free (answer.pixels);
  g_clear_error (&failed.error);
}

/* A part has the pixels of the photo, or fewer. */
static void
test_part (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    {
      const SemPictureWish wish = { fixture->file, .5, .25, .25, .5, i ? 250 : 1500, FALSE };
      Answer answer = { 0 };

      sem_pictures_load_async (fixture->pictures, &wish, NULL, loaded_cb, &answer);
      wait_for (&answer);
      g_assert_no_error (answer.error);
      g_assert_cmpuint (answer.width, ==, WIDTH / 4);
      g_assert_cmpuint (answer.height, ==, HEIGHT / 2);
      g_assert_cmpuint (answer.pixels->height, ==, i ? 250 : HEIGHT / 2);
      assert_colour (answer.pixels, 0, 0, .5, .25);
      assert_colour (answer.pixels, answer.pixels->width - 1, answer.pixels->height - 1, .75, .75);
      sem_pixels_free (answer.pixels);
    }
}

static void
test_errors (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "missing.jpg", NULL);
  g_autoptr (GFile) missing = g_file_new_for_path (path);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  const SemPictureWish wishes[] = { { .file = missing, .side = 100 },
                                    { .file = fixture->file, .side = 100 } };
  Answer answers[2] = { 0 };

  g_cancellable_cancel (cancelled);
  for (guint i = 0; i < 2; i++)
    sem_pictures_load_async (fixture->pictures, &wishes[i], i ? cancelled : NULL, loaded_cb,
                             &answers[i]);
  for (guint i = 0; i < 2; i++)
    {
      wait_for (&answers[i]);
      g_assert_null (answers[i].pixels);
    }
  g_assert_error (answers[0].error, SEM_ERROR, SEM_ERROR_UNREADABLE);
  g_assert_nonnull (strstr (answers[0].error->message, "missing.jpg"));
  g_assert_error (answers[1].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&answers[0].error);
  g_clear_error (&answers[1].error);
}

static void
test_places (void)
{
  static const struct
  {
    double latitude, longitude;
    const char *name;
  } cases[] = {
    { -33.8588, 151.2, "Sydney" }, { 52.52, 13.4, "Berlin" }, { 0, -30, NULL }, { 90, 0, NULL },
    { -45, -120, NULL },           { -90, 180, "Amundsen" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = sem_place_name (cases[i].latitude, cases[i].longitude);

      if (cases[i].name)
        g_assert_true (name && g_str_has_prefix (name, cases[i].name));
      else
        g_assert_null (name);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/model/pictures/whole", Fixture, NULL, set_up, test_whole, tear_down);
  g_test_add ("/model/pictures/bytes", Fixture, NULL, set_up, test_bytes, tear_down);
  g_test_add ("/model/pictures/part", Fixture, NULL, set_up, test_part, tear_down);
  g_test_add ("/model/pictures/errors", Fixture, NULL, set_up, test_errors, tear_down);
  g_test_add_func ("/model/places", test_places);
  return g_test_run ();
}
