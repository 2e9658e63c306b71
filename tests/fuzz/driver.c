/* driver.c - runs a fuzz target on seeds if there is no libFuzzer
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Usage: fuzz-NAME FOLDER [N]: the target gets each file of the folder unchanged, truncated at many
 * lengths, with each of its first bytes changed, and N times with random bytes changed (with a
 * fixed seed; many more times if SEMBLANCE_TEST_LONG is set). The target must return from all of
 * these; whether it accepts the input does not matter.
 */

#include <gio/gio.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#define N_CUTS 200
#define N_HEAD_BYTES 512
#define N_RANDOM 2000
#define LONG_FACTOR 20
#define SEED 20240229

static guint n_random = N_RANDOM;

/* The target gets a copy of exactly the input's size, so that a sanitizer sees reads past it. */
static void
feed (const guint8 *data, gsize size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);

  LLVMFuzzerTestOneInput (copy, size);
}

static void
feed_cuts (const guint8 *data, gsize size)
{
  for (gsize i = 0; i < MIN (size, N_CUTS); i++)
    {
      feed (data, i);
      if (size > N_CUTS)
        feed (data, size * i / N_CUTS);
    }
}

static void
feed_changed_heads (guint8 *data, gsize size)
{
  static const guint8 values[] = { 0x00, 0x01, 0x7f, 0x80, 0xff };

  for (gsize i = 0; i < MIN (size, N_HEAD_BYTES); i++)
    {
      guint8 kept = data[i];

      for (gsize j = 0; j < G_N_ELEMENTS (values); j++)
        {
          data[i] = values[j];
          feed (data, size);
        }
      data[i] = kept;
    }
}

static void
feed_random_changes (const guint8 *data, gsize size)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (SEED);

  for (guint i = 0; i < n_random && size > 0; i++)
    {
      g_autofree guint8 *changed = g_memdup2 (data, size);

      for (gint n = g_rand_int_range (rand, 1, 9); n > 0; n--)
        changed[g_rand_int (rand) % size] = (guint8) g_rand_int (rand);
      feed (changed, size);
    }
}

static gboolean
feed_file (const char *path)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  if (!g_file_get_contents (path, &bytes, &size, &error))
    {
      g_printerr ("%s\n", error->message);
      return FALSE;
    }
  feed ((const guint8 *) bytes, size);
  feed_cuts ((const guint8 *) bytes, size);
  feed_changed_heads ((guint8 *) bytes, size);
  feed_random_changes ((const guint8 *) bytes, size);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GDir) folder = NULL;
  g_autoptr (GError) error = NULL;
  const char *name;
  guint n_files = 0;

  if (argc < 2 || argc > 3)
    {
      g_printerr ("Usage: %s FOLDER [N]\n", argv[0]);
      return 2;
    }
  if (argc == 3)
    n_random = (guint) g_ascii_strtoull (argv[2], NULL, 10);
  if (g_getenv ("SEMBLANCE_TEST_LONG"))
    n_random *= LONG_FACTOR;
  folder = g_dir_open (argv[1], 0, &error);
  if (!folder)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (argv[1], name, NULL);

      if (!feed_file (path))
        return 1;
      n_files++;
    }
  g_print ("%u seeds\n", n_files);
  return n_files > 0 ? 0 : 1;
}
