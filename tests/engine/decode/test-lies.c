/* SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Workers that violate the protocol: none of what they say or do harms the program.
 */

#include "engine/decode/decoder-private.h"
#include "engine/decode/reply.h"
#include "tests/engine/decode/fixtures.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static GBytes *
make_photo (void)
{
  g_autoptr (GdkPixbuf) pixbuf = sem_fixture_quarters (64, 64);

  return sem_fixture_save (pixbuf, "png");
}

static void
assert_fails (SemDecoder *decoder, GBytes *bytes, SemError code, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (sem_fixture_decode (decoder, bytes, &error));
  g_assert_error (error, SEM_ERROR, (int) code);
  if (!strstr (error->message, words))
    g_error ("“%s” does not say “%s”", error->message, words);
}

static SemDecoder *
fake_new (const char *lie)
{
  g_autofree char *program = sem_fixture_link_fake (lie);

  return sem_decoder_new (program);
}

static void
test_lies (void)
{
  static const char *const lies[] = { "thumbnail-size", "no-width", "wild-sides", "serial",
                                      "status",         "ready",    "format",     "short",
                                      "long",           "thumbnail" };
  g_autoptr (GBytes) bytes = make_photo ();

  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr (SemDecoder) decoder = fake_new (lies[i]);

      assert_fails (decoder, bytes, SEM_ERROR_DECODER_DIED, "invalid data");
      g_assert_cmpint (sem_decoder_get_pid (decoder), ==, 0);
    }
}

static void
test_lies_about_metadata (void)
{
  static const char *const lies[] = { "no-metadata", "wild-metadata", "endless-text", "serial",
                                      "status",      "short",         "long" };
  g_autoptr (GBytes) bytes = make_photo ();
  const int fd = sem_fixture_open (bytes);

  for (guint i = 0; i < 2 * G_N_ELEMENTS (lies); i++)
    {
      g_autoptr (SemDecoder) decoder = fake_new (lies[i / 2]);
      g_autoptr (GError) error = NULL;
      SemMetadata metadata;

      if (i % 2)
        g_assert_null (sem_decoder_decode_all (decoder, fd, "photo", &metadata, NULL, &error));
      else
        g_assert_false (sem_decoder_read_metadata (decoder, fd, "photo", &metadata, NULL, &error));
      g_assert_error (error, SEM_ERROR, SEM_ERROR_DECODER_DIED);
      g_assert_nonnull (strstr (error->message, "invalid data"));
      g_assert_cmpint (sem_decoder_get_pid (decoder), ==, 0);
    }
  close (fd);
}

static void
test_bad_ends (void)
{
  g_autoptr (GBytes) bytes = make_photo ();
  g_autoptr (SemDecoder) killed = fake_new ("die");

  assert_fails (killed, bytes, SEM_ERROR_DECODER_DIED, g_strsignal (SIGKILL));

  g_autoptr (SemDecoder) ended = fake_new ("exit");

  assert_fails (ended, bytes, SEM_ERROR_DECODER_DIED, "ended the image decoder");

  g_autoptr (SemDecoder) silent = fake_new ("never-ready");

  assert_fails (silent, bytes, SEM_ERROR_NO_DECODER, "does not respond");

  g_autoptr (SemDecoder) old = fake_new ("old");

  assert_fails (old, bytes, SEM_ERROR_NO_DECODER, "another version");

  g_autoptr (SemDecoder) resizing = fake_new ("resize");

  assert_fails (resizing, bytes, SEM_ERROR_UNREADABLE, g_strerror (EPERM));
}

/* An unrequested message is not taken for the reply to the next photo: it is either noticed before
 * that photo is sent, or has the wrong serial number.
 */
static void
test_twice (void)
{
  g_autoptr (GBytes) bytes = make_photo ();
  g_autoptr (SemDecoder) decoder = fake_new ("twice");

  assert_fails (decoder, bytes, SEM_ERROR_NOT_AN_IMAGE, "is not an image");
  for (guint i = 0; i < 20; i++)
    {
      const pid_t pid = sem_decoder_get_pid (decoder);
      g_autoptr (GError) error = NULL;

      g_assert_null (sem_fixture_decode (decoder, bytes, &error));
      if (error->code == SEM_ERROR_DECODER_DIED)
        g_assert_cmpint (sem_decoder_get_pid (decoder), ==, 0);
      else
        g_assert_error (error, SEM_ERROR, SEM_ERROR_NOT_AN_IMAGE);
      g_assert_cmpint (sem_decoder_get_pid (decoder), !=, pid);
    }
}

/* Whatever a worker writes while its reply is read, or takes away. */
static void
test_changes (gconstpointer data)
{
  g_autoptr (GBytes) bytes = make_photo ();
  g_autoptr (SemDecoder) decoder = fake_new (data);

  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SemDecodedPhoto) photo = sem_fixture_decode (decoder, bytes, &error);

      if (photo)
        g_assert_true (sem_thumbnail_is_sound (g_bytes_get_data (photo->thumbnail, NULL),
                                               g_bytes_get_size (photo->thumbnail), 64));
      else
        g_assert_error (error, SEM_ERROR, SEM_ERROR_DECODER_DIED);
    }
}

static void
test_no_reply (void)
{
  static const char *const lies[] = { "silent", "busy" };
  g_autoptr (GBytes) bytes = make_photo ();

  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr (SemDecoder) decoder = fake_new (lies[i]);

      sem_decoder_set_time_limit (decoder, 300, 0);
      assert_fails (decoder, bytes, SEM_ERROR_DECODER_TIMED_OUT, "within 0.3 seconds");
      g_assert_cmpint (sem_decoder_get_pid (decoder), ==, 0);
    }
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (dir && g_dir_read_name (dir))
    n++;
  return n;
}

static void
test_descriptors (void)
{
  g_autoptr (GBytes) bytes = make_photo ();
  g_autoptr (SemDecoder) decoder = fake_new ("descriptors");
  guint before;

  assert_fails (decoder, bytes, SEM_ERROR_NOT_AN_IMAGE, "is not an image");
  before = count_descriptors ();
  for (guint i = 0; i < 20; i++)
    assert_fails (decoder, bytes, SEM_ERROR_NOT_AN_IMAGE, "is not an image");
  g_assert_cmpuint (count_descriptors (), ==, before);
}

/* Many files in a row that end the worker: each gets its answer, and a good one after them. */
static void
test_many_deaths (void)
{
  g_autoptr (GBytes) bytes = make_photo ();
  g_autoptr (SemDecoder) decoder = fake_new ("die");

  for (guint i = 0; i < 12; i++)
    assert_fails (decoder, bytes, SEM_ERROR_DECODER_DIED, g_strsignal (SIGKILL));
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decode/lies/lies", test_lies);
  g_test_add_func ("/decode/lies/lies-about-metadata", test_lies_about_metadata);
  g_test_add_func ("/decode/lies/bad-ends", test_bad_ends);
  g_test_add_func ("/decode/lies/twice", test_twice);
  g_test_add_data_func ("/decode/lies/changes", "changes", test_changes);
  g_test_add_data_func ("/decode/lies/punches", "punches", test_changes);
  g_test_add_func ("/decode/lies/no-reply", test_no_reply);
  g_test_add_func ("/decode/lies/descriptors", test_descriptors);
  g_test_add_func ("/decode/lies/many-deaths", test_many_deaths);
  result = g_test_run ();
  sem_fixture_unlink_fakes ();
  return result;
}
