/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every file of the hostile corpus gets a result, and a good photo after it is decoded.
 */

#include "engine/decode/decoder-private.h"
#include "tests/engine/decode/fixtures.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* Milliseconds of CPU time per file: the corpus is small, and some files hang the loader by design.
 */
#define TIME_LIMIT 700
#define N_CODES (SEM_ERROR_NOT_FOUND + 1)

typedef struct
{
  GPtrArray *paths;
  gint next;
  gint decoded;
  gint refused[N_CODES];
} Corpus;

static void
list_files (const char *folder, GPtrArray *paths)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)))
    {
      char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        {
          list_files (path, paths);
          g_free (path);
        }
      else
        {
          g_ptr_array_add (paths, path);
        }
    }
}

static void
assert_answer (const SemDecodedPhoto *photo, const GError *error)
{
  if (photo)
    {
      g_assert_no_error (error);
      g_assert_cmpuint (photo->width, >, 0);
      g_assert_cmpuint (photo->height, >, 0);
      g_assert_cmpuint (g_bytes_get_size (photo->thumbnail), >, 0);
      return;
    }
  g_assert_nonnull (error);
  g_assert_true (error->domain == SEM_ERROR);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_true (error->code == SEM_ERROR_NOT_AN_IMAGE || error->code == SEM_ERROR_DAMAGED
                 || error->code == SEM_ERROR_TOO_LARGE || error->code == SEM_ERROR_DECODER_DIED
                 || error->code == SEM_ERROR_DECODER_TIMED_OUT);
}

static gpointer
decode_corpus (gpointer data)
{
  Corpus *corpus = data;
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  guint i;

  sem_decoder_set_time_limit (decoder, TIME_LIMIT, 0);
  while ((i = (guint) g_atomic_int_add (&corpus->next, 1)) < corpus->paths->len)
    {
      const char *path = corpus->paths->pdata[i];
      const int fd = open (path, O_RDONLY | O_CLOEXEC);
      g_autoptr (GError) error = NULL;
      g_autoptr (SemDecodedPhoto) photo = sem_decoder_decode (decoder, fd, "file", NULL, &error);

      close (fd);
      assert_answer (photo, error);
      if (photo)
        g_atomic_int_inc (&corpus->decoded);
      else
        g_atomic_int_inc (&corpus->refused[error->code]);
      if (error && error->code >= SEM_ERROR_DECODER_DIED)
        g_test_message ("%s: %s", path, error->message);
    }
  return NULL;
}

static void
test_corpus (void)
{
  g_autofree char *folder = sem_fixture_find_data ("hostile");
  Corpus corpus = { 0 };
  GThread *threads[2];

  if (!folder)
    return;
  corpus.paths = g_ptr_array_new_with_free_func (g_free);
  list_files (folder, corpus.paths);
  g_assert_cmpuint (corpus.paths->len, >, 1000);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("decode", decode_corpus, &corpus);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_test_message ("%u files: %d decoded, %d no images, %d damaged, %d too large, %d ended the "
                  "worker, %d ran out of time",
                  corpus.paths->len, corpus.decoded, corpus.refused[SEM_ERROR_NOT_AN_IMAGE],
                  corpus.refused[SEM_ERROR_DAMAGED], corpus.refused[SEM_ERROR_TOO_LARGE],
                  corpus.refused[SEM_ERROR_DECODER_DIED],
                  corpus.refused[SEM_ERROR_DECODER_TIMED_OUT]);
  g_assert_cmpint (corpus.decoded, >, 0);
  g_assert_cmpint (corpus.refused[SEM_ERROR_DAMAGED], >, 0);
  g_ptr_array_unref (corpus.paths);
}

static void
test_known_hang (void)
{
  g_autofree char *folder = sem_fixture_find_data ("hostile");

  if (!folder)
    return;

  g_autofree char *path = g_build_filename (folder, "known-hangs", "hang288.jpg", NULL);
  g_autoptr (SemDecoder) decoder = sem_decoder_new (NULL);
  g_autoptr (GdkPixbuf) pixbuf = sem_fixture_quarters (64, 64);
  g_autoptr (GBytes) good = sem_fixture_save (pixbuf, "png");
  g_autoptr (GError) error = NULL;
  const int fd = open (path, O_RDONLY | O_CLOEXEC);

  g_assert_cmpint (fd, >=, 0);
  sem_decoder_set_time_limit (decoder, TIME_LIMIT, 0);
  /* GdkPixbuf never comes back from it. */
  g_assert_null (sem_decoder_decode (decoder, fd, "hang", NULL, &error));
  close (fd);
  g_assert_true (error->domain == SEM_ERROR);
  g_clear_error (&error);

  g_autoptr (SemDecodedPhoto) photo = sem_fixture_decode (decoder, good, &error);

  g_assert_no_error (error);
  g_assert_nonnull (photo);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decode/hostile/known-hang", test_known_hang);
  g_test_add_func ("/decode/hostile/corpus", test_corpus);
  return g_test_run ();
}
