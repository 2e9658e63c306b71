/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "engine/nn/backbone-private.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* Tolerances of the forward pass. The error of a part of the network is the largest difference of
 * any activation, relative to the largest activation of that part.
 *
 *   engine against numpy in double precision   GOLDEN_TOLERANCE
 *   fast kernels against the reference         KERNEL_TOLERANCE
 */
#define GOLDEN_TOLERANCE 2e-5
#define KERNEL_TOLERANCE 2e-5

#define MAX_PARTS 16

typedef struct
{
  SemBackbone *backbone;
  SemBackboneWorkspace *workspace;
} Fixture;

typedef struct
{
  guint n;
  char *names[MAX_PARTS];
  float *values[MAX_PARTS];
  gsize sizes[MAX_PARTS];
} Parts;

static void
parts_add (const char *name, const float *values, gsize n, gpointer user_data)
{
  Parts *parts = user_data;

  g_assert_cmpuint (parts->n, <, MAX_PARTS);
  parts->names[parts->n] = g_strdup (name);
  parts->values[parts->n] = g_memdup2 (values, n * sizeof *values);
  parts->sizes[parts->n++] = n;
}

static void
parts_clear (Parts *parts)
{
  for (guint i = 0; i < parts->n; i++)
    {
      g_free (parts->names[i]);
      g_free (parts->values[i]);
    }
  parts->n = 0;
}

/* The largest difference, relative to the largest expected value. */
static double
get_error (const float *values, const float *expected, gsize n)
{
  double largest = 0;
  double difference = 0;

  for (gsize i = 0; i < n; i++)
    {
      g_assert_true (isfinite (values[i]));
      largest = MAX (largest, fabs ((double) expected[i]));
      difference = MAX (difference, fabs ((double) values[i] - (double) expected[i]));
    }

  return difference / largest;
}

static gboolean
set_up (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->backbone = sem_backbone_new (NULL, &error);
  if (!fixture->backbone && g_error_matches (error, SEM_ERROR, SEM_ERROR_NO_WEIGHTS))
    {
      g_test_skip (error->message);
      return FALSE;
    }
  g_assert_no_error (error);
  fixture->workspace = sem_backbone_workspace_new (fixture->backbone);

  return TRUE;
}

static void
tear_down (Fixture *fixture)
{
  sem_backbone_workspace_free (fixture->workspace);
  sem_backbone_unref (fixture->backbone);
}

/* Smooth waves in every colour with some noise: similar to a photo, and reproducible. */
static guint8 *
make_image (void)
{
  guint8 *rgb = g_new (guint8, SEM_BACKBONE_INPUT_SIZE);
  guint32 state = 12345;

  for (guint i = 0; i < SEM_BACKBONE_INPUT_SIZE; i++)
    {
      double x = i / 3 % SEM_BACKBONE_SIDE;
      double y = i / 3 / SEM_BACKBONE_SIDE;
      double wave = sin (x * (i % 3 + 1) / 17) + cos ((y + x / 3) * (i % 3 + 2) / 29);

      state = state * 1664525 + 1013904223;
      rgb[i] = 128 + (int) (wave * 50) + (int) (state >> 28);
    }

  return rgb;
}

/* The folder of the daisies of Flowers-17, or NULL if the test data is missing. */
static char *
find_flowers (void)
{
  const char *data = g_getenv ("SEMBLANCE_TEST_DATA");
  g_autofree char *archive = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;

  if (!data)
    data = TEST_DATA_FALLBACK;
  archive = g_build_filename (data, "flowers17.tar", NULL);
  if (!g_file_test (archive, G_FILE_TEST_EXISTS))
    {
      return NULL;
    }
  folder = g_dir_make_tmp ("semblance-flowers-XXXXXX", &error);
  g_assert_no_error (error);

  const char *argv[] = { "tar", "-xf", archive, "-C", folder, "17flowers/jpg/10", NULL };
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                &error);
  g_assert_no_error (error);

  return g_steal_pointer (&folder);
}

static void
remove_folder (const char *folder)
{
  const char *argv[] = { "rm", "-rf", folder, NULL };

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
}

static guint8 *
load_photo (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_file (path, &error);
  g_autoptr (GdkPixbuf) scaled = NULL;
  guint8 *rgb = g_new (guint8, SEM_BACKBONE_INPUT_SIZE);

  g_assert_no_error (error);
  scaled =
    gdk_pixbuf_scale_simple (pixbuf, SEM_BACKBONE_SIDE, SEM_BACKBONE_SIDE, GDK_INTERP_BILINEAR);
  g_assert_cmpint (gdk_pixbuf_get_n_channels (scaled), ==, 3);
  for (guint y = 0; y < SEM_BACKBONE_SIDE; y++)
    memcpy (rgb + y * SEM_BACKBONE_SIDE * 3,
            gdk_pixbuf_read_pixels (scaled) + y * gdk_pixbuf_get_rowstride (scaled),
            SEM_BACKBONE_SIDE * 3);

  return rgb;
}

/* Compares the activations of every part with those computed by numpy. */
static void
check_golden (Fixture *fixture, const char *script, const guint8 *rgb)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("semblance-golden-XXXXXX", &error);
  g_autofree char *input = g_build_filename (folder, "input", NULL);
  g_autofree char *weights = sem_backbone_find_weights ();
  g_autofree float *feature = g_new (float, SEM_BACKBONE_DIM);
  const char *argv[] = { "/usr/bin/python3", script, weights, input, folder, NULL };
  Parts parts = { 0 };
  int status;

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (input, (const char *) rgb, SEM_BACKBONE_INPUT_SIZE, NULL));
  g_spawn_sync (NULL, (char **) argv, NULL, 0, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));

  sem_backbone_forward_tapped (fixture->backbone, fixture->workspace, rgb, feature, parts_add,
                               &parts);
  g_assert_cmpuint (parts.n, ==, 9);
  for (guint i = 0; i < parts.n; i++)
    {
      g_autofree char *name = g_strconcat (parts.names[i], ".f32", NULL);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *contents = NULL;
      gsize size;
      double largest;

      g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
      g_assert_cmpuint (size, ==, parts.sizes[i] * sizeof (float));
      largest = get_error (parts.values[i], (const float *) (gpointer) contents, parts.sizes[i]);
      g_test_message ("%s: largest relative error %.2g", parts.names[i], largest);
      g_assert_cmpfloat (largest, <, GOLDEN_TOLERANCE);
    }

  parts_clear (&parts);
  remove_folder (folder);
}

static void
test_golden (void)
{
  const char *script = g_getenv ("SEMBLANCE_GOLDEN_SCRIPT");
  const char *probe[] = { "/usr/bin/python3", "-c", "import numpy", NULL };
  g_autofree guint8 *rgb = make_image ();
  g_autofree char *flowers = NULL;
  Fixture fixture;
  int status = 1;

  if (!script
      || !g_spawn_sync (NULL, (char **) probe, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL,
                        NULL, &status, NULL)
      || status != 0)
    {
      g_test_skip ("python3-numpy or the script is not there");
      return;
    }
  if (!set_up (&fixture))
    return;

  check_golden (&fixture, script, rgb);
  flowers = find_flowers ();
  if (flowers)
    {
      g_autofree char *path = g_build_filename (flowers, "17flowers/jpg/10/image_0801.jpg", NULL);
      g_autofree guint8 *photo = load_photo (path);

      check_golden (&fixture, script, photo);
      remove_folder (flowers);
    }
  tear_down (&fixture);
}

/* The chosen kernels against the reference. */
static void
test_reference (void)
{
  g_autofree guint8 *rgb = make_image ();
  g_autofree float *feature = g_new (float, SEM_BACKBONE_DIM);
  Parts fast = { 0 };
  Parts reference = { 0 };
  Fixture fixture;

  if (!set_up (&fixture))
    return;

  sem_backbone_forward_tapped (fixture.backbone, fixture.workspace, rgb, feature, parts_add, &fast);
  sem_backbone_forward_reference (fixture.backbone, rgb, feature, parts_add, &reference);
  g_assert_cmpuint (fast.n, ==, reference.n);
  for (guint i = 0; i < fast.n; i++)
    {
      double largest;

      g_assert_cmpstr (fast.names[i], ==, reference.names[i]);
      g_assert_cmpuint (fast.sizes[i], ==, reference.sizes[i]);
      largest = get_error (fast.values[i], reference.values[i], fast.sizes[i]);
      g_test_message ("%s: largest relative difference %.2g", fast.names[i], largest);
      g_assert_cmpfloat (largest, <, KERNEL_TOLERANCE);
    }

  parts_clear (&fast);
  parts_clear (&reference);
  tear_down (&fixture);
}

static gpointer
forward_thread (gpointer data)
{
  SemBackbone *backbone = data;
  g_autoptr (SemBackboneWorkspace) workspace = sem_backbone_workspace_new (backbone);
  g_autofree guint8 *rgb = make_image ();
  float *feature = g_new (float, SEM_BACKBONE_DIM);

  sem_backbone_forward (backbone, workspace, rgb, feature);

  return feature;
}

/* Neither a previous image, nor another workspace, nor another thread changes a bit of the result.
 */
static void
test_deterministic (void)
{
  g_autofree guint8 *rgb = make_image ();
  g_autofree guint8 *white = g_new (guint8, SEM_BACKBONE_INPUT_SIZE);
  g_autofree float *first = g_new (float, SEM_BACKBONE_DIM);
  g_autofree float *again = g_new (float, SEM_BACKBONE_DIM);
  g_autofree float *other = NULL;
  GThread *thread;
  Fixture fixture;

  if (!set_up (&fixture))
    return;

  memset (white, 255, SEM_BACKBONE_INPUT_SIZE);
  thread = g_thread_new ("forward", forward_thread, fixture.backbone);
  sem_backbone_forward (fixture.backbone, fixture.workspace, rgb, first);
  sem_backbone_forward (fixture.backbone, fixture.workspace, white, again);
  g_assert_true (memcmp (first, again, SEM_BACKBONE_DIM * sizeof *first) != 0);
  sem_backbone_forward (fixture.backbone, fixture.workspace, rgb, again);
  other = g_thread_join (thread);
  g_assert_cmpmem (first, SEM_BACKBONE_DIM * sizeof *first, again,
                   SEM_BACKBONE_DIM * sizeof *again);
  g_assert_cmpmem (first, SEM_BACKBONE_DIM * sizeof *first, other,
                   SEM_BACKBONE_DIM * sizeof *other);
  for (guint i = 0; i < SEM_BACKBONE_DIM; i++)
    g_assert_true (first[i] >= 0 && first[i] <= 6);

  tear_down (&fixture);
}

static guint
get_rank (const float *logits, guint label)
{
  guint rank = 0;

  for (guint i = 0; i < SEM_BACKBONE_CLASSES; i++)
    rank += logits[i] > logits[label];

  return rank;
}

/* Class 10 of Flowers-17 is the daisy, label 985 of ImageNet. */
static void
test_daisies (void)
{
  const guint daisy = 985;
  g_autofree char *folder = NULL;
  g_autofree char *class_folder = NULL;
  g_autoptr (GDir) dir = NULL;
  g_autofree float *feature = g_new (float, SEM_BACKBONE_DIM);
  g_autofree float *logits = g_new (float, SEM_BACKBONE_CLASSES);
  const char *name;
  guint n = 0;
  guint n_first = 0;
  guint n_fifth = 0;
  Fixture fixture;

  folder = find_flowers ();
  if (!folder)
    {
      g_test_skip ("SEMBLANCE_TEST_DATA does not name a folder with flowers17.tar");
      return;
    }
  if (!set_up (&fixture))
    return;

  class_folder = g_build_filename (folder, "17flowers/jpg/10", NULL);
  dir = g_dir_open (class_folder, 0, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (class_folder, name, NULL);
      g_autofree guint8 *rgb = load_photo (path);

      sem_backbone_forward (fixture.backbone, fixture.workspace, rgb, feature);
      sem_backbone_classify (fixture.backbone, feature, logits);
      n++;
      n_first += get_rank (logits, daisy) == 0;
      n_fifth += get_rank (logits, daisy) < 5;
    }
  g_test_message ("of %u daisies, %u are first a daisy and %u among the first five", n, n_first,
                  n_fifth);
  g_assert_cmpuint (n, ==, 80);
  g_assert_cmpuint (n_first, >=, 60);
  g_assert_cmpuint (n_fifth, >=, 72);

  tear_down (&fixture);
  remove_folder (folder);
}

static void
test_id (void)
{
  Fixture fixture;

  if (!set_up (&fixture))
    return;

  g_assert_true (g_regex_match_simple ("^efficientnet-lite0-imagenet-[0-9a-f]{16}$",
                                       sem_backbone_get_id (fixture.backbone), 0, 0));
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/nn/backbone/golden", test_golden);
  g_test_add_func ("/nn/backbone/reference", test_reference);
  g_test_add_func ("/nn/backbone/deterministic", test_deterministic);
  g_test_add_func ("/nn/backbone/daisies", test_daisies);
  g_test_add_func ("/nn/backbone/id", test_id);

  return g_test_run ();
}
